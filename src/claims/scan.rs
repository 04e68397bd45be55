//! The figures of a folded text: digits or a Chinese numeral with a measure word. Years, dates,
//! ordinals, numbers of documents, telephones and addresses have none and so are no figures.

use std::ops::Range;

use super::arithmetic::{Outcome, make_hundred};
use super::vocabulary::{classes, measure, vocabulary};
use crate::number::{Decimal, Number, Reading, Unit, read};

/// A book title longer than this is a quotation mark that was never closed.
const LONGEST_TITLE: usize = 400;
/// Digits, separators and multiplier of the longest figure, in bytes.
const LONGEST_NUMBER: usize = 48;
/// More numbers in a proportion than this are none.
const MOST_PROPORTIONS: usize = 12;

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
    let (mut at, mut ordinal_until) = (0, 0);
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
        let linked = text
            .get(ordinal_until..bare.start)
            .is_some_and(|gap| matches!(gap, "、" | "和" | "至" | "到" | "-" | "~" | "及"));
        if vocabulary().numbers.ordinal.ends(before).is_some() || (ordinal_until > 0 && linked) {
            ordinal_until = bare.end;
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
    found
}

fn starts_figure(sign: char) -> bool {
    sign.is_ascii_digit() || sign == '《' || is_numeral(sign)
}

fn is_numeral(sign: char) -> bool {
    matches!(sign, '零' | '〇' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
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
        taken.push(Scanned {
            span: bare.start..bare.end,
            number,
            scale: 0,
            approximate: figure.approximate,
            measure,
            proportion: 0,
        });
    }
    found.extend(taken.into_iter().rev());
}

/// A number before it is known whether it measures anything.
struct Bare {
    start: usize,
    end: usize,
    is_digits: bool,
}

impl Bare {
    /// The number that starts at a place.
    fn at(text: &str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let before = text.get(..start)?.chars().next_back().unwrap_or(' ');
        if rest.starts_with("百分之") || rest.starts_with("千分之") {
            let from = "百分之".len();
            let inner = rest.get(from..)?;
            let length = if inner.starts_with(|sign: char| sign.is_ascii_digit()) {
                digits(inner)
            } else {
                inner.find(|sign| !is_numeral(sign) && sign != '点').unwrap_or(inner.len())
            };
            return (length > 0).then_some(Self { start, end: start + from + length, is_digits: false });
        }
        if rest.starts_with(|sign: char| sign.is_ascii_digit()) {
            let length = digits(rest);
            let minus = before == '-' && is_minus(text.get(..start - 1)?);
            let start = if minus { start - 1 } else { start };
            return Some(Self { start, end: start + usize::from(minus) + length, is_digits: true });
        }
        let length = rest.find(|sign| !is_numeral(sign) && !matches!(sign, '千' | '万' | '亿')).unwrap_or(rest.len());
        (length > 0 && length <= LONGEST_NUMBER).then_some(Self { start, end: start + length, is_digits: false })
    }

    /// The percentages of a proportion that makes 100: `12.1:34.8:53.1`.
    fn proportion(&self, text: &str) -> Vec<Scanned> {
        const FEWEST: usize = 3;
        let mut all: Vec<Scanned> = Vec::new();
        let mut span = self.start..self.end;
        while let Some(number) = text.get(span.clone()).filter(|number| number.len() <= LONGEST_NUMBER) {
            let Some(number) = percent(&format!("{number}%")) else { return Vec::new() };
            all.push(Scanned {
                span: span.clone(),
                number,
                scale: 0,
                approximate: false,
                measure: Measure::Percent,
                proportion: 0,
            });
            let rest = text.get(span.end..).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
            let length = digits(rest);
            if length == 0 || all.len() > MOST_PROPORTIONS {
                break;
            }
            span = span.end + 1..span.end + 1 + length;
        }
        let numbers: Vec<Number> = all.iter().map(|one| one.number).collect();
        let count = all.len();
        if count < FEWEST || !self.is_digits {
            return Vec::new();
        }
        let known = make_hundred(&numbers).is_ok_and(|outcome| outcome != Outcome::Fails);
        let whole = known || is_structure(text.get(..self.start).unwrap_or_default(), &numbers);
        if let Some(first) = all.first_mut() {
            first.proportion = count;
        }
        if whole { all } else { Vec::new() }
    }

    /// The figure, where a measure word or a sign of percent follows.
    fn figure(&self, text: &str) -> Option<Scanned> {
        let words = &vocabulary().numbers;
        let (number, rest) = (text.get(self.start..self.end)?, text.get(self.end..)?);
        if number.len() > LONGEST_NUMBER {
            return None;
        }
        let before = text.get(..self.start)?;
        let mut approximate =
            words.approximate_before.ends(before).is_some() && words.exact_before.ends(before).is_none();
        if number.starts_with(['百', '千']) && number.contains("分之") {
            let number = percent(number)?;
            return Some(Scanned {
                span: self.start..self.end,
                number,
                scale: 0,
                approximate,
                measure: Measure::Percent,
                proportion: 0,
            });
        }
        let mut end = self.end;
        let mut take = |list: &super::vocabulary::List, rest: &mut &str| {
            let word = list.starts(rest).map(str::len);
            end += word.unwrap_or(0);
            *rest = rest.get(word.unwrap_or(0)..).unwrap_or_default();
            word.is_some()
        };
        let mut rest = rest;
        for sign in ["%", "‰"] {
            if rest.starts_with(sign) && self.is_digits {
                let number = percent(&format!("{number}{sign}"))?;
                let rest = rest.get(sign.len()..)?;
                approximate |= words.approximate_after.starts(rest).is_some();
                let span = self.start..self.end + sign.len();
                return Some(Scanned { span, number, scale: 0, approximate, measure: Measure::Percent, proportion: 0 });
            }
        }
        if take(&words.points, &mut rest) && self.is_digits {
            let number = percent(&format!("{number}%"))?;
            return Some(Scanned {
                span: self.start..end,
                number,
                scale: 0,
                approximate,
                measure: Measure::Points,
                proportion: 0,
            });
        }
        approximate |= take(&words.approximate_after, &mut rest);
        let multiplied = take(&words.multipliers, &mut rest);
        approximate |= take(&words.approximate_after, &mut rest);
        let digits_end = end;
        let word = match (self.is_digits, after_digits(rest)) {
            (true, None) if multiplied && words.after_unmeasured.starts(rest).is_some() => "",
            (true, word) => word?,
            (false, _) => self.after_numeral(text, rest)?,
        };
        end += word.len();
        let rest = rest.get(word.len()..)?;
        // `比上年的195件多13件`: more by a figure.
        let more_by = rest.strip_prefix('多').is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
        // `十来件` is vague, `8件来电` is not.
        let vague = words.approximate_after.starts(rest).is_some_and(|word| word != "来");
        approximate |= vague && !rest.starts_with("多个") && !more_by;
        let written: String = text
            .get(self.start..digits_end)?
            .chars()
            .filter(|sign| !matches!(sign, '余' | '多' | '+' | '来'))
            .collect();
        let number = counted(&written, word)?;
        let decimals =
            written.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
        let scale = number.value().exponent() + i32::try_from(decimals).unwrap_or(0);
        Some(Scanned { span: self.start..end, number, scale, approximate, measure: Measure::Of(word), proportion: 0 })
    }

    /// The measure word of a Chinese numeral, which is a figure only where the clause ends with it.
    fn after_numeral(&self, text: &str, rest: &str) -> Option<&'static str> {
        // `二十四个` is a figure, `三个` may be a manner of speaking.
        let large = text.get(self.start..self.end)?.chars().skip(1).any(|sign| matches!(sign, '十' | '百'));
        let word = measure(rest).filter(|word| large || vocabulary().numbers.numeral_measures.has(word))?;
        let ends = rest.get(word.len()..)?.chars().next().is_none_or(|next| ",;。、:)".contains(next));
        let before = text.get(..self.start)?.chars().next_back().unwrap_or(' ');
        (ends && !"第每某任初其统唯同下上前后这那各".contains(before)).then_some(word)
    }

    fn read(&self, text: &str, is_percent: bool) -> Option<Number> {
        let number = text.get(self.start..self.end)?;
        if number.len() > LONGEST_NUMBER {
            return None;
        }
        if is_percent { percent(&format!("{number}%")) } else { counted(number, "件") }
    }
}

/// Whether numbers are the shares of a structure that the text before them names, and nearly make 100.
fn is_structure(before: &str, numbers: &[Number]) -> bool {
    const NEAR: i128 = 15;
    let sum = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.add(number.value()));
    let near = sum.is_ok_and(|sum| sum > Decimal::from(100 - NEAR) && sum < Decimal::from(100 + NEAR));
    let decimals = numbers.iter().all(|number| number.value().exponent() < 0);
    let mut from = before.len().saturating_sub(LONGEST_TITLE);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let sentence = before.get(from..).unwrap_or_default().rsplit(['。', '\n']).next().unwrap_or_default();
    near && decimals && vocabulary().words.structure.within(sentence)
}

/// The bytes of digits with their separators and decimals.
fn digits(text: &str) -> usize {
    let run = |from: usize| text.get(from..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let mut end = run(0);
    if end <= 3 {
        while text.get(end..).is_some_and(|rest| rest.starts_with(',')) && run(end + 1) == 3 {
            end += 4;
        }
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with('.')) && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    end
}

/// Whether a dash after this text is the sign of a negative number: it is a range or a name after a
/// digit, a letter or a measure word.
fn is_minus(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|last| ",;。、:(和为率到至长".contains(last))
}

fn after_digits(rest: &str) -> Option<&'static str> {
    let words = &vocabulary().numbers;
    let blocked = words.not_measures.starts(rest).is_some() && words.measures_after_all.starts(rest).is_none();
    if blocked { None } else { measure(rest) }
}

fn percent(text: &str) -> Option<Number> {
    match read(text, Unit::Rate, None) {
        Ok(Reading::Number(number)) => Some(number),
        _ => None,
    }
}

/// A count is exact, an amount and a count with a fraction are rounded.
fn counted(text: &str, word: &str) -> Option<Number> {
    let exact = classes(word).iter().any(|class| class.exact);
    let units: &[Unit] = if exact { &[Unit::Count, Unit::Amount] } else { &[Unit::Amount] };
    units.iter().find_map(|unit| match read(text, *unit, None) {
        Ok(Reading::Number(number)) => Some(number),
        _ => None,
    })
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
