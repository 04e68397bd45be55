//! What a report says of itself in its first and last lines: whose it is and of which year, when and
//! by whom it was published, and which days its figures cover.

use std::ops::Range;

use super::announced;
use super::dates::{day_at, days_in, is_listed};
use super::label::key;
use super::part::place_of;
use super::title::{Title, read_title};
use super::vocabulary::{Role, Roles, vocabulary};
use crate::document::{Cell, Document, Paragraph, Row};
use crate::number::is_chinese;
use crate::report::{Header, Stated};

/// Paragraphs at the start in which the title and the line under it may stand: pages have
/// navigation before them.
const FIRST_LINES: usize = 80;
/// Paragraphs at the end in which a signature may stand.
const LAST_LINES: usize = 12;
/// Characters of the longest title, and of the longest line under one.
const LONGEST_TITLE: usize = 50;
const LONGEST_LINE: usize = 200;
/// Characters before two days in which it is said that figures cover them.
const NEAR: usize = 30;
/// Tables at the start, rows of them, and cells of a row in which the same may stand.
const FIRST_TABLES: usize = 8;
const FIRST_ROWS: usize = 8;
const MOST_CELLS: usize = 16;
/// Signs after a name and before its value.
const COLONS: [char; 2] = [':', '：'];
/// Characters of the longest name of a body.
const LONGEST_NAME: usize = 30;

/// Reads the header of a report.
pub(super) fn read(document: &Document) -> (Header, Title) {
    let paragraphs = document.paragraphs.as_slice();
    let first = paragraphs.get(..FIRST_LINES.min(paragraphs.len())).unwrap_or_default();
    let (title, stated) = title(first).unwrap_or_default();
    let mut header = Header { title: stated, ..Header::default() };
    for paragraph in first {
        labelled(paragraph, &mut header);
    }
    for row in document.tables.iter().take(FIRST_TABLES).flat_map(|table| table.rows.iter().take(FIRST_ROWS)) {
        in_cells(row, &mut header);
    }
    signature(paragraphs, &mut header);
    if header.covers.is_none()
        && let Some((paragraph, covers)) = paragraphs.iter().find_map(|one| Some((one, covers(one)?)))
    {
        header.year = announced(paragraph, &covers);
        header.covers = Some(covers);
    }
    let of_title = || Some(Stated { value: title.period.clone()?, ..header.title.clone()? });
    header.year = header.year.or_else(of_title);
    (header, title)
}

/// What a row says that has names and values in cells of their own, or both in one.
fn in_cells(row: &Row, header: &mut Header) {
    let paragraph = |cell: &Cell| Paragraph { text: cell.text.clone(), place: cell.place.clone() };
    let cells = || row.filled().take(MOST_CELLS).map(|(_, cell)| cell);
    for (name, value) in cells().zip(cells().skip(1)) {
        let is_name = name.text.contains(char::is_alphabetic);
        if is_name && roles(&name.text).are_any() {
            says_of(&name.text, &paragraph(value), trimmed(&value.text).start, header);
        }
    }
    for cell in cells().filter(|cell| cell.text.contains(COLONS)) {
        labelled(&paragraph(cell), header);
    }
}

fn stated(paragraph: &Paragraph, bytes: Range<usize>, value: String) -> Stated {
    let text = paragraph.text.get(bytes.clone()).unwrap_or_default().into();
    Stated { value, text, place: place_of(paragraph, bytes) }
}

/// The bytes of a text without the white space around it.
fn trimmed(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// A title that is broken over two or three lines, the body in the first of them.
fn broken_title(paragraphs: &[Paragraph]) -> Option<(Title, Stated)> {
    let is_part = |paragraph: &Paragraph| {
        let text = paragraph.text.trim();
        text.chars().count() <= LONGEST_NAME && !text.contains(['。', '：', ':', '>', '|']) && !names_another(text)
    };
    let names_body = |title: &Title| {
        let words = vocabulary();
        title.entity.as_deref().is_some_and(|name| words.is_body(name) || words.is_place(name))
    };
    let whole = |paragraph: &Paragraph| read_title(&paragraph.text).is_some_and(|title| title.entity.is_some());
    // Of as few lines as can be: what stands before a title is often short as well.
    let mut starts = [2, 3].into_iter().flat_map(|count| (0..paragraphs.len()).map(move |start| (start, count)));
    starts.find_map(|(start, count)| {
        let lines = paragraphs.get(start..start + count)?;
        let text: String = lines.iter().map(|line| line.text.trim()).collect();
        let named = ["报告", "年报", "统计表"].iter().any(|word| text.contains(word));
        if !named || !lines.iter().all(is_part) || lines.iter().any(whole) {
            return None;
        }
        let title = read_title(&text).filter(|title| title.period.is_some() && names_body(title))?;
        let first = lines.first()?;
        Some((title, Stated { value: text, ..stated(first, trimmed(&first.text), String::new()) }))
    })
}

/// What a line says that is nothing but the title of a report, and not one of a list of reports.
pub(super) fn title_line(text: &str) -> Option<Title> {
    let apart = ['>', '»', '|', '｜', '《', '。', '，', '；', '/'];
    let named = ["报告", "年报", "統計表", "统计表", "報告", "年報"].iter().any(|word| text.contains(word));
    let is_title = named && !text.contains(apart) && text.chars().count() <= LONGEST_TITLE;
    read_title(text).filter(|_| is_title && !names_another(text))
}

/// Whether a line is of a list of articles, or leads to another one.
fn names_another(line: &str) -> bool {
    is_listed(line) || vocabulary().leads_elsewhere(line)
}

/// The line that is the title of a report: of several the body and year that most of them name, and of
/// equals the first. The body may stand in the line before.
fn title(paragraphs: &[Paragraph]) -> Option<(Title, Option<Stated>)> {
    let titles: Vec<(usize, &Paragraph, Title)> = paragraphs
        .iter()
        .enumerate()
        .filter_map(|(at, paragraph)| Some((at, paragraph, title_line(&paragraph.text)?)))
        .collect();
    if titles.iter().all(|(.., title)| title.entity.is_none())
        && let Some((title, stated)) = broken_title(paragraphs)
    {
        return Some((title, Some(stated)));
    }
    let named = |title: &Title| titles.iter().filter(|(.., other)| other == title).count();
    let (at, paragraph, title) =
        titles.iter().rev().max_by_key(|(.., title)| (named(title), title.entity.is_some())).cloned()?;
    let before = at.checked_sub(1).and_then(|before| paragraphs.get(before));
    let body = before.map(|before| before.text.trim()).filter(|text| is_body(text)).map(str::to_owned);
    let stated = stated(paragraph, trimmed(&paragraph.text), paragraph.text.trim().to_owned());
    Some((Title { entity: title.entity.or(body), ..title }, Some(stated)))
}

/// `发布时间:2019-01-10 16:48 | 来源:…` and the like.
fn labelled(paragraph: &Paragraph, header: &mut Header) {
    let text = &*paragraph.text;
    if text.chars().count() > LONGEST_LINE {
        return;
    }
    for (at, colon) in text.match_indices(COLONS) {
        let (Some(before), Some(value)) = (text.get(..at), text.get(at + colon.len()..)) else { continue };
        let start = at + colon.len() + (value.len() - value.trim_start().len());
        says_of(before, paragraph, start, header);
    }
}

/// Whether a line says something of the report that is read here.
pub(super) fn is_label(text: &str) -> bool {
    let before = text.match_indices(COLONS).filter_map(|(at, _)| text.get(..at));
    before
        .map(roles)
        .any(|roles| [Role::Published, Role::Issuer, Role::Covered].iter().any(|role| roles.contains(*role)))
}

/// Takes a value that starts at a byte of a paragraph, by the name before it.
fn says_of(before: &str, paragraph: &Paragraph, start: usize, header: &mut Header) {
    let value = paragraph.text.get(start..).unwrap_or_default();
    let roles = roles(before);
    let says = |role| roles.contains(role);
    if says(Role::Published)
        && header.published.is_none()
        && let Some((day, rest)) = day_at(value, None)
    {
        let bytes = start..start + value.len() - rest.len();
        header.published = Some(stated(paragraph, bytes, day.to_string()));
    }
    if says(Role::Issuer) && header.issuer.is_none() {
        let ends =
            |char: char| char.is_whitespace() || matches!(char, '|' | '｜' | '】' | ']' | ')' | '）' | '。' | '；');
        let name = value.split(ends).next().unwrap_or_default();
        let plausible = (2..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic);
        header.issuer = plausible.then(|| stated(paragraph, start..start + name.len(), name.to_owned()));
    }
    if says(Role::Covered)
        && header.covers.is_none()
        && let Some((before, from, to, after)) = days_in(value)
        && before.trim().is_empty()
    {
        let bytes = start..start + value.len() - after.len();
        header.covers = Some(stated(paragraph, bytes, format!("{from}/{to}")));
    }
}

/// The roles of the words before a value: of all of them since a sign that parts such names, and of the last.
fn roles(before: &str) -> Roles {
    let words = vocabulary();
    // Most names are nothing but Chinese, with no sign to part them.
    if before.chars().all(is_chinese) {
        return words.roles(&key(before));
    }
    let parts = |sign| matches!(sign, '|' | '｜' | '\t' | '，' | '。' | '；' | '【' | '[' | '(' | '（');
    let name = before.trim_end_matches(COLONS).rsplit(parts).next().unwrap_or_default();
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let roles = words.roles(&key(name));
    if last == name { roles } else { roles.and(words.roles(&key(last))) }
}

/// A body and a day in lines of their own at the end.
fn signature(paragraphs: &[Paragraph], header: &mut Header) {
    let start = paragraphs.len().saturating_sub(LAST_LINES);
    let last = paragraphs.get(start..).unwrap_or_default();
    let day = |paragraph: &Paragraph| {
        let (day, rest) = day_at(paragraph.text.trim(), None)?;
        rest.trim().is_empty().then_some(day)
    };
    let Some((at, day)) = last.iter().enumerate().rev().find_map(|(at, one)| Some((at, day(one)?))) else { return };
    if let (None, Some(paragraph)) = (&header.published, last.get(at)) {
        header.published = Some(stated(paragraph, trimmed(&paragraph.text), day.to_string()));
    }
    let body = at.checked_sub(1).and_then(|before| last.get(before)).filter(|paragraph| is_body(&paragraph.text));
    if let (None, Some(paragraph)) = (&header.issuer, body) {
        let name = paragraph.text.trim();
        header.issuer = Some(stated(paragraph, trimmed(&paragraph.text), name.to_owned()));
    }
}

/// Whether a line is the name of a public body and nothing else.
pub(super) fn is_body(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    (3..=LONGEST_NAME).contains(&length) && text.chars().all(char::is_alphabetic) && vocabulary().is_body(text)
}

/// The first and the last day that the figures are of.
fn covers(paragraph: &Paragraph) -> Option<Stated> {
    let mut start = 0;
    loop {
        let rest = paragraph.text.get(start..)?;
        let (before, from, to, after) = days_in(rest)?;
        let near: String = before.chars().rev().take(NEAR).collect::<Vec<_>>().into_iter().rev().collect();
        let end = paragraph.text.len() - after.len();
        if vocabulary().covers(&near) {
            return Some(stated(paragraph, start + before.len()..end, format!("{from}/{to}")));
        }
        start = end;
    }
}

/// The year of the report that a paragraph announces before the days that it covers.
fn announced(paragraph: &Paragraph, covers: &Stated) -> Option<Stated> {
    let before = paragraph.text.get(..paragraph.text.find(&*covers.text)?)?;
    let (year, bytes) = announced::year(before)?;
    Some(stated(paragraph, bytes, year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;

    fn header(lines: &[&str]) -> (Header, Title) {
        let place = |line| Place { line, column: 1, row: line, span: 0..0, within: crate::document::Within::File };
        let paragraph = |(at, line): (usize, &&str)| Paragraph { text: (*line).into(), place: place(at + 1) };
        let paragraphs: Vec<Paragraph> = lines.iter().enumerate().map(paragraph).collect();
        read(&Document { paragraphs, ..document(&[]) })
    }

    /// A document of rows of cells.
    fn document(rows: &[&[&str]]) -> Document {
        let cell = |row: usize, column: usize, text: &str| {
            let place = Place { line: row, column, row, span: 0..0, within: crate::document::Within::Table(1) };
            crate::document::Cell { text: text.into(), place }
        };
        let row = |(row, cells): (usize, &&[&str])| Row {
            cells: cells.iter().enumerate().map(|(column, text)| cell(row + 1, column + 1, text)).collect(),
        };
        let rows = rows.iter().enumerate().map(row).collect();
        Document {
            source: "report".into(),
            text: "".into(),
            encoding: "UTF-8",
            tables: vec![crate::document::Table { rows }],
            paragraphs: Vec::new(),
            properties: None,
        }
    }

    #[test]
    fn names_and_values_may_stand_in_cells() {
        let (header, _) = read(&document(&[
            &["索 引 号", "YX-001", "发 布 机 构：", "沙河县人民政府办公室"],
            &["", "", "发布日期", "2022-01-20"],
            &["统计周期：2021年1月1日至2021年12月31日"],
        ]));
        let place = |stated: Option<&Stated>| stated.map(|stated| (stated.value.clone(), stated.place.cell_name()));
        assert_eq!(place(header.issuer.as_ref()), Some(("沙河县人民政府办公室".into(), "t1!D1".into())));
        assert_eq!(place(header.published.as_ref()), Some(("2022-01-20".into(), "t1!D2".into())));
        assert_eq!(place(header.covers.as_ref()), Some(("2021-01-01/2021-12-31".into(), "t1!A3".into())));
    }

    #[test]
    fn one_line_may_say_several_things() {
        let (header, _) = header(&[
            "索引号：YX-001　　发　布　机　构：沙河县人民政府办公室　　发布日期：2022年1月20日　　统计周期：2021年1月1日至12月31日",
        ]);
        let values = [&header.published, &header.covers].map(|one| value(one.as_ref()).map(|one| one.0));
        assert_eq!(values, [Some("2022-01-20"), Some("2021-01-01/2021-12-31")]);
        let (header, _) = super::tests::header(&["发　布　机　构：沙河县人民政府办公室"]);
        assert_eq!(value(header.issuer.as_ref()).map(|one| one.0), Some("沙河县人民政府办公室"));
    }

    #[test]
    fn a_title_may_be_broken_over_lines() {
        for lines in [
            &["首页", "沙河县人民政府关于2021年度", "政府信息公开工作情况的报告"][..],
            &["正文", "沙河县人民政府", "关于2021年度政府信息公开", "工作情况的报告"],
        ] {
            let (header, title) = header(lines);
            let named = (title.entity.as_deref(), title.period.as_deref());
            assert_eq!(named, (Some("沙河县人民政府"), Some("2021")), "{lines:?}");
            assert_eq!(value(header.title.as_ref()).map(|one| one.2), Some(2), "{lines:?}");
        }
        let (_, title) = header(&["沙河县", "2021年政府信息公开工作年度报告"]);
        assert_eq!(title.entity.as_deref(), Some("沙河县"));
        let (_, title) = header(&["正文", "2021年政府信息公开工作年度报告"]);
        assert_eq!(title.entity, None);
    }

    fn value(stated: Option<&Stated>) -> Option<(&str, &str, usize)> {
        stated.map(|stated| (stated.value.as_str(), &*stated.text, stated.place.line))
    }

    #[test]
    fn the_lines_under_the_title_are_read() {
        let (header, title) = header(&[
            "网站首页",
            "建宁县2018年政府信息公开工作年度报告",
            "发布时间:2019-01-10 16:48 | 来源:建宁县行政服务中心管委会",
            "本报告所用数据的统计期限为2018年1月1日至2018年12月31日，欢迎指正。",
        ]);
        assert_eq!((title.entity.as_deref(), title.period.as_deref()), (Some("建宁县"), Some("2018")));
        assert_eq!(value(header.title.as_ref()).map(|title| title.2), Some(2));
        assert_eq!(value(header.published.as_ref()), Some(("2019-01-10", "2019-01-10", 3)));
        assert_eq!(value(header.issuer.as_ref()), Some(("建宁县行政服务中心管委会", "建宁县行政服务中心管委会", 3)));
        let covers = ("2018-01-01/2018-12-31", "2018年1月1日至2018年12月31日", 4);
        assert_eq!(value(header.covers.as_ref()), Some(covers));
    }

    #[test]
    fn lines_that_lead_to_another_report_name_nothing() {
        for other in [
            "2022年政府信息公开工作年度报告 2023-01-20",
            "[2023-01-20] 沙河县2022年政府信息公开工作年度报告",
            "沙河县2022年政府信息公开工作年度报告（2023-01-20）",
            "上一篇：沙河县2022年政府信息公开工作年度报告",
            "【下一篇】沙河县2022年政府信息公开工作年度报告",
        ] {
            let own = "沙河县2023年政府信息公开工作年度报告";
            for lines in [[other, own], [own, other]] {
                assert_eq!(header(&lines).1.period.as_deref(), Some("2023"), "{lines:?}");
            }
            for lines in [[other, "政府信息公开工作年度报告"], ["政府信息公开工作年度报告", other]]
            {
                assert_eq!(header(&lines), (Header::default(), Title::default()), "{lines:?}");
            }
        }
    }

    #[test]
    fn a_list_of_other_years_is_not_the_report() {
        let (_, title) = header(&[
            "建宁县2018年政府信息公开工作年度报告_建宁县人民政府",
            "建宁县2019年政府信息公开工作年度报告 2020-01-10",
            "建宁县2017年政府信息公开工作年度报告 2018-01-12",
            "建宁县2018年政府信息公开工作年度报告",
        ]);
        assert_eq!((title.entity.as_deref(), title.period.as_deref()), (Some("建宁县"), Some("2018")));
    }

    #[test]
    fn other_layouts_are_read() {
        let (header, title) = header(&[
            "沙河县人民政府",
            "2021年政府信息公开工作年度报告",
            "信息来源：沙河县人民政府办公室 发布日期： 2022年1月20日 浏览次数：125",
            "活动时间为2021年3月1日至2021年3月5日。",
        ]);
        assert_eq!((title.entity.as_deref(), title.period.as_deref()), (Some("沙河县人民政府"), Some("2021")));
        assert_eq!(value(header.published.as_ref()).map(|stated| stated.0), Some("2022-01-20"));
        assert_eq!(value(header.issuer.as_ref()).map(|stated| stated.0), Some("沙河县人民政府办公室"));
        assert_eq!(header.covers, None);
    }

    #[test]
    fn a_signature_names_body_and_day() {
        let (header, _) = header(&["工作情况如下。", "沙河县政务公开领导小组", "   2019年1月10", "附件下载:"]);
        assert_eq!(value(header.published.as_ref()).map(|stated| stated.0), Some("2019-01-10"));
        assert_eq!(value(header.issuer.as_ref()).map(|stated| stated.0), Some("沙河县政务公开领导小组"));
    }

    #[test]
    fn prose_says_nothing_of_the_report() {
        let nothing = header(&["全年召开会议3次：分别在1月和7月。", "来源:", "首页 > 2018年政府信息公开年度报告"]);
        assert_eq!(nothing, (Header::default(), Title::default()));
    }
}
