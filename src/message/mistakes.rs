//! What is wrong with a form file or a rule, in both languages: what was found, and what was expected.

use std::fmt::Display;

use super::Lang;

sentences! {
    // The shape of a mistake.
    found_expected(found, expected) { zh: "此处是{found}，应为{expected}", en: "found {found}, expected {expected}" }
    quoted(text) { zh: "“{text}”", en: "`{text}`" }
    either(one, other) { zh: "“{one}”或“{other}”", en: "`{one}` or `{other}`" }
    is_it(expected, id) { zh: "{expected}（是否为“{id}”？）", en: "{expected} (did you mean `{id}`?)" }

    // The text of a rule.
    rule_ends() { zh: "规则的结尾", en: "the end of the rule" }
    sign_or_name() {
        zh: "名称、数字，或 + - * / ( ) [ ] = <= >= < > 之一",
        en: "a name, a number, or one of + - * / ( ) [ ] = <= >= < >"
    }
    fewer_words(n) { zh: "不超过 {n} 个名称和符号", en: "at most {n} words and signs" }
    number_as() { zh: "100、0.5 之类的数字", en: "a number such as 100 or 0.5" }
    comparison() { zh: "= <= >= < > 之一", en: "one of = <= >= < >" }
    operator_or_end() { zh: "+ - * / 之一或规则的结尾", en: "+ - * / or the end of the rule" }
    one_cell() { zh: "一个单元格，如“total[count]”", en: "one cell such as `total[count]`" }
    cell_elsewhere() { zh: "一个单元格，如“annex:disclosed[year]”", en: "a cell such as `annex:disclosed[year]`" }
    fewer_levels(n) { zh: "不超过 {n} 层括号", en: "at most {n} levels of parentheses" }
    operand() { zh: "名称、数字或“(”", en: "a name, a number or `(`" }
    row_after_form() { zh: "“表式:”之后的行名", en: "the row after `form:`" }
    column_in_brackets() { zh: "方括号中的列名", en: "a column in the brackets" }

    // The names of a rule.
    rows_and_columns() { zh: "既是行名又是列名的名称", en: "names that are both rows and columns" }
    which_axis() {
        zh: "在规则旁写明 each = \"row\" 或 each = \"column\"",
        en: "`each = \"row\"` or `each = \"column\"` beside the rule"
    }
    unknown_row(name) { zh: "未知的行“{name}”", en: "unknown row `{name}`" }
    unknown_column(name) { zh: "未知的列“{name}”", en: "unknown column `{name}`" }
    unknown_line(name) { zh: "未知的行或列“{name}”", en: "unknown row or column `{name}`" }
    unknown_group(name) { zh: "未知的组“{name}”", en: "unknown group `{name}`" }
    unknown_form(name) { zh: "未知的表式“{name}”", en: "unknown form `{name}`" }
    a_row_of(form) { zh: "{form} 的行", en: "a row of {form}" }
    a_column_of(form) { zh: "{form} 的列", en: "a column of {form}" }
    a_form_of(family) { zh: "{family} 系列的表式", en: "a form of the family {family}" }
    without_column() { zh: "没有列名的另一表式的行", en: "another form's row without a column" }

    // What a rule may calculate.
    second_each() { zh: "第二个 each", en: "a second `each`" }
    at_most_one() { zh: "至多一个", en: "at most one" }
    arguments(n) { zh: "{n} 个参数", en: "{n} arguments" }
    two_arguments() { zh: "两个参数，如 share(part, whole)", en: "two, as in share(part, whole)" }
    several_arguments() { zh: "多个参数", en: "several arguments" }
    one_argument() { zh: "一个参数，如 sum(children)", en: "one, as in sum(children)" }
    equality_of_ratio() { zh: "占比或比率旁的“=”", en: "`=` beside a share or a rate" }
    an_expression() { zh: "算式", en: "an expression" }
    printed_ratio() { zh: "印有该占比或比率的一个数据", en: "the one figure that prints the share or rate" }
    inside_sum(name) { zh: "和式之内的“{name}”", en: "`{name}` inside a sum" }
    ratio_alone() { zh: "它单独在“=”的一边", en: "it alone on one side of `=`" }
    a_function() { zh: "函数 sum、each、share 或 rate", en: "sum, each, share or rate" }
    members() { zh: "children、有分项的行或组", en: "`children`, a row with parts, or a group" }
    beside_children() { zh: "children 的另一边是一个行名或列名", en: "one row or column beside `children`" }
    without_parts(name) { zh: "没有分项的“{name}”", en: "`{name}`, which has no parts" }
    with_parts() { zh: "有分项的行或列，或组", en: "a row or column with parts, or a group" }
    large_constant() { zh: "过大的常数", en: "a constant too large" }
    fewer_digits() { zh: "不超过 38 位", en: "at most 38 digits" }
    a_figure() { zh: "数据", en: "a figure" }
    divisor() { zh: "作除数的常数", en: "a constant to divide by" }
    zero_or_less() { zh: "零或负数", en: "zero or less" }
    above_zero() { zh: "大于零的常数", en: "a constant above zero" }
    product_of_figures() { zh: "两个数据相乘", en: "two figures multiplied" }
    figure_times_constant() { zh: "数据乘以常数", en: "a figure times a constant" }
    beside(one, other) { zh: "{one}与{other}混用", en: "a {one} beside a {other}" }
    one_kind() { zh: "同类的数据", en: "figures of one kind" }
    named_twice(name) { zh: "“{name}”出现两次", en: "`{name}` twice" }
    once() {
        zh: "每个数据只出现一次（两边都有的可以消去）",
        en: "each figure once (what stands on both sides cancels out)"
    }
    as_ratio(kind) { zh: "作占比或比率的{kind}", en: "a {kind} that is to be a share or rate" }
    unit_of_ratio() { zh: "单位为 share 或 rate 的数据", en: "a figure with unit share or rate" }
    count() { zh: "件数", en: "count" }
    share() { zh: "占比", en: "share" }
    rate() { zh: "比率", en: "rate" }
    amount() { zh: "金额", en: "amount" }

    // The file around the rules.
    not_read(why) { zh: "读不了：{why}", en: "cannot be read: {why}" }
    no_files() { zh: "文件夹中没有 .toml 文件", en: "the folder has no .toml file" }
    not_toml(why) { zh: "不合表式文件的写法：{why}", en: "{why}" }
    name_expected(id) {
        zh: "此处是“{id}”，应为由 a-z、0-9、“_”、“-”、“.”组成的名称",
        en: "found `{id}`, expected a name of a-z, 0-9, `_`, `-` and `.`"
    }
    exists(form) { zh: "表式“{form}”已存在", en: "form `{form}` exists already" }
    form_twice(form) { zh: "表式“{form}”定义了两次", en: "form `{form}` is defined twice" }
    rule_twice(rule) { zh: "规则“{rule}”定义了两次", en: "rule `{rule}` is defined twice" }
    line_twice(id) { zh: "“{id}”定义了两次", en: "`{id}` is defined twice" }
    empty_form() { zh: "表式至少要有一行和一列", en: "a form needs at least one row and one column" }
    no_panel() { zh: "缺少 panel：单行表格所对应的列", en: "`panel` is missing: the column of one-line tables" }
    wrong_axis() {
        zh: "规则不在此方向上重复，不能这样限定",
        en: "the rule is not repeated over these; found a limit on the wrong axis"
    }
}
