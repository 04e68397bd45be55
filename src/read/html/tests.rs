#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::*;
use crate::document::Place;
use crate::limits::Limit;
use crate::problem::ProblemKind;
use proptest::prelude::*;

fn page(text: &str) -> Content {
    read(text.to_owned(), "UTF-8", &Limits::DEFAULT).unwrap()
}

fn prose(text: &str) -> Vec<String> {
    page(text).paragraphs.iter().map(|paragraph| paragraph.text.to_string()).collect()
}

fn grids(text: &str) -> Vec<Vec<String>> {
    let row = |row: &crate::document::Row| row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join(",");
    page(text).tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

#[test]
fn prose_is_what_a_reader_sees() {
    let text = "<!DOCTYPE html><html><head><title> 标题_网站 </title><style>p {}</style><script>document.write('<p>1</p>')</script></head>
<body><nav><p>导航 2</p></nav><ul><li><a href=/>首页</a></li><li>正文<a>链接</a></li></ul>
<h1>建宁县<br>2018年</h1><p>共&nbsp;158&nbsp;件：<b>89</b>件
加69件。<!-- 3 --><span style='display: NONE'>4</span><del>5</del><p hidden>6<p>第一行<br>第二行
<footer>电话 7</footer><noscript>8</noscript><template><p>9</p></template>";
    assert_eq!(prose(text), ["标题_网站", "正文链接", "建宁县 2018年", "共 158 件：89件加69件。", "第一行", "第二行"]);
}

#[test]
fn places_are_those_of_the_source() {
    let text = "<html>\r\n<body>\n <p>一<b>二</b></p><p> 三&amp;四 </p>\n<table><tr><td>项目<td> 306 \n<tr><td>\n<b>收到</b><td>\n</table>";
    let page = page(text);
    let of = |place: &Place| (place.line, place.column, &text[place.span.clone()]);
    let found: Vec<_> = page.paragraphs.iter().map(|one| of(&one.place)).collect();
    assert_eq!(found[..2], [(3, 5, "一<b>二"), (3, 22, "三&amp;四")]);
    assert!(page.tables.is_empty());
    let text = text.replace("<td>\n</table>", "<td>\n5</table>");
    let page = super::read(text.clone(), "UTF-8", &Limits::DEFAULT).unwrap();
    let cells: Vec<_> = page.tables[0].rows.iter().flat_map(|row| &row.cells).collect();
    let places: Vec<_> =
        cells.iter().map(|cell| (cell.place.line, cell.place.row, &text[cell.place.span.clone()])).collect();
    assert_eq!(places, [(4, 1, "项目"), (4, 1, "306"), (6, 2, "收到"), (7, 2, "5")]);
    assert_eq!(cells[3].place.within, Within::Markup(1));
}

#[test]
fn spans_are_expanded_and_rows_come_in_order() {
    let text = "<table><tfoot><tr><td>合计<td>3<td>4</tfoot><thead><tr><th rowspan=2>项目<th colspan=2>本年</tr><tr><th>甲<th>乙</thead>
        <tbody><tr><td>收到<td>1<td>2<tr style='display:none'><td>旧<td>9<td>9</tbody></table>";
    assert_eq!(grids(text), [["项目,本年,", ",甲,乙", "收到,1,2", "合计,3,4"]]);
}

#[test]
fn unclosed_and_misplaced_tags_are_read_as_browsers_do() {
    let text = "<table><tr><td>a<td>1<tr><td>b<td>2</table><p>后";
    assert_eq!(grids(text), [["a,1", "b,2"]]);
    let stray = "<table>共 3 件<tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>";
    assert_eq!((grids(stray).len(), prose(stray)), (1, vec!["共 3 件".to_owned()]));
}

#[test]
fn layout_is_prose_and_what_is_inside_is_read() {
    let layout = "<table><tr><td><a>菜单</a></td><td><h1>标题</h1><p>共 3 件</p>
        <table><tr><th>项目<th>本年<tr><td>收到<td>3</table><p>后</p></td></tr></table>";
    assert_eq!(grids(layout), [["项目,本年", "收到,3"]]);
    assert_eq!(prose(layout), ["标题", "共 3 件", "后"]);
    let single = "<table><tr><td>第一段 1</td></tr><tr><td>第二段 2</td></tr></table>";
    assert!(grids(single).is_empty());
    assert_eq!(prose(single), ["第一段 1", "第二段 2"]);
}

#[test]
fn a_table_inside_a_cell_of_data_is_a_table_of_its_own() {
    let inner = "<table><tr><td>x<td>1<tr><td>y<td>2</table>";
    let text = format!("<table><caption>表一</caption><tr><td>a<td>1<tr><td>b<td>2<tr><td>c<td>3{inner}</table>");
    assert_eq!(grids(&text), [vec!["a,1", "b,2", "c,3"], vec!["x,1", "y,2"]]);
    assert_eq!(prose(&text), ["表一"]);
}

#[test]
fn a_table_around_the_text_of_a_cell_is_that_cell() {
    for three in [
        "<table><tr><td>3</table>",
        "<div><table><tr><td>&nbsp;<td><table><tr><td><p>3</p></table></table></div>",
        "<table><tr><td></table><table><tr><td>3</table>",
    ] {
        let text = format!("<table><tr><td>a<td>1<tr><td>b<td>2<tr><td>d<td>4<tr><td>c<td>{three}</table>");
        assert_eq!(grids(&text), [["a,1", "b,2", "d,4", "c,3"]], "{three}");
        let table = &page(&text).tables[0];
        assert_eq!(&text[table.rows[3].cells[1].place.span.clone()], "3");
    }
    let two = "<table><tr><td>a<td>1<tr><td>b<td>2<tr><td>c<td><table><tr><td>3<td>4<tr><td>5<td>6</table></table>";
    assert_eq!(grids(two), [vec!["a,1", "b,2", "c,"], vec!["3,4", "5,6"]]);
}

#[test]
fn what_the_head_says_of_the_article_is_read() {
    let text = "<html><head><meta charset=utf-8><meta name=\"ArticleTitle\" content=\"甲县2020年报告\">\n\
        <META NAME=PubDate CONTENT=\"2021-01-20 10:23\"><meta name=keywords content=年报><title>年报</title></head>3件";
    assert_eq!(prose(text), ["甲县2020年报告", "PubDate: 2021-01-20 10:23", "年报", "3件"]);
}

#[test]
fn lists_of_links_with_days_are_navigation() {
    assert!(
        prose("<ul><li><a href=a>甲县2019年报告</a><span>2020-01-20</span><li>[<a>更多</a>] 1月2日</ul>").is_empty()
    );
    assert_eq!(prose("<p>收到<a href=a>申请</a>3件</p><p>306</p>"), ["收到申请3件", "306"]);
}

#[test]
fn raised_digits_are_no_part_of_a_figure() {
    let text =
        "<table><tr><td>项目<td>本年<tr><td>收到<sup>注</sup><td>12<sup><a>1</a></sup></table><p>共158<sup>2</sup>件";
    assert_eq!(
        (grids(text), prose(text)),
        (vec![vec!["项目,本年".to_owned(), "收到注,12¹".to_owned()]], vec!["共158²件".to_owned()])
    );
}

#[test]
fn blocks_in_a_cell_are_lines() {
    let text = "<table><tr><td>其中<br>：<p>1.网站</p><td>12<tr><td>&nbsp;<td>　<tr><td>b<td>2</table>";
    assert_eq!(grids(text), [["其中\n：\n1.网站,12", "b,2"]]);
}

#[test]
fn bombs_are_refused() {
    let refused = |text: String| read(text, "UTF-8", &Limits::DEFAULT).err().unwrap().kind;
    let over = |limit| ProblemKind::from(Limits::DEFAULT.exceeded(limit));
    let row = "<tr><td colspan=1000000000>a<td>b";
    assert_eq!(refused(format!("<table>{row}{row}</table>")), over(Limit::Columns));
    assert_eq!(refused("<div>".repeat(600)), over(Limit::Depth));
    assert_eq!(refused("<table><tr><td>".repeat(300)), over(Limit::Depth));
    let wide = format!("<table>{}</table>", "<tr><td colspan=4096>a".repeat(1025));
    assert_eq!(refused(wide), over(Limit::Cells));
    let tall = "<table><tr><td rowspan=1000000000>a<td>1<td>x<tr><td>2<td>y<tr><td rowspan=99999999999999999999>3<td>z</table>";
    assert_eq!(grids(tall), [["a,1,x", ",2,y", ",3,z"]]);
}

#[test]
fn crowds_of_attributes_and_siblings_are_quick() {
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
    assert_eq!(prose(&format!("<p{attributes}>文")), ["文"]);
    let unclosed: String = (0..2000).map(|n| format!("<p><b a={n}>")).collect();
    assert!(prose(&unclosed).is_empty());
    let fostered = format!("<table>{}<tr><td>", "<br>".repeat(100_000));
    assert!(prose(&fostered).is_empty());
}

proptest! {
    #[test]
    fn nothing_panics_and_places_fit(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=2>", "<td rowspan=3>", "<th>", "</td>", "<p>",
            "</p>", "<b>", "</b>", "<a>", "</a>", "<div>", "</div>", "<br>", "<li>", "<h1>", "</h1>", "<select>",
            "<script>", "</script>", "<style>", "</style>", "<title>", "<svg>", "<math>", "<template>", "<caption>",
            "<!-- ", " -->", "&nbsp;", "&amp", "&#x4e00;", "文", "1", " ", "\r\n", "<", ">", "\"", "=",
        ]), 0..60)) {
        let text = parts.concat();
        if let Ok(page) = read(text.clone(), "UTF-8", &Limits::DEFAULT) {
            let cells = page.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
            for span in cells.map(|cell| &cell.place.span).chain(page.paragraphs.iter().map(|one| &one.place.span)) {
                prop_assert!(text.get(span.clone()).is_some(), "{:?} {:?}", text, span);
            }
        }
    }
}
