//! The body and the year that a title line names.

use super::dates;
use super::label::key;
use super::traditional::simplified;
use super::vocabulary::{Role, vocabulary};
use crate::document::Row;

/// What a line above a table says of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) entity: Option<String>,
    pub(super) period: Option<String>,
}

impl Title {
    /// What one or else another line says.
    pub(super) fn or(self, other: Self) -> Self {
        Self { entity: self.entity.or(other.entity), period: self.period.or(other.period) }
    }
}

/// Words that only the title of a report has.
const REPORT_WORDS: [&str; 4] = ["信息公开", "政务公开", "年度报告", "统计表"];

/// Signs between the title of a page, its column and its site.
const SEPARATORS: [char; 8] = ['_', '|', '｜', '-', '–', '—', '·', '»'];

/// Reads `建宁县2018年政府信息公开工作年度报告` and its variants. Pages put the names of the site and of the
/// column beside it.
pub(super) fn read_title(text: &str) -> Option<Title> {
    let mut before = "";
    for part in text.split(|char: char| char.is_whitespace() || SEPARATORS.contains(&char)) {
        // A part that is a title as a whole; a place before it belongs to the name.
        let whole = read_alone(part).filter(|title| title.entity.is_some());
        if whole.is_some() && !before.ends_with(['省', '市', '州', '县', '区', '縣', '區']) {
            return whole;
        }
        before = part;
    }
    read_alone(text)
}

fn read_alone(text: &str) -> Option<Title> {
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

fn title_of(text: &str) -> Option<Title> {
    if !REPORT_WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let (before, year, after) = split_at_year(text)?;
    let close = after.trim_start_matches("年度").trim_start_matches('年');
    let body = if before.is_empty() { close } else { before };
    let end = REPORT_WORDS.iter().chain(&["政府信息公开", "政府政务公开"]).filter_map(|word| body.find(word)).min();
    let body = body.get(..end.unwrap_or(body.len()))?.trim_matches(|char: char| !char.is_alphanumeric());
    let body = body.trim_start_matches("关于").trim_end_matches("关于");
    // 人民政府信息公开 leaves out one of the two times that the word should stand there.
    let body = if body.ends_with("人民") { format!("{body}政府") } else { body.to_owned() };
    let plausible = (2..=30).contains(&body.chars().count());
    Some(Title { entity: plausible.then_some(body), period: Some(year) })
}

/// The text before the first year, the year, and the text after it.
pub(super) fn split_at_year(text: &str) -> Option<(&str, String, &str)> {
    let (at, _) = text.match_indices('年').find(|(at, _)| year_before(text, *at).is_some())?;
    let (start, year) = year_before(text, at)?;
    Some((text.get(..start)?, year, text.get(at..)?))
}

/// The four digits, or four Chinese digits, that end at a byte.
pub(super) fn year_before(text: &str, at: usize) -> Option<(usize, String)> {
    let mut chars: Vec<(usize, char)> = text.get(..at)?.char_indices().rev().take(4).collect();
    chars.reverse();
    let digits: Option<String> = chars.iter().map(|(_, char)| digit(*char)).collect();
    let year = digits.filter(|digits| is_year(digits))?;
    Some((chars.first()?.0, year))
}

/// Whether digits are those of a year that a report may be of.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn digit(char: char) -> Option<char> {
    dates::digit(char).filter(char::is_ascii_digit)
}

/// A row of two cells such as `单位名称,建宁县`.
pub(super) fn read_key_value(row: &Row) -> Option<Title> {
    let mut filled = row.filled().map(|(_, cell)| cell.text.trim());
    let (Some(name), Some(value), None) = (filled.next(), filled.next(), filled.next()) else { return None };
    let words = vocabulary();
    let roles = words.roles(&key(name));
    let names = roles.contains(Role::Entity) || roles.contains(Role::Period);
    if !names || words.knows(&key(value)) {
        return None;
    }
    if roles.contains(Role::Entity) {
        return Some(Title { entity: Some(value.to_owned()), period: None });
    }
    let period = year_alone(value).filter(|_| roles.contains(Role::Period))?;
    Some(Title { entity: None, period: Some(period) })
}

/// The year that a text names, where it says nothing else: `2018`, `２０１８年度`, `二〇一八年`, and `2018.0` as programs
/// for data write it.
pub(crate) fn year_alone(text: &str) -> Option<String> {
    let text = text.trim();
    let number = text.strip_suffix(".0").unwrap_or(text).trim_end_matches(['年', '度']).trim_end();
    let digits: Option<String> = number.chars().map(digit).collect();
    digits.filter(|digits| is_year(digits))
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
        assert_eq!(title("关于建宁县2018年政府信息公开工作情况的报告"), jianning);
        let government = (Some("建宁县人民政府".to_owned()), Some("2018".to_owned()));
        for text in ["建宁县人民政府关于2018年度政府信息公开工作情况的报告", "2018年建宁县人民政府信息公开工作年度报告"]
        {
            assert_eq!(title(text), government, "{text}");
        }
        let traditional = (Some("建寧縣".to_owned()), Some("2018".to_owned()));
        assert_eq!(title("建寧縣2018年政府信息公開工作年度報告"), traditional);
    }

    #[test]
    fn the_names_of_site_and_column_are_no_part_of_the_body() {
        let jianning = (Some("建宁县".to_owned()), Some("2018".to_owned()));
        for text in [
            "建宁县人民政府 政府信息公开年报 建宁县2018年政府信息公开工作年度报告",
            "建宁县2018年政府信息公开工作年度报告_政府信息公开年报_建宁县人民政府门户网站",
            "政府信息公开年报 - 2018年建宁县政府信息公开工作年度报告",
        ] {
            assert_eq!(title(text), jianning, "{text}");
        }
        let district = (Some("杭州市余杭区".to_owned()), Some("2018".to_owned()));
        assert_eq!(title("杭州市 余杭区2018年政府信息公开工作年度报告"), district);
    }

    #[test]
    fn a_year_may_be_written_in_several_ways() {
        for text in ["2018", " 2018年", "2018年度", "２０１８", "二〇一八年", "二○一八", "2018.0", "2018 年"]
        {
            assert_eq!(year_alone(text).as_deref(), Some("2018"), "{text}");
        }
        for text in ["", "abc", "18", "2018-2019", "3018", "2018年1月", "20180", "2018.5"] {
            assert_eq!(year_alone(text), None, "{text}");
        }
    }

    #[test]
    fn other_lines_name_nothing() {
        assert_eq!(title("第二十条第（一）项"), (None, None));
        assert_eq!(title("三、收到和处理政府信息公开申请情况"), (None, None));
        assert_eq!(title("国办发〔2018〕23号"), (None, None));
        assert_eq!(title("2018年政府信息公开工作年度报告"), (None, Some("2018".to_owned())));
    }
}
