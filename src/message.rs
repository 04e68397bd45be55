//! The languages of the program, and every sentence that it shows besides the texts of problems.
//! Those about form files are in [`mistakes`], those about the command line in [`usage`].
//! A sentence takes finished values; what to say when is decided where it is called.

use std::env;
use std::fmt::Display;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language that the environment asks for.
    #[must_use]
    pub fn from_locale() -> Self {
        Self::of_locale(|name| env::var(name).ok())
    }

    /// The first variable that is set decides, even where it names a third language.
    fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
        if locale.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh")) { Self::Zh } else { Self::En }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Lang) -> String) -> Self {
        Self { zh: say(Lang::Zh), en: say(Lang::En) }
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// One function for each sentence; a sentence without one of the languages does not compile.
macro_rules! sentences {
    ($($name:ident($($value:ident),*) { zh: $zh:literal, en: $en:literal })*) => { $(
        #[doc = concat!("``` text\n", $en, "\n```")]
        #[must_use]
        pub fn $name(lang: Lang $(, $value: &dyn Display)*) -> String {
            match lang {
                Lang::Zh => format!($zh),
                Lang::En => format!($en),
            }
        }
    )*
        /// Every sentence as written.
        #[cfg(test)]
        pub(super) const SENTENCES: &[(&str, &str, &str)] = &[$((stringify!($name), $zh, $en)),*];
    };
}

/// Sentences that count something, with the English singular.
macro_rules! counts {
    ($($name:ident { zh: $zh:literal, one: $one:literal, many: $many:literal })*) => { $(
        #[doc = concat!("`", $many, "`")]
        #[must_use]
        pub fn $name(lang: Lang, n: usize) -> String {
            match (lang, n) {
                (Lang::Zh, _) => format!($zh, n = n),
                (Lang::En, 1) => format!($one, n = n),
                (Lang::En, _) => format!($many, n = n),
            }
        }
    )* };
}

pub mod mistakes;
pub mod usage;

counts! {
    checks { zh: "核对 {n} 项", one: "{n} check", many: "{n} checks" }
    passed { zh: "通过 {n}", one: "{n} passed", many: "{n} passed" }
    failed { zh: "不符 {n}", one: "{n} failed", many: "{n} failed" }
    errors { zh: "错误 {n}", one: "{n} error", many: "{n} errors" }
    warnings { zh: "警告 {n}", one: "{n} warning", many: "{n} warnings" }
    notes { zh: "提示 {n}", one: "{n} note", many: "{n} notes" }
    skipped { zh: "未核对 {n}", one: "{n} skipped", many: "{n} skipped" }
    reports { zh: "共 {n} 份报告", one: "{n} report", many: "{n} reports" }
    reports_consistent { zh: "{n} 份一致", one: "{n} consistent", many: "{n} consistent" }
    reports_inconsistent { zh: "{n} 份不一致", one: "{n} inconsistent", many: "{n} inconsistent" }
    unchecked { zh: "{n} 个文件未能完整核对", one: "{n} file not fully checked", many: "{n} files not fully checked" }
    more_reports {
        zh: "另有 {n} 份报告有问题（--top N 列出更多）",
        one: "and {n} more report with findings (--top N lists more)",
        many: "and {n} more reports with findings (--top N lists more)"
    }
    more { zh: "另有 {n} 处", one: "and {n} more", many: "and {n} more" }
    and_more { zh: "另有 {n} 处（加 -v 全部列出）", one: "and {n} more (-v lists all)", many: "and {n} more (-v lists all)" }
}

sentences! {
    // The shape of lines.
    labelled(label, text) { zh: "{label}：{text}", en: "{label}: {text}" }
    verdict(name, verdict, checks, parts) { zh: "{name}：{verdict}；{checks}：{parts}", en: "{name}: {verdict}; {checks}: {parts}" }
    named_report(name, source) { zh: "{name}（{source}）", en: "{name} ({source})" }
    totals(reports, checks) { zh: "{reports}；{checks}", en: "{reports}; {checks}" }
    semicolon() { zh: "；", en: "; " }
    comma() { zh: "，", en: ", " }
    listing(heading) { zh: "{heading}：", en: "{heading}:" }
    figure(name, value, cell) { zh: "{name} {value}（{cell}）", en: "{name} {value} ({cell})" }
    crossing(row, column) { zh: "{row} × {column}", en: "{row}, {column}" }

    // Verdicts and the words of results.
    consistent() { zh: "一致", en: "consistent" }
    inconsistent() { zh: "不一致", en: "inconsistent" }
    not_fully_checked() { zh: "未能完整核对", en: "not fully checked" }
    undecided() { zh: "没有可核对的关系", en: "nothing could be decided" }
    error() { zh: "错误", en: "error" }
    warning() { zh: "警告", en: "warning" }
    note() { zh: "提示", en: "note" }
    remark() { zh: "说明", en: "note" }
    help() { zh: "帮助", en: "help" }
    pass() { zh: "通过", en: "pass" }
    fail() { zh: "不符", en: "fail" }
    skip() { zh: "未核对", en: "skip" }

    // Why a relation holds or fails.
    difference(relation, difference) { zh: "{relation}，相差 {difference}", en: "{relation}, difference {difference}" }
    within_rounding(relation) { zh: "{relation}，在四舍五入范围内", en: "{relation}, within rounding" }
    holds() { zh: "关系成立", en: "holds" }
    holds_rounded() { zh: "在四舍五入范围内成立", en: "holds within rounding" }
    does_not_hold() { zh: "关系不成立", en: "does not hold" }
    rounding_slip(relation) {
        zh: "{relation}；其中一个四舍五入数的末位加减一即可相符",
        en: "{relation}; moving the last digit of one rounded figure by one would make it hold"
    }
    near_miss(relation, slip) {
        zh: "{relation}；两数只差一处笔误（{slip}）",
        en: "{relation}; the two are a slip of the hand apart ({slip})"
    }
    blank_total(sum) { zh: "合计为空，而各分项为 {sum}", en: "the total is blank, but its parts give {sum}" }
    blank_total_unknown() { zh: "合计为空，而分项已填", en: "the total is blank, but its parts are filled in" }
    no_value(relation) {
        zh: "{relation}；没有填数的格不论填什么，都不能使它与其他关系同时成立",
        en: "{relation}; no figure in the cells that have none makes it hold together with the other relations"
    }
    no_such_share(base, share) {
        zh: "{base} 中没有哪个整数四舍五入后是 {share}%",
        en: "no whole number out of {base} rounds to {share}%"
    }
    shares_sum_to(sum) { zh: "各占比之和为 {sum}", en: "the shares sum to {sum}" }
    nearest_share(statement, nearest) { zh: "{statement}；最接近 {nearest}%", en: "{statement}; the nearest is {nearest}%" }
    possible_share(base, share) {
        zh: "{base} 中有整数四舍五入后是 {share}%",
        en: "a whole number out of {base} rounds to {share}%"
    }
    no_such_counts(statement, base) {
        zh: "{statement}；没有一组合计为 {base} 的整数，四舍五入后都是这些占比",
        en: "{statement}; no whole numbers that sum to {base} round to these shares"
    }
    recovered(statement, counts, total) {
        zh: "{statement}；各项件数只能是 {counts}，合计 {total}",
        en: "{statement}; the counts can only be {counts}, together {total}"
    }

    // Why a relation was not decided.
    not_checked(reason) { zh: "未核对：{reason}", en: "not checked: {reason}" }
    missing(figure) { zh: "缺少 {figure}", en: "{figure} is missing" }
    blank(figure) { zh: "{figure} 为空", en: "{figure} is blank" }
    not_applicable(figure) { zh: "{figure} 标为不适用", en: "{figure} does not apply" }
    approximate(figure) { zh: "{figure} 为约数", en: "{figure} is approximate" }
    unreadable(figure) { zh: "{figure} 无法读取", en: "{figure} cannot be read" }
    all_blank() { zh: "各项均为空", en: "every figure is blank" }
    open(cells, relation) { zh: "{cells} 没有填数，其余各数 {relation}", en: "no figure in {cells}; the others give {relation}" }
    open_cells(cells) { zh: "{cells} 没有填数", en: "no figure in {cells}" }
    unread_row(label, relation) {
        zh: "“{label}”行不在表式中，可能也应计入，其余各数 {relation}",
        en: "the row `{label}` is not one of the form and may be a part as well; the others give {relation}"
    }
    unread_row_alone(label) {
        zh: "“{label}”行不在表式中，可能也应计入",
        en: "the row `{label}` is not one of the form and may be a part as well"
    }
    no_row(cells) { zh: "表中没有 {cells} 所在的行", en: "the table has no row for {cells}" }
    no_column(cell) { zh: "表中没有 {cell} 所在的列", en: "the table has no column for {cell}" }
    and_other_cells(cells, count) { zh: "{cells} 等 {count} 格", en: "{cells} and others, {count} cells" }
    zero_base() { zh: "总数为零，占比没有意义", en: "shares of a total of zero do not exist" }
    share_fails(share) { zh: "{share} 的占比本身不成立", en: "the share of {share} fails on its own" }
    no_previous() { zh: "没有上一期报告的数据", en: "no figures of the period before were given" }
    not_kept() {
        zh: "面板中的单位或该单位的行过多，未保留上一期的数据",
        en: "the panel has more bodies, or more lines of this body, than figures of earlier years are kept for"
    }
    gap(needed, last) {
        zh: "缺少 {needed} 年的报告（此前最近的是 {last} 年）",
        en: "the report of {needed} is missing (the last before it is that of {last})"
    }
    unfit_previous() {
        zh: "给出的上期报告中，没有同一单位上一年度的这张表",
        en: "none of the earlier reports that were given has this form of the same body a year before"
    }
    unread_part(source) {
        zh: "作为下级单位给出的 {source} 未能读出报告，不能汇总",
        en: "no report could be read from {source}, which was given as a part: the parts cannot be added up"
    }
    part_of_another_year(body) {
        zh: "作为下级单位给出的 {body} 的报告不是本年度的，不能汇总",
        en: "the report of {body}, which was given as a part, is of another year: the parts cannot be added up"
    }
    rivals(first, second) {
        zh: "同一单位上一年度有两份数字不同的报告（{first}、{second}），不知以哪一份为准",
        en: "two reports of this body for the year before differ ({first}, {second}): which one holds is not known"
    }
    rival_parts(first, second) {
        zh: "同一下级单位本年度有两份数字不同的报告（{first}、{second}），不能汇总",
        en: "two reports of one part for this year differ ({first}, {second}): the parts cannot be added up"
    }
    no_part(body) { zh: "{body} 的报告没有这张表", en: "the report of {body} lacks this form" }
    waived(reason) { zh: "不符，但已豁免：{reason}", en: "it fails, and is waived: {reason}" }
    accepted_heading() { zh: "不符但已豁免", en: "failing, and waived" }
    in_baseline(count) { zh: "另有 {count} 处不符已列入基线", en: "{count} more fail as the baseline says" }
    known() { zh: "不符，但已列入基线", en: "it fails, as the baseline says" }
    fractions_of_one() {
        zh: "各占比之和为 1，可能填的是小数而不是百分数",
        en: "the shares make 1: they may be fractions where percentages belong"
    }
    leaves_out(body) { zh: "差额恰为 {body} 的数，汇总可能漏了它", en: "the difference is the figure of {body}, which the whole may leave out" }
    counts_twice(body) { zh: "差额恰为 {body} 的数，汇总可能重复计了它", en: "the difference is the figure of {body}, which the whole may count twice" }
    parts_missing(bodies) { zh: "上期有而本期没有报告的单位：{bodies}", en: "bodies with a report a period earlier and none now: {bodies}" }
    signs_count_nothing(cells) { zh: "{cells} 填的符号表示没有，按 0 计", en: "the sign in {cells} says none and counts as 0" }
    no_parts() { zh: "没有下级单位报告的数据", en: "no figures of the bodies below were given" }

    // What would repair failures.
    suggestions_heading() { zh: "改正建议", en: "suggested repairs" }
    suggestion(changes, reasons) { zh: "{changes}（{reasons}）", en: "{changes} ({reasons})" }
    change(name, from, to, place) { zh: "{name} {from} 应为 {to}（{place}）", en: "{name}: {from} should be {to} ({place})" }
    change_blank(name, to, place) { zh: "{name} 应填 {to}（{place}）", en: "{name}: must be {to} ({place})" }
    the_only_repair() { zh: "唯一的最小改正", en: "the only smallest repair" }
    one_of_several() { zh: "可能的改正之一", en: "one of several possible repairs" }
    slip_blank() { zh: "空白处由其他数字确定", en: "the other figures leave one value" }
    slip_rounding() { zh: "末位四舍五入有误", en: "last digit rounded wrongly" }
    slip_swapped() { zh: "相邻两位数字颠倒", en: "two digits swapped" }
    slip_exchanged() { zh: "两处数字互换", en: "two cells exchanged" }
    slip_sign() { zh: "正负号有误", en: "wrong sign" }
    slip_doubled() { zh: "一位数字多打一次", en: "a digit typed twice" }
    slip_missing() { zh: "漏打一位数字", en: "a digit left out" }
    slip_extra() { zh: "多打一位数字", en: "a digit too many" }
    slip_power() { zh: "差十的倍数", en: "off by a power of ten" }
    slip_look_alike() { zh: "形近的数字", en: "a digit that looks alike" }
    slip_digit() { zh: "一位数字有误", en: "one digit wrong" }
    slip_other_cell() { zh: "误填其他格的数字", en: "the figure of another cell" }
    slip_two_digits() { zh: "两位数字有误", en: "two digits wrong" }
    slip_other() { zh: "与其他数字不符", en: "does not fit the other figures" }

    coverage(figures, covered, percent, noticed, changes) {
        zh: "覆盖：{figures} 个数字中 {covered} 个受规则约束；任改一位数字，{percent}% 会被发现（{noticed}/{changes}）",
        en: "coverage: rules guard {covered} of {figures} figures; {percent}% of all one-digit changes would be noticed ({noticed} of {changes})"
    }
    open_heading() { zh: "缺数而无法核对", en: "not checked for want of a figure" }
    uncovered_heading() { zh: "没有规则约束的数字", en: "figures that no rule guards" }
    covered_heading() { zh: "受规则约束的数字", en: "figures that rules guard" }
    noticed(figure, noticed, changes, rules) {
        zh: "{figure}：{noticed}/{changes} 会被发现（{rules} 条规则）",
        en: "{figure}: {noticed} of {changes} noticed ({rules} rules)"
    }
    waiver_idle(rule) { zh: "警告：对“{rule}”的豁免没有用到", en: "warning: the waiver for `{rule}` matches nothing" }
    waiver_expired(rule, day) { zh: "警告：对“{rule}”的豁免已于 {day} 到期", en: "warning: the waiver for `{rule}` ended on {day}" }
    baseline_gone(n) { zh: "提示：基线中有 {n} 项已不再出现，可重写基线", en: "note: {n} findings of the baseline are gone; it can be written anew" }
    baseline_written(path, n) { zh: "已写入基线 {path}：{n} 项", en: "wrote the baseline {path}: {n} findings" }
    fixed(path, n) { zh: "已写入 {path}：改正 {n} 处", en: "wrote {path}: {n} corrected" }
    nothing_to_fix(path) { zh: "{path}：没有可确定的改正", en: "{path}: nothing that can be corrected for certain" }

    // Figures and labels.
    blank_cell() { zh: "空白", en: "blank" }
    read_as(text, label, form, id) {
        zh: "“{text}”按“{label}”读取（{form}，{id}）",
        en: "`{text}` was read as `{label}` ({form}, {id})"
    }
    read_as_heading() { zh: "按相近名称读取的项目", en: "labels read by likeness" }
    unused_heading() { zh: "正文中没有核对的数字", en: "figures in the text that were not checked" }
    unrecognised_heading() { zh: "未识别的内容", en: "not recognised" }
    problem_in_line(line, field, cell, message) {
        zh: "第 {line} 行第 {field} 列（{cell}）：{message}",
        en: "line {line}, field {field} ({cell}): {message}"
    }
    in_table(table, row, column) { zh: "第 {table} 个表格第 {row} 行第 {column} 列", en: "table {table}, row {row}, column {column}" }
    in_page(page, row, column) { zh: "第 {page} 页第 {row} 行第 {column} 列", en: "page {page}, line {row}, column {column}" }
    in_paragraph(paragraph) { zh: "第 {paragraph} 段", en: "paragraph {paragraph}" }
    problem_line(place, message) { zh: "错误：{place}: {message}", en: "error: {place}: {message}" }
    problem_cell(message, cell) { zh: "{message}（单元格 {cell}）", en: "{message} (cell {cell})" }
    problem_at(message, place) { zh: "{message}（位置 {place}）", en: "{message} (at {place})" }

    // Headings of tables and of explanations.
    form() { zh: "表式", en: "form" }
    check() { zh: "规则", en: "check" }
    result() { zh: "结果", en: "result" }
    what() { zh: "内容", en: "what" }
    kind() { zh: "类别", en: "kind" }
    entity() { zh: "单位", en: "body" }
    period() { zh: "年度", en: "year" }
    file() { zh: "文件", en: "file" }
    line() { zh: "行号", en: "line" }
    cell() { zh: "单元格", en: "cell" }
    figure_name() { zh: "数据", en: "figure" }
    printed() { zh: "原值", en: "printed" }
    should_be() { zh: "应为", en: "should be" }
    finding() { zh: "不符", en: "finding" }
    repair() { zh: "改正建议", en: "suggestion" }
    problem() { zh: "无法核对", en: "problem" }
    within_row() { zh: "行内核对", en: "row checks" }
    within_column() { zh: "列内核对", en: "column checks" }
    all_checks() { zh: "全部核对", en: "All checks" }
    show() { zh: "显示", en: "Show" }
    to_the_findings() { zh: "跳到结果", en: "Skip to the findings" }
    problems_heading() { zh: "无法读取或核对的内容", en: "Could not be read or checked" }
    id() { zh: "名称", en: "id" }
    published() { zh: "发布日期", en: "published" }
    issuer() { zh: "发布机构", en: "issued by" }
    covers() { zh: "数据时限", en: "covers" }
    title() { zh: "标题", en: "title" }
    rows() { zh: "行", en: "rows" }
    columns() { zh: "列", en: "columns" }
    rules() { zh: "规则", en: "rules" }
    years() { zh: "年份", en: "years" }
    body() { zh: "单位", en: "body" }
    checks_heading() { zh: "核对", en: "checks" }
    worst() { zh: "最严重的问题", en: "worst finding" }
    basis() { zh: "依据", en: "basis" }
    label() { zh: "印刷名称", en: "label" }
    english() { zh: "英文名称", en: "English name" }
    unit() { zh: "单位", en: "unit" }
    expression() { zh: "关系式", en: "expression" }
    severity() { zh: "级别", en: "severity" }
    what_is_checked() { zh: "核对内容", en: "What is checked" }
    why() { zh: "为什么", en: "Why" }
    example() { zh: "示例", en: "Example" }
    usual_cause() { zh: "不符通常说明什么", en: "What a failure usually means" }

    // What the command line says.
    unknown_form(id, hint) { zh: "未知的表式“{id}”{hint}", en: "unknown form `{id}`{hint}" }
    unknown_rule(id, hint) { zh: "未知的规则“{id}”{hint}", en: "unknown rule `{id}`{hint}" }
    output_without_format(path) { zh: "--output {path} 没有对应的 --format", en: "--output {path} has no --format of its own" }
    output_is_input(path) { zh: "{path} 是要读取的文件，不能写入", en: "{path} is a file to be read, and cannot be written to" }
    output_twice(path) { zh: "{path} 被两次用作 --output", en: "{path} is the --output of two formats" }
    two_to_standard_output() {
        zh: "只能有一种格式写到标准输出；其余请用 --output 指定文件",
        en: "only one format can go to standard output; give the others an --output"
    }
    fix_standard_input() { zh: "--fix 不能用于标准输入", en: "--fix cannot correct standard input" }
    watch_standard_input() { zh: "--watch 不能用于标准输入", en: "--watch cannot watch standard input" }
    did_you_mean(id) { zh: "，是否为“{id}”？", en: "; did you mean `{id}`?" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Lang {
        Lang::of_locale(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "en_US")]), Lang::Zh);
        assert_eq!(of(&[]), Lang::En);
    }

    #[test]
    fn each_language_is_itself() {
        let chinese = |text: &str| text.contains(|character: char| character >= '\u{2e80}');
        let words = |text: &str| {
            let mut depth = 0;
            text.chars().any(|character| {
                depth += i32::from(character == '{') - i32::from(character == '}');
                depth == 0 && character.is_ascii_alphabetic()
            })
        };
        for (name, zh, en) in [SENTENCES, mistakes::SENTENCES, usage::SENTENCES].into_iter().flatten() {
            assert!(!chinese(en), "{name}: {en}");
            assert!(chinese(zh) || !words(zh), "{name}: {zh}");
        }
        assert!(SENTENCES.len() > 100, "only {} sentences", SENTENCES.len());
    }

    #[test]
    fn english_counts_know_the_singular() {
        assert_eq!(errors(Lang::En, 1), "1 error");
        assert_eq!(errors(Lang::En, 0), "0 errors");
        assert_eq!(errors(Lang::Zh, 1), "错误 1");
    }
}
