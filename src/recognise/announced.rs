//! The year that a sentence says its report is of: `编制2021年度政府信息公开工作报告`. The year of a title is
//! read with the title.

use std::ops::Range;

use super::title::year_before;

/// Words for what is announced, and words after them that speak of something else: of the form that a report has.
const REPORTS: [&str; 2] = ["报告", "年报"];
const ABOUT_REPORTS: [&str; 7] = ["格式", "模板", "范本", "样式", "编制", "的通知", "的要求"];
/// Characters between the year and the word.
const LONGEST: usize = 30;

/// The last report with a year that a text announces: the year, and the bytes that say so.
pub(super) fn year(text: &str) -> Option<(String, Range<usize>)> {
    text.rmatch_indices('年').find_map(|(at, _)| {
        let (start, year) = year_before(text, at)?;
        let after = text.get(at..)?;
        let limit = after.char_indices().nth(LONGEST).map_or(after.len(), |(limit, _)| limit);
        let near = after.get(..limit)?;
        let clause = near.split(['，', ',', '。', '；', ';', '、', '\n']).next()?;
        let (found, word) = REPORTS.iter().filter_map(|word| Some((clause.find(word)?, word))).min()?;
        let end = at + found + word.len();
        let other = text.get(end..)?.trim_start_matches(['》', '”', '"']);
        (!ABOUT_REPORTS.iter().any(|word| other.starts_with(word))).then_some((year, start..end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_report_with_a_year_is_the_one_announced() {
        let announced = |text| year(text).map(|(year, bytes)| (year, text.get(bytes).unwrap_or_default()));
        for (text, said) in [
            ("现编制2021年度报告，", "2021年度报告"),
            ("对照2020年年报，编制了2021年政府信息公开工作年度报告。", "2021年政府信息公开工作年度报告"),
            ("现公布《县司法局二〇二一年政府信息公开年报》，", "二〇二一年政府信息公开年报"),
        ] {
            assert_eq!(announced(text), Some(("2021".into(), said)), "{text}");
        }
        for text in [
            "按照2021年政府信息公开工作年度报告格式的规定，",
            "根据《关于做好2021年政府信息公开工作年度报告编制工作的通知》，",
            "2021年，本局按要求报送月度报告，",
            "第21年度报告",
        ] {
            assert_eq!(announced(text), None, "{text}");
        }
    }
}
