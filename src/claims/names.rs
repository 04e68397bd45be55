//! The names that figures of prose go by: their own words, those of a list that names several, those
//! that another telling is found by. What the names mean is not known here.

use std::collections::BTreeMap;

use super::concepts::concepts;
use super::line::Line;
use super::roles::bare;
use super::scan::Measure;
use super::vocabulary::{compatible, vocabulary};

/// Names with fewer signs may be anything's, unless the sentence speaks of all of the year.
const SHORTEST: usize = 6;
const SHORTEST_OF_ALL: usize = 4;
/// Nouns of so few signs may be anything's.
const SHORTEST_NOUN: usize = 2;

/// What a figure is told of, by which another telling of the same is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A concept, by its number in the list of concepts.
    Concept(usize),
    /// Words that no concept knows, with their measure.
    Words(String, &'static str),
}

/// The names of figures that one list of words names together: `行政复议、行政诉讼分别为3件、1件`.
pub(super) struct Names(BTreeMap<usize, Vec<String>>);

impl Names {
    pub(super) fn of(line: &Line<'_>) -> Self {
        let mut names = BTreeMap::new();
        for index in 0..line.items.len() {
            let lead = line.lead(index);
            let list = |lead: &str| pieces(lead.rsplit([',', ';', ':']).next().unwrap_or_default());
            if let Some((before, _)) = lead.rsplit_once("分别") {
                let list = list(before);
                let run = (index + 1..line.items.len()).take_while(|next| line.label(*next).is_empty()).count() + 1;
                if run == list.len() && run > 1 {
                    names.extend((index..index + run).zip(list.into_iter().map(|name| vec![name])));
                }
            } else if let Some((before, _)) = lead.rsplit_once('均').filter(|_| line.label(index).contains('均')) {
                let list = list(before);
                if list.len() > 1 {
                    names.insert(index, list);
                }
            }
        }
        Self(names)
    }

    /// The names of the facts that a figure tells, one each.
    pub(super) fn of_figure(&self, line: &Line<'_>, index: usize) -> Vec<String> {
        let own = || vec![told_first(line, index).unwrap_or_else(|| bare(line.label(index)).into_owned())];
        self.0.get(&index).cloned().unwrap_or_else(own)
    }
}

/// What is told behind how often it was done: `局党组先后4次召开局务会`.
fn told_first(line: &Line<'_>, index: usize) -> Option<String> {
    let times = line.get(index)?.figure.measure == Measure::Of("次");
    let tail = line.tail(index);
    (times && concepts().file.verbs.starts(tail).is_some()).then(|| tail.to_owned())
}

/// The words that a figure belongs to: those before it, or after it where none stand before, or those
/// of the figure before.
pub(super) fn label(line: &Line<'_>, index: usize) -> String {
    const SHORT: usize = 2;
    const FARTHEST: usize = 12;
    let own = |index: usize| {
        let before = bare(line.label(index)).trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned();
        if before.is_empty() { line.tail(index).to_owned() } else { before }
    };
    let mut label = own(index);
    // A share is named by its part.
    let lacks = |label: &str| label.is_empty() || (line.is_percent(index) && label.chars().count() <= SHORT);
    for before in (index.saturating_sub(FARTHEST)..index).rev() {
        if !lacks(&label) {
            break;
        }
        label = format!("{}{label}", own(before));
    }
    label
}

/// The words of a list of names.
pub(super) fn pieces(list: &str) -> Vec<String> {
    list.split(['、', '和', '及', '与']).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

/// A label without the number of its paragraph: `四、收到申请`.
pub(super) fn without_number(label: &str) -> &str {
    let label = label.trim_start_matches('(');
    let rest = label.trim_start_matches(|sign: char| "一二三四五六七八九十".contains(sign) || sign.is_ascii_digit());
    let behind = rest.trim_start_matches(['、', '.', ')']);
    if rest.len() < label.len() && behind.len() < rest.len() { behind } else { label }
}

/// The wordings under which a fact may be known: its label, with the noun behind the figure, and with
/// what the clause before says that all this is about.
pub(super) fn wordings(line: &Line<'_>, index: usize, label: &str) -> Vec<String> {
    let tail = line.tail(index);
    let noun = concepts().noun_behind(tail);
    let mut all = vec![label.to_owned(), format!("{label}{noun}")];
    // `27件申请中引发复议的1件`: the words behind its noun are of the next figure.
    let words = &vocabulary().words;
    let closes = |rest: &str| words.within.starts(rest).is_some() && words.within_start_not.starts(rest).is_none();
    let told_of = tail.strip_prefix(noun).is_some_and(closes);
    if !told_of {
        all.insert(1, format!("{label}{tail}"));
    }
    // `依托文化站、图书室等设置查阅点`: what stands before 等 says where.
    all.extend(label.rsplit_once('等').filter(|(before, _)| before.contains('、')).map(|(_, rest)| rest.to_owned()));
    let aspect = line.lead(index).split([',', ':', ';']).find_map(|clause| clause.strip_suffix("方面"));
    all.extend(aspect.map(|aspect| format!("{aspect}{label}")));
    all
}

/// What a figure says of an earlier telling that it refers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Reference {
    /// The words that name it, the noun behind the figure last.
    pub(super) words: Vec<String>,
    /// Whether nothing but that noun does.
    pub(super) is_bare: bool,
}

/// `23件人大代表建议的满意率为98%`, `2023届1046名毕业生`: whether a figure has its noun behind it and no word before.
fn is_bare(line: &Line<'_>, index: usize, label: &str) -> bool {
    let class = |sign: char| sign.is_ascii_digit() || matches!(sign, '届' | '级');
    let alone = concepts().core(label).trim_matches(class).is_empty();
    alone && concepts().noun_behind(line.tail(index)).chars().count() > SHORTEST_NOUN
}

/// What a figure that refers back says of the one it refers to: `办结的185件中`.
pub(super) fn referred(line: &Line<'_>, index: usize, label: &str) -> Reference {
    let (tail, words) = (line.tail(index), vocabulary());
    let definite = (label.ends_with('的') && !line.among(index)) || words.words.definite.ends(label).is_some();
    let told = line.is_within(index) || definite || tail.contains("的基础上");
    if !told && !is_bare(line, index, label) {
        return Reference::default();
    }
    let label = words.words.definite.without(label.replace("将在", ""));
    let label = words.words.taken_up.starts(&label).and_then(|word| label.strip_prefix(word)).unwrap_or(&label);
    let words = [concepts().core(label), concepts().noun_behind(tail.trim_end_matches(['中', '内', '里']))];
    let words = words.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect();
    Reference { words, is_bare: !told }
}

/// The words of a figure that no concept need know, where they are long enough to mean one thing only.
pub(super) fn words_of(line: &Line<'_>, index: usize, label: &str, measure: &'static str) -> Option<Subject> {
    let known = concepts();
    let core = known.core(label);
    let core = if core.is_empty() { known.noun_behind(line.tail(index)) } else { core };
    let plain = known.plain(core);
    let alone = !line.among(index) && line.get(index)?.parent.is_none() && !plain.contains(['、', '中']);
    let sentence = line.sentence_before(index);
    let of_all = vocabulary().words.whole_body.within(sentence);
    let shortest = if of_all { SHORTEST_OF_ALL } else { SHORTEST };
    let long = core.chars().count() >= shortest;
    let measure = if compatible(measure, "次") { "次" } else { measure };
    (alone && long && is_name(&plain)).then_some(Subject::Words(plain, measure))
}

/// The words of a figure with one word for all that mean the same, and without what was done, with the measure.
pub(super) fn wording(line: &Line<'_>, index: usize, label: &str, measure: &'static str) -> Option<String> {
    const SHORTEST: usize = 3;
    let known = concepts();
    let core = known.core(label);
    let core = if core.is_empty() { known.noun_behind(line.tail(index)) } else { core };
    let core = core.trim_start_matches(['在', '于', '向', '对']);
    let stages = &vocabulary().stages;
    let done = stages.handled.within(label);
    let plain: String = known.likened(core).chars().filter(|sign| sign.is_alphanumeric()).collect();
    let measure = if compatible(measure, "次") { "次" } else { measure };
    // A part in a list leaves out what its whole is of.
    let short = plain.strip_suffix("信息").filter(|short| short.chars().count() > SHORTEST).unwrap_or(&plain);
    (plain.chars().count() >= SHORTEST && is_name(&plain)).then(|| format!("{short}/{measure}/{done}"))
}

/// Whether the only digits of some words are those of a hotline: `12345热线`.
fn is_name(words: &str) -> bool {
    const HOTLINE: usize = 5;
    words.split(|sign: char| !sign.is_ascii_digit()).all(|digits| matches!(digits.len(), 0 | HOTLINE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_said_otherwise_has_the_same_key() {
        let key = |text: &str| words_of(&Line::of(text), 0, Line::of(text).label(0), "次");
        let pairs = [
            ("全年举办政务公开培训班6期", "组织政务公开培训班共计5期"),
            ("门户网站共发布动态、公告、文件等信息23条", "门户网站全年发布信息23条"),
            ("受理12345政务服务便民热线转办工单45件", "全年受理12345热线转办工单45件"),
            ("本年度政府公报编印12期", "全年编印政府公报12期"),
            ("举办政府开放日活动3场次", "精心组织“政府开放日”3场"),
        ];
        for (one, two) in pairs {
            assert!(key(one).is_some() && key(one) == key(two), "{one} {:?} {two} {:?}", key(one), key(two));
        }
        assert_ne!(key("组织开展专项检查3次"), key("组织开展业务培训3次"));
    }

    #[test]
    fn figures_told_in_turn_have_the_names_of_the_list_before_them() {
        let found = |text: &str| {
            let line = Line::of(text);
            let names = Names::of(&line);
            (0..line.items.len()).map(|index| names.of_figure(&line, index).join("/")).collect::<Vec<_>>()
        };
        assert_eq!(found("行政复议、行政诉讼分别为3件、1件"), ["行政复议", "行政诉讼"]);
        assert_eq!(found("收到来信5件,行政复议、行政诉讼分别为3件、1件")[1..], ["行政复议", "行政诉讼"]);
        // Names and figures that are not as many are in no order that is known.
        assert_eq!(found("网上、信函申请分别为3件、1件、2件")[0], "网上、信函申请分别为");
        assert_eq!(found("申请分别为3件"), ["申请分别为"]);
        assert_eq!(found("复议、诉讼均为3件"), ["复议/诉讼"]);
        assert_eq!(found("申请均为3件"), ["申请均为"]);
    }

    #[test]
    fn words_with_a_number_in_them_are_no_name_but_those_of_a_hotline() {
        assert!(is_name("12345热线工单") && !is_name("第12期培训班") && !is_name("2023年部门预算信息"));
    }
}
