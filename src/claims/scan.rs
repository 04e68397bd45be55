//! The figures of a folded text: digits or a Chinese numeral with a measure word. Years, dates,
//! ordinals, numbers of documents, telephones and addresses have none and so are no figures.

use std::ops::Range;

use super::bare::{Bare, is_numeral};
use super::vocabulary::vocabulary;
use crate::number::Number;

/// A book title longer than this is a quotation mark that was never closed.
pub(super) const LONGEST_TITLE: usize = 400;

/// A figure as it stands in the folded text.
#[derive(Debug, Clone)]
pub(super) struct Scanned {
    /// From the first digit to the end of the measure word.
    pub(super) span: Range<usize>,
    pub(super) number: Number,
    /// The power of ten of 万 or 亿 in it.
    pub(super) scale: i32,
    pub(super) approximate: bool,
    pub(super) measure: Measure,
    /// How many percentages the proportion has that starts with this one; none elsewhere.
    pub(super) proportion: usize,
}

impl Scanned {
    /// A number as it is printed: exact in its words, without 万, in no proportion.
    pub(super) fn of(span: Range<usize>, number: Number, measure: Measure) -> Self {
        Self { span, number, scale: 0, approximate: false, measure, proportion: 0 }
    }
}

/// What a figure measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    /// Things counted or an amount, in the unit of a measure word.
    Of(&'static str),
    /// Hundredths of something.
    Percent,
    /// The difference of two percentages.
    Points,
}

/// Every figure of a text, in order.
pub(super) fn scan(text: &str) -> Vec<Scanned> {
    let mut found: Vec<Scanned> = Vec::new();
    let mut waiting: Vec<Bare> = Vec::new();
    let (mut at, mut ordinal_until) = (0, None);
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(starts_figure)).map(|offset| at + offset) {
        let rest = text.get(next..).unwrap_or_default();
        if rest.starts_with('《') {
            let title =
                rest.char_indices().take_while(|(index, _)| *index < LONGEST_TITLE).find(|(_, sign)| *sign == '》');
            at = next + title.map_or('《'.len_utf8(), |(index, sign)| index + sign.len_utf8());
            continue;
        }
        let Some(bare) = Bare::at(text, next) else {
            at = next + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = bare.end;
        let before = text.get(..bare.start).unwrap_or_default();
        let linked = ordinal_until
            .and_then(|from| text.get(from..bare.start))
            .is_some_and(|gap| matches!(gap, "、" | "和" | "至" | "到" | "-" | "~" | "及"));
        if vocabulary().numbers.ordinal.ends(before).is_some() || linked {
            ordinal_until = Some(bare.end);
            waiting.clear();
            continue;
        }
        let proportion = bare.proportion(text);
        if let Some(last) = proportion.last() {
            at = last.span.end;
            waiting.clear();
            found.extend(proportion);
            continue;
        }
        match bare.figure(text) {
            Some(mut figure) => {
                at = figure.span.end;
                take_waiting(text, &mut waiting, &mut figure, &mut found);
                if let Some(last) = found.last_mut()
                    && text
                        .get(last.span.end..figure.span.start)
                        .is_some_and(|gap| matches!(gap, "-" | "~" | "至" | "到"))
                    && text.get(..last.span.start).is_none_or(|before| vocabulary().words.from.ends(before).is_none())
                {
                    last.approximate = true;
                    figure.approximate = true;
                }
                found.push(figure);
            }
            None if bare.is_digits => waiting.push(bare),
            None => {}
        }
    }
    without_bands(text, found)
}

/// The figures but for those that name a class of others: `10元以下5件、10元至50元2件`.
fn without_bands(text: &str, found: Vec<Scanned>) -> Vec<Scanned> {
    let bounds = &vocabulary().numbers.bounds;
    let is_bound = |at: usize| {
        let (own, next) = (found.get(at), found.get(at + 1));
        let other = own.zip(next).is_some_and(|(own, next)| own.measure != next.measure);
        let closed = gap(text, own, next).map(|gap| gap.trim_end_matches('的')).is_some_and(|gap| {
            let joined = || at > 0 && gap_is_range(text, found.get(at - 1), own);
            bounds.has(gap) || (gap.is_empty() && joined())
        });
        other && closed && own.is_some_and(|own| own.approximate)
    };
    let bands: Vec<bool> = (0..found.len())
        .map(|at| is_bound(at) || (gap_is_range(text, found.get(at), found.get(at + 1)) && is_bound(at + 1)))
        .collect();
    found.into_iter().zip(bands).filter(|(_, band)| !band).map(|(one, _)| one).collect()
}

/// Whether two figures are the ends of a range.
fn gap_is_range(text: &str, one: Option<&Scanned>, next: Option<&Scanned>) -> bool {
    gap(text, one, next).is_some_and(|gap| matches!(gap, "-" | "~" | "至" | "到"))
}

/// What stands between two figures.
fn gap<'t>(text: &'t str, one: Option<&Scanned>, next: Option<&Scanned>) -> Option<&'t str> {
    text.get(one?.span.end..next?.span.start)
}

fn starts_figure(sign: char) -> bool {
    sign.is_ascii_digit() || sign == '《' || is_numeral(sign)
}

/// Digits without a measure word of their own: in `20、21件` and `3-5个` the next one is theirs too.
fn take_waiting(text: &str, waiting: &mut Vec<Bare>, figure: &mut Scanned, found: &mut Vec<Scanned>) {
    let mut next = figure.span.start;
    let mut taken = Vec::new();
    for bare in waiting.drain(..).rev() {
        let gap = text.get(bare.end..next).unwrap_or("?");
        if matches!(gap, "-" | "~" | "至" | "到") {
            figure.approximate = true;
            break;
        }
        if !matches!(gap, "、" | "和" | "与" | "及") || figure.measure == Measure::Points {
            break;
        }
        let Some(number) = bare.read(text, figure.measure == Measure::Percent) else { break };
        next = bare.start;
        let measure = figure.measure.clone();
        let approximate = figure.approximate;
        taken.push(Scanned { approximate, ..Scanned::of(bare.start..bare.end, number, measure) });
    }
    found.extend(taken.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folded;
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        let folded = Folded::of(text);
        let show = |one: &Scanned| {
            let about = if one.approximate { "~" } else { "" };
            format!("{about}{}", &folded.text[one.span.clone()])
        };
        scan(&folded.text).iter().map(show).collect()
    }

    #[test]
    fn figures_have_measure_words() {
        let cases: [(&str, &[&str]); 15] = [
            ("受理申请４１件，占 1.78 ％", &["41件", "1.78%"]),
            ("点击1,234次、阅读1.5万人次", &["1,234次", "1.5万人次"]),
            ("投入273.8亿元,提高14.7个百分点", &["273.8亿元", "14.7个百分点"]),
            ("收到来信十二件，召开会议三次。", &["十二件", "三次"]),
            ("分别为20、21件", &["20", "21件"]),
            ("办结率百分之九十五", &["百分之九十五"]),
            ("贡献率为49.6%、-44.6%", &["49.6%", "-44.6%"]),
            ("约100余条，近3万人，50个以上", &["~100余条", "~3万人", "~50个"]),
            ("节约12万元，最近3次", &["12万元", "3次"]),
            ("每月3-5次", &["~5次"]),
            ("由法定10个工作日压缩至3个工作日", &["10个工作日", "3个工作日"]),
            ("APP 2个", &["2个"]),
            ("调整为12.1:34.8:53.1", &["12.1", "34.8", "53.1"]),
            ("产业结构优化为8.5:41.2:53.0,按1:3:6分担", &["8.5", "41.2", "53.0"]),
            ("粉丝由3.2万增至4万,共5万家庭", &["3.2万", "4万"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_figure_is_none() {
        for text in [
            "2018年1月1日至12月31日",
            "国办发〔2018〕23号、国务院令第711号",
            "第十七届人大第2次会议",
            "《条例》第二十条、第五十条",
            "第一、二项",
            "电话0598-3966773，12345热线、110和120",
            "解放路88号3楼302室",
            "“5·15政务公开日”“互联网+”",
            "1.政府网站 2、公报 （一）概述 ①其他",
            "五个一律、十个凡是、四个方面",
            "两个责任、一次性告知、三次产业",
            "IPv6与5G、V2.0版",
            "《关于10件实事的通知》",
            "第1-3批",
            "16:48发布，9时30分",
            "5年规划，50岁，10周年",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends_well(text in "[0-9一二十百千万亿第约余件条%,.、《》（）至-]{0,60}") {
            let folded = Folded::of(&text);
            for one in scan(&folded.text) {
                prop_assert!(folded.text.get(one.span).is_some());
            }
        }
    }
}
