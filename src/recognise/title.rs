//! The body and the year that a title line names.

use super::vocabulary::{Role, simplified, vocabulary};
use crate::document::{Paragraph, Row};

use super::label::key;

/// What a line above a table says of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) entity: Option<String>,
    pub(super) period: Option<String>,
}

/// How many paragraphs may stand before the heading of a page.
const HEADINGS_WITHIN: usize = 60;
/// Characters of the longest heading, and of the longest name of a body.
const LONGEST_HEADING: usize = 60;
const LONGEST_NAME: usize = 24;

/// Words that only the title of a report has.
const REPORT_WORDS: [&str; 4] = ["信息公开", "政务公开", "年度报告", "统计表"];

/// Reads `建宁县2018年政府信息公开工作年度报告` and its variants.
pub(super) fn read_title(text: &str) -> Option<Title> {
    let printed: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let known = |text: &str| REPORT_WORDS.iter().any(|word| text.contains(word));
    let simple = if known(&printed) { None } else { simplified(&printed) };
    let title = title_of(simple.as_deref().unwrap_or(&printed))?;
    if simple.is_none() {
        return Some(title);
    }
    // The name stays as printed: traditional and simplified characters take as many bytes.
    let entity = title.entity.map(|name| {
        let start = simple.as_deref().and_then(|text| text.find(&name));
        let original = start.and_then(|start| printed.get(start..start + name.len()));
        original.map_or(name.clone(), str::to_owned)
    });
    Some(Title { entity, ..title })
}

/// Reads the heading of prose: one line that names body and year, or two short ones that do so
/// together; where none does, the first that names the year.
pub(super) fn read_headings(paragraphs: &[Paragraph]) -> Title {
    let is_heading = |text: &str| {
        text.chars().count() <= LONGEST_HEADING
            && !text.contains(['。', '，', '；', '：', ':', ';', '《', '>', '|', '»'])
    };
    let (mut before, mut fallback) = ("", None);
    for paragraph in paragraphs.iter().take(HEADINGS_WITHIN) {
        let text = &*paragraph.text;
        let named_before = REPORT_WORDS.iter().any(|word| before.contains(word));
        let joined = if named_before { String::new() } else { format!("{before}{text}") };
        for title in [text, &joined].into_iter().filter(|text| is_heading(text)).filter_map(read_title) {
            if title.entity.is_some() && title.period.is_some() {
                return title;
            }
            fallback = fallback.or(Some(title));
        }
        before = if text.chars().count() <= LONGEST_NAME { text } else { "" };
    }
    fallback.unwrap_or_default()
}

fn title_of(text: &str) -> Option<Title> {
    if !REPORT_WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let (before, year, after) = split_at_year(text)?;
    let close = after.trim_start_matches("年度").trim_start_matches('年');
    let body = if before.is_empty() { close } else { before };
    let end = REPORT_WORDS.iter().chain(&["政府信息公开", "政府政务公开"]).filter_map(|word| body.find(word)).min();
    let body = body.get(..end.unwrap_or(body.len()))?.trim_matches(|char: char| !char.is_alphanumeric());
    let plausible = (2..=30).contains(&body.chars().count());
    Some(Title { entity: plausible.then(|| body.to_owned()), period: Some(year) })
}

/// The text before the first year, the year, and the text after it.
fn split_at_year(text: &str) -> Option<(&str, String, &str)> {
    let (at, _) = text.match_indices('年').find(|(at, _)| year_before(text, *at).is_some())?;
    let (start, year) = year_before(text, at)?;
    Some((text.get(..start)?, year, text.get(at..)?))
}

/// The four digits, or four Chinese digits, that end at a byte.
fn year_before(text: &str, at: usize) -> Option<(usize, String)> {
    let mut chars: Vec<(usize, char)> = text.get(..at)?.char_indices().rev().take(4).collect();
    chars.reverse();
    let digits: Option<String> = chars.iter().map(|(_, char)| digit(*char)).collect();
    let year = digits.filter(|year| year.len() == 4 && (year.starts_with("19") || year.starts_with("20")))?;
    Some((chars.first()?.0, year))
}

fn digit(char: char) -> Option<char> {
    let folded = match char {
        '０'..='９' => char::from_u32(char as u32 - '０' as u32 + '0' as u32)?,
        '〇' | '○' | '零' => '0',
        _ => "一二三四五六七八九"
            .chars()
            .position(|known| known == char)
            .map_or(char, |at| char::from_digit(u32::try_from(at + 1).unwrap_or(0), 10).unwrap_or(char)),
    };
    folded.is_ascii_digit().then_some(folded)
}

/// A row of two cells such as `单位名称,建宁县`.
pub(super) fn read_key_value(row: &Row) -> Option<Title> {
    let filled: Vec<_> = row.filled().map(|(_, cell)| cell.text.trim()).collect();
    let [name, value] = filled.as_slice() else { return None };
    let name = key(name);
    let words = vocabulary();
    if words.knows(&key(value)) {
        return None;
    }
    if words.is(&name, Role::Entity) {
        return Some(Title { entity: Some((*value).to_owned()), period: None });
    }
    let digits: String = value.chars().filter_map(digit).collect();
    let is_year = digits.len() == 4 && value.chars().filter(|char| *char != '年' && *char != '度').count() == 4;
    (words.is(&name, Role::Period) && is_year).then_some(Title { entity: None, period: Some(digits) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> (Option<String>, Option<String>) {
        read_title(text).map(|title| (title.entity, title.period)).unwrap_or_default()
    }

    #[test]
    fn titles_name_body_and_year() {
        let jianning = (Some("建宁县".to_owned()), Some("2018".to_owned()));
        assert_eq!(title("建宁县2018年政府信息公开工作年度报告"), jianning);
        assert_eq!(title("2018年建宁县政府信息公开工作年度报告"), jianning);
        assert_eq!(title("2018年度建宁县政府信息公开年报 统计表"), jianning);
        assert_eq!(title("建宁县二〇一八年度政府信息公开情况统计表"), jianning);
        assert_eq!(title("建宁县 ２０１８ 年政府信息公开"), jianning);
        let traditional = (Some("建寧縣".to_owned()), Some("2018".to_owned()));
        assert_eq!(title("建寧縣2018年政府信息公開工作年度報告"), traditional);
    }

    #[test]
    fn headings_of_prose_name_body_and_year() {
        use crate::document::{Place, Within};
        let headings = |lines: &[&str]| {
            let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Text };
            let prose = |text: &&str| Paragraph { text: (*text).into(), place: place.clone() };
            let title = read_headings(&lines.iter().map(prose).collect::<Vec<_>>());
            (title.entity.unwrap_or_default(), title.period.unwrap_or_default())
        };
        let jianning = ("建宁县".to_owned(), "2018".to_owned());
        let whole = "建宁县2018年政府信息公开工作年度报告";
        assert_eq!(headings(&["当前位置：首页>信息公开年报>2017年", whole]), jianning);
        assert_eq!(headings(&["建宁县", "2018年政府信息公开工作年度报告"]), jianning);
        assert_eq!(headings(&["建宁县2018年", "政府信息公开工作年度报告"]), jianning);
        assert_eq!(headings(&["2018年政府信息公开工作年度报告", "一、概述", whole]), jianning);
        let year = (String::new(), "2018".to_owned());
        assert_eq!(headings(&["2018年政府信息公开工作年度报告", "根据2017年政府信息公开情况，编制。"]), year);
        assert_eq!(headings(&["一、概述", "参见《建宁县2017年政府信息公开工作年度报告》"]).1, "");
    }

    #[test]
    fn other_lines_name_nothing() {
        assert_eq!(title("第二十条第（一）项"), (None, None));
        assert_eq!(title("三、收到和处理政府信息公开申请情况"), (None, None));
        assert_eq!(title("国办发〔2018〕23号"), (None, None));
        assert_eq!(title("2018年政府信息公开工作年度报告"), (None, Some("2018".to_owned())));
    }
}
