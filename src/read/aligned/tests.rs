use super::*;

/// Lines of pieces by their left edge, each sign one wide.
fn view<'t>(lines: &[(f64, &[(f64, &'t str)])]) -> Vec<Line<'t>> {
    let token = |y: f64, (left, text): &(f64, &'t str)| {
        let width = f64::from(u32::try_from(text.chars().count()).unwrap());
        Token { left: *left, right: left + width, y, text }
    };
    lines
        .iter()
        .map(|(y, tokens)| Line { y: *y, size: 1.0, tokens: tokens.iter().map(|one| token(*y, one)).collect() })
        .collect()
}

fn rows(lines: &[Line<'_>], wraps: bool) -> Vec<Vec<String>> {
    let cell = |at: &Vec<At>| at.iter().map(|(line, token)| lines[*line].tokens[*token].text).collect::<String>();
    let found = tables(lines, wraps, &Limits::DEFAULT).ok().unwrap();
    found.iter().flat_map(|table| &table.rows).map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn blanks_are_told_and_labels_go_to_their_figures() {
    let lines = view(&[
        (0.0, &[(0.0, "三、申请情况")]),
        (2.0, &[(22.0, "法人或其他组织")]),
        (4.0, &[(15.0, "自然"), (22.0, "商业"), (28.0, "总计")]),
        (5.2, &[(16.0, "人"), (22.0, "企业")]),
        (8.0, &[(0.0, "三、"), (5.0, "予以公开"), (15.0, "17"), (22.0, "3"), (28.0, "20")]),
        (10.0, &[(0.0, "办理"), (5.0, "部分公开区")]),
        (10.6, &[(15.0, "5"), (28.0, "5")]),
        (11.2, &[(0.0, "结果"), (5.0, "分处理")]),
        (13.0, &[(5.0, "其他"), (22.0, "4"), (28.5, "4")]),
    ]);
    let expected = [
        ["", "", "法人或其他组织", ""],
        ["", "自然人", "商业企业", "总计"],
        ["予以公开", "17", "3", "20"],
        ["部分公开区分处理", "5", "", "5"],
        ["其他", "", "4", "4"],
    ];
    assert_eq!(rows(&lines, true), expected);
}

#[test]
fn figures_that_a_label_pushed_aside_are_not_read() {
    let row = |label: &'static str, at: f64| -> Vec<(f64, &'static str)> {
        vec![(0.0, label), (at, "1"), (at + 10.0, "2"), (at + 20.0, "3")]
    };
    let (short, long) = (row("收到", 10.0), row("办理的一切申请和其他各种", 14.0));
    assert_eq!(rows(&view(&[(0.0, &short), (2.0, &short), (4.0, &short)]), false).len(), 3);
    assert!(rows(&view(&[(0.0, &short), (2.0, &short), (4.0, &long), (6.0, &short)]), false).is_empty());
}

#[test]
fn prose_with_figures_is_no_table() {
    let lines = view(&[
        (0.0, &[(0.0, "全年收到"), (5.0, "3"), (7.0, "件，办结"), (12.0, "2")]),
        (2.0, &[(0.0, "其中"), (3.0, "1"), (5.0, "2")]),
        (4.0, &[(0.0, "网上"), (4.0, "1"), (6.0, "2")]),
    ]);
    assert!(rows(&lines, true).is_empty());
}

#[test]
fn labels_that_end_at_one_place_are_those_of_the_rows() {
    let lines = view(&[
        (0.0, &[(0.0, "（三）"), (14.0, "国家秘密"), (20.0, "1"), (24.0, "1"), (28.0, "2")]),
        (2.0, &[(0.0, "不予公"), (8.0, "其他法律法规禁止公开"), (20.0, "0"), (24.0, "3"), (28.0, "3")]),
        (4.0, &[(0.0, "开"), (14.0, "重复申请"), (20.0, "0"), (24.0, "0"), (28.0, "0")]),
        (6.0, &[(0.0, "（七）全部办理总计"), (20.0, "1"), (24.0, "4"), (28.0, "5")]),
    ]);
    let expected = [
        ["国家秘密", "1", "1", "2"],
        ["其他法律法规禁止公开", "0", "3", "3"],
        ["重复申请", "0", "0", "0"],
        ["（七）全部办理总计", "1", "4", "5"],
    ];
    assert_eq!(rows(&lines, true), expected);
}

#[test]
fn a_heading_may_be_a_little_wider_than_its_figures() {
    let lines = view(&[
        (0.0, &[(9.5, "自然"), (19.0, "企业"), (29.0, "总计")]),
        (1.2, &[(9.5, "人")]),
        (3.0, &[(0.0, "新收"), (10.0, "3"), (20.0, "4"), (30.0, "7")]),
        (5.0, &[(0.0, "结转"), (10.0, "1"), (20.0, "1"), (30.0, "2")]),
        (7.0, &[(0.0, "公开"), (10.0, "2"), (20.0, "2"), (30.0, "4")]),
    ]);
    assert_eq!(rows(&lines, true)[0], ["", "自然人", "企业", "总计"]);
}

#[test]
fn the_headings_of_a_single_line_of_figures_come_column_by_column() {
    let figures = ["2", "3", "0", "5", "1", "2", "3", "6", "7", "0"];
    let at = |column: usize| f64::from(u32::try_from(column).unwrap()) * 4.0;
    let line = |texts: [&'static str; 10]| -> Vec<(f64, &str)> {
        texts.into_iter().enumerate().map(|(column, text)| (at(column) + 1.0, text)).collect()
    };
    let upper = line(["维持", "纠正", "其他", "未审", "总", "维持", "纠正", "其他", "未审", "总"]);
    let lower = line(["数", "数", "数", "结", "计", "数", "数", "数", "结", "计"]);
    let lines = view(&[
        (0.0, &[(7.0, "行政复议"), (27.0, "行政诉讼")]),
        (2.0, &upper),
        (3.2, &lower),
        (5.0, &line(figures)),
        (7.0, &[(0.0, "五、其他")]),
    ]);
    let found = singles(&lines, &tables(&lines, true, &Limits::DEFAULT).ok().unwrap());
    let [single] = found.as_slice() else { panic!("{} found", found.len()) };
    let texts =
        |cells: &[At]| cells.iter().map(|(line, token)| lines[*line].tokens[*token].text).collect::<Vec<_>>().join(" ");
    assert_eq!(single.lines, 0..4);
    assert_eq!(texts(&single.figures), figures.join(" "));
    let expected = "维持 数 纠正 数 行政复议 其他 数 未审 结 总 计 维持 数 纠正 数 行政诉讼 其他 数 未审 结 总 计";
    assert_eq!(texts(&single.heading), expected);
}
