//! What the words around a figure make of it: a share, a difference, a part, a total, an earlier
//! value. How figures belong together is read elsewhere.

use std::borrow::Cow;

use super::concepts::concepts;
use super::line::Line;
use super::periods::years;
use super::vocabulary::{List, vocabulary};

/// The text without its closed parentheses.
pub(super) fn bare(text: &str) -> Cow<'_, str> {
    if !text.contains('(') {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut inside) = (String::with_capacity(text.len()), String::new());
    let mut open = false;
    for sign in text.chars() {
        match sign {
            '(' => open = true,
            ')' if open => {
                inside.clear();
                open = false;
            }
            _ if open => inside.push(sign),
            _ => kept.push(sign),
        }
    }
    kept.push_str(&inside);
    Cow::Owned(kept)
}

/// The text without the words of a list at its end.
fn without_end<'t>(text: &'t str, words: &List) -> &'t str {
    let mut rest = text;
    while let Some(shorter) = words.ends(rest).and_then(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    rest
}

/// The text without the particles behind a verb of difference. 约 is one of them, and 节约 such a verb.
fn without_particles(text: &str) -> &str {
    let words = &vocabulary().words;
    let mut rest = text;
    while let Some(shorter) = words.particles.ends(rest).and_then(|word| rest.strip_suffix(word)) {
        if words.difference.ends(rest).is_some() {
            break;
        }
        rest = shorter;
    }
    rest
}

/// The text without a time at its end: `增至2022年的`, `降到四季度的`.
fn without_time(text: &str) -> &str {
    let plain = text.strip_suffix('的').unwrap_or(text);
    let year = ["年度", "年底", "年末", "年"].iter().find_map(|word| plain.strip_suffix(word));
    let start = year.and_then(|plain| plain.char_indices().rev().nth(3)).map(|(at, _)| at);
    let is_year =
        |at: &usize| plain.get(*at..*at + 4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(at) = start.filter(is_year) {
        return plain.get(..at).unwrap_or_default();
    }
    let periods = &vocabulary().periods;
    let period = periods.halves.iter().chain(&periods.quarters).find_map(|list| list.ends(plain));
    let month = plain
        .trim_end_matches("份")
        .strip_suffix('月')
        .map(|rest| rest.trim_end_matches(|sign: char| sign.is_ascii_digit()));
    let rest = period.and_then(|word| plain.strip_suffix(word)).or(month);
    rest.unwrap_or_else(|| plain.trim_end_matches("目前").trim_end_matches("现在"))
}

/// What a figure is by its words. Relations ask often, so that each figure is read once.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "words may say any of these of one figure")]
pub(super) struct Role {
    difference: Option<bool>,
    to: Option<bool>,
    share: bool,
    among: bool,
    refers_back: bool,
    within: bool,
    earlier: bool,
    from: bool,
    topic: bool,
}

macro_rules! ask {
    ($($(#[$doc:meta])* $name:ident -> $field:ident: $kind:ty;)*) => {
        impl Line<'_> { $($(#[$doc])* pub(super) fn $name(&self, index: usize) -> $kind {
            self.roles.get(index).map(|role| role.$field).unwrap_or_default()
        })* }
    };
}

ask! {
    /// Whether a figure is a difference from another, and whether it says "less".
    difference -> difference: Option<bool>;
    /// Whether a figure is what another one became, and whether that is less.
    to -> to: Option<bool>;
    /// Whether a percentage is a share of something.
    is_share -> share: bool;
    /// Whether a figure starts the parts of a whole.
    among -> among: bool;
    /// Whether the words before a figure name one of those before as the whole.
    refers_back -> refers_back: bool;
    /// Whether the words right after a figure make it the whole of those that follow.
    is_within -> within: bool;
    /// Whether a figure belongs to a time before.
    is_earlier -> earlier: bool;
    /// Whether a figure is what another one was.
    from -> from: bool;
    /// Whether the words before a figure start something else than the parts before it.
    is_topic -> topic: bool;
}

/// Whether a label makes its figure one that another is compared with.
pub(super) fn is_base(label: &str) -> bool {
    let words = &vocabulary().words;
    let label = words.no_comparison.without(label);
    label.ends_with('的') && ["比", "较", "相比"].iter().any(|word| label.contains(word)) && !words.share.within(&label)
}

/// How many figures before one may be named by its words.
const MOST_NAMED: usize = 6;

impl Line<'_> {
    /// Reads the words around a figure.
    pub(super) fn role(&self, index: usize) -> Role {
        let (difference, to) = (self.read_difference(index), self.read_to(index));
        Role {
            difference,
            to,
            share: self.read_share(index),
            among: self.read_among(index),
            refers_back: self.read_refers_back(index),
            within: self.read_within(index),
            earlier: self.read_earlier(index),
            from: self.read_from(index),
            topic: self.read_topic(index),
        }
    }

    /// Whether a figure only modifies the one before: a share, a growth, a difference.
    pub(super) fn is_modifier(&self, index: usize) -> bool {
        !self.is_size(index) || self.difference(index).is_some() || self.is_earlier(index)
    }
}

impl Line<'_> {
    /// Whether a figure is a difference from another, and whether it says "less".
    fn read_difference(&self, index: usize) -> Option<bool> {
        let words = &vocabulary().words;
        let label = self.label(index);
        let compared = words.compared.within(self.lead(index)) || self.follows_base(index);
        let label = without_particles(label);
        // `由86个整合为61个,注销25个`: what went is what is missing.
        let went = words.removed.ends(label).is_some_and(|word| word.len() == label.len());
        if went && index.checked_sub(1).is_some_and(|before| self.read_to(before).is_some()) {
            return Some(true);
        }
        if let Some(less) = self.is_off_target(index) {
            return Some(less);
        }
        if self.is_more_by(index, label) {
            return Some(false);
        }
        let word = words.difference.ends(label)?;
        let short = word.chars().nth(1).is_none();
        let no_difference = words.difference_not.ends(label).is_some();
        if no_difference || (short && !compared && self.is_size(index)) {
            return None;
        }
        Some(words.down.has(word))
    }

    /// `较上年的35个新增3个`, `由3.2万增至4.1万,新增0.9万`: what came anew is how many more there are.
    fn is_more_by(&self, index: usize, label: &str) -> bool {
        let words = &vocabulary().words;
        let Some(rest) = words.added.ends(label).and_then(|word| label.strip_suffix(word)) else { return false };
        let became = || index.checked_sub(1).is_some_and(|before| self.read_to(before).is_some());
        words.last_year.ends(rest).is_some() || (rest.is_empty() && (self.follows_base(index) || became()))
    }

    /// Whether the figure right before is what another one is compared with: `比上年的195件多13件`.
    fn follows_base(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| is_base(self.label(before)))
    }

    /// Whether a percentage is a share of something.
    fn read_share(&self, index: usize) -> bool {
        let label = self.label(index);
        let words = &vocabulary().words;
        self.is_percent(index)
            && (words.share.within(label) && !words.share_not.within(label)
                || words.share_named.within(label)
                || self.is_behind_share_name(index))
    }

    /// `占比最高,达49%`: behind the clause that says what it is.
    fn is_behind_share_name(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let (label, lead) = (self.label(index), self.lead(index));
        let clause = lead.strip_suffix(label).unwrap_or_default().trim_end_matches(',');
        let clause = clause.rsplit([',', ';']).next().unwrap_or_default();
        words.is.has(label) && words.share_named.starts(clause).is_some()
    }

    /// Whether a figure starts the parts of a whole.
    fn read_among(&self, index: usize) -> bool {
        let lead = bare(self.lead(index));
        let words = &vocabulary().words;
        self.is_said_otherwise(index)
            || self.starts_kinds(index)
            || words.among.words().any(|word| match word {
                "含" | "内有" => bare(self.label(index)).starts_with(word),
                // What a semicolon parts from its word is no part, nor what another subject holds.
                _ => lead.rfind(word).is_some_and(|at| {
                    let (before, behind) = lead.split_at_checked(at).unwrap_or_default();
                    let other = || words.holds.has(word) && self.is_other_subject(index, before);
                    !behind.contains(';') && !other()
                }),
            })
    }

    /// Whether the clause that a text ends with has a subject that no figure before counts: `23个科室均落实信息员,矩阵包含微信号1个`.
    fn is_other_subject(&self, index: usize, before: &str) -> bool {
        const SHORTEST: usize = 2;
        let clause = before.rsplit([',', ';']).next().unwrap_or_default();
        let subject: Vec<char> = concepts().core(clause).chars().filter(|sign| sign.is_alphabetic()).collect();
        let counted: String = (0..index).rev().take(MOST_NAMED).map(|before| self.around(before)).collect();
        let named = |pair: &[char]| counted.contains(&pair.iter().collect::<String>());
        let aspect = vocabulary().words.aspects.has(&subject.iter().collect::<String>());
        subject.len() >= SHORTEST && !aspect && !subject.windows(2).any(named)
    }

    /// Whether the words before a figure name one of those before as the whole: `受理案件中`.
    fn read_refers_back(&self, index: usize) -> bool {
        let lead = bare(self.lead(index));
        let words = &vocabulary().words;
        // `在不予处理的申请中,甲8件;在无法提供的申请中,乙21件`: neither whole is told.
        let apart = self.separator(index) == super::line::Separator::Semicolon;
        let (clauses, _) = self.sentence_before(index).rsplit_once(';').unwrap_or_default();
        if apart && clauses.contains("中,") {
            return false;
        }
        let before_it: Vec<&str> = (0..index).rev().take(MOST_NAMED).map(|before| self.label(before)).collect();
        let named = |name: &str| name.chars().count() > 2 && before_it.iter().any(|label| label.ends_with(name));
        lead.match_indices('中').any(|(at, _)| {
            let upto = lead.get(..at + '中'.len_utf8()).unwrap_or_default();
            let before = lead.get(..at).unwrap_or_default();
            let clause = before.rsplit([',', ';', ':', '、']).next().unwrap_or_default();
            words.within_not.ends(upto).is_none() && (words.referents.ends(before).is_some() || named(clause))
        })
    }

    /// Whether the words right after a figure make it the whole of those that follow.
    fn read_within(&self, index: usize) -> bool {
        // `18个村中的10个`, `38个栏目里有5个`.
        let tail = self.tail(index).trim_end_matches(['的', '有', '仅', '就', '已', '均']);
        let words = &vocabulary().words;
        let closes = words.within.ends(tail).is_some() && words.within_not.ends(tail).is_none();
        let opens = words.within.starts(tail).is_some() && words.within_start_not.starts(tail).is_none();
        let next = self.get(index + 1).map(|item| item.separator);
        // `抽查的104个栏目中,有26个更新不及时`.
        let some = |next: &super::line::Item| {
            next.separator == super::line::Separator::Comma && self.label(index + 1).starts_with('有')
        };
        // `60个栏目中有7个`.
        let beside = |next: &super::line::Item| {
            next.separator == super::line::Separator::None && self.tail(index).ends_with("中有")
        };
        let next_item = self.get(index + 1);
        let places = words.within.ends(tail).is_some()
            && next_item.is_some_and(|next| some(next) || beside(next))
            && self.same_measure(index, index + 1);
        closes || places || (opens && next == Some(super::line::Separator::None))
    }

    /// Whether a figure belongs to a time before, unless it is a difference or what became.
    fn read_earlier(&self, index: usize) -> bool {
        let label = self.label(index);
        let words = &vocabulary().words;
        // `上年度查出的128个问题`: of an earlier year, but told for itself.
        let for_itself = label.strip_suffix('的').is_some_and(|acted| words.earlier.ends(acted).is_none())
            && self.lead(index).len() == label.len()
            && !words.compared.within(label);
        // `与2023年的5400件相比`.
        let told_behind = label.ends_with('的') && self.tail(index).starts_with("相比");
        // `完工11座(含上年续建4座)`, `上月受理诉求3250件`: not compared with another one.
        let held = self.get(index).is_some_and(|item| item.parent.is_some()) && label.starts_with('含');
        let after = self.sentence_after(index);
        let month = label.starts_with("上月") && !words.this_month.within(after);
        // `去年收到申请736件,其中…`: what another year is not compared with.
        let compared =
            || words.compared.within(after) || words.difference.within(after) || words.whole_year.within(after);
        let year = label.starts_with("去年") && label.contains('共') && !compared();
        let starts = self.lead(index).len() == self.sentence_before(index).len();
        if held || (year && starts) || (month && self.lead(index).len() == label.len()) {
            return false;
        }
        (told_behind || is_base(label) || words.earlier.within(label) || self.is_year_in_parenthesis(index))
            && !words.carried_over.within(label)
            && !for_itself
    }

    /// `2024年收到81件(2023年为55件)`: nothing but an earlier year than that of the sentence.
    fn is_year_in_parenthesis(&self, index: usize) -> bool {
        let label = self.label(index).trim_start_matches('(').trim_end_matches(['为', '是']).trim_end_matches("度");
        let year = label.strip_suffix('年').and_then(|year| year.parse::<i32>().ok());
        let inside = self.get(index).is_some_and(|item| item.parent.is_some());
        inside && year.is_some_and(|year| years(self.sentence_before(index)).iter().any(|other| *other > year))
    }

    /// Whether a figure is what another one became.
    fn read_to(&self, index: usize) -> Option<bool> {
        let words = &vocabulary().words;
        let label = without_time(self.label(index));
        let label = words.now.ends(label).and_then(|now| label.strip_suffix(now)).unwrap_or(label);
        let verb = label.strip_suffix(words.to.ends(label)?)?;
        let verb = without_end(verb, &words.particles);
        match words.difference.ends(verb) {
            Some(word) => Some(words.down.has(word)),
            None => words.becomes.ends(verb).map(|_| false),
        }
    }

    /// Whether a figure is what another one was.
    fn read_from(&self, index: usize) -> bool {
        vocabulary().words.from.within(self.label(index))
    }

    /// Whether the words before a figure start something else than the parts before it.
    fn read_topic(&self, index: usize) -> bool {
        let label = bare(self.label(index));
        let label = label.trim_start_matches(['(', '"', '“']);
        // `更新不及时9个` names a fault, and no act.
        vocabulary()
            .words
            .topic
            .starts(label)
            .is_some_and(|word| !label.get(word.len()..).unwrap_or_default().starts_with('不'))
    }

    /// Whether the figure is a plan.
    pub(super) fn is_planned(&self, index: usize) -> bool {
        vocabulary().words.planned.within(self.label(index))
    }

    pub(super) fn is_approximate(&self, index: usize) -> bool {
        self.get(index).is_some_and(|item| item.figure.approximate)
    }

    /// Label and tail together: `收到` 12 `件申请` is told by both.
    pub(super) fn around(&self, index: usize) -> String {
        format!("{}{}", bare(self.label(index)), self.tail(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_parentheses_say_nothing() {
        assert_eq!(bare("县(市)区部门(含乡镇)"), "县区部门");
        assert_eq!(bare("(含新制定"), "含新制定");
    }

    #[test]
    fn differences_are_told_from_sizes() {
        let line = Line::of("较上年增加了12件,新增20件,比上月减少7家,缩短了3.5%,举办3次");
        let found: Vec<_> = (0..5).map(|index| line.difference(index)).collect();
        assert_eq!(found, [Some(false), None, Some(true), Some(true), None]);
    }

    #[test]
    fn wholes_are_named_in_several_ways() {
        let line = Line::of("公开的20条信息中,甲5条。受理案件中乙3件。工作中办理2件。其中丙1件");
        assert!(line.is_within(0) && !line.is_within(1));
        assert!(line.refers_back(2) && !line.refers_back(3));
        assert!(line.among(4));
    }

    #[test]
    fn a_parenthesis_that_was_never_opened_closes_nothing() {
        assert_eq!(bare("1)收到(含网上)申请"), "1)收到申请");
    }
}
