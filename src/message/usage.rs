//! What is wrong with a command line or with the settings of a project, in both languages.

use std::fmt::Display;

use super::Lang;

sentences! {
    usage(line) { zh: "用法：{line}", en: "Usage: {line}" }
    more_help() { zh: "更多说明：--help", en: "For more information, try '--help'." }
    unexpected(argument) { zh: "没有选项或参数“{argument}”", en: "unexpected argument '{argument}' found" }
    no_such_command(command) { zh: "没有命令“{command}”", en: "unrecognized subcommand '{command}'" }
    no_such_value(argument, value) { zh: "{argument} 的值“{value}”无效", en: "invalid value '{value}' for '{argument}'" }
    value_because(argument, value, why) {
        zh: "{argument} 的值“{value}”无效：{why}",
        en: "invalid value '{value}' for '{argument}': {why}"
    }
    value_missing(argument) { zh: "{argument} 需要一个值", en: "a value is required for '{argument}' but none was supplied" }
    possible_values(values) { zh: "可用的值：{values}", en: "possible values: {values}" }
    similar(names) { zh: "是否为 {names}？", en: "did you mean {names}?" }
    conflict(argument, others) { zh: "{argument} 不能与 {others} 同时使用", en: "'{argument}' cannot be used with {others}" }
    given_twice(argument) { zh: "{argument} 只能给出一次", en: "'{argument}' cannot be used multiple times" }
    missing(arguments) { zh: "缺少必需的 {arguments}", en: "required and not provided: {arguments}" }
    wrong_values(argument) { zh: "{argument} 的值的个数不对", en: "wrong number of values for '{argument}'" }
    not_text() { zh: "参数不是有效的 UTF-8 文字", en: "invalid UTF-8 was detected in one or more arguments" }
    from_one_to(most) { zh: "应为 1 至 {most} 的整数", en: "expected a whole number from 1 to {most}" }
    empty_list() { zh: "列表中没有文件", en: "the list names no file" }
    whole_number() { zh: "应为整数", en: "expected a whole number" }
    wrong_usage() { zh: "命令行有误", en: "the command line is not understood" }

    waiver(rule, what) { zh: "对“{rule}”的豁免：{what}", en: "waiver for `{rule}`: {what}" }
    no_reason() { zh: "缺少理由（reason）", en: "has an empty `reason`, expected why it is accepted" }
    no_day(until) {
        zh: "until = {until} 不是日期，应如 2026-12-31",
        en: "`until = {until}` has no day, expected one such as 2026-12-31"
    }
    wrong_schema(found, expected) {
        zh: "此处的 schema 是“{found}”，应为“{expected}”",
        en: "found schema `{found}`, expected `{expected}`"
    }
    not_settings(why) { zh: "不合设置文件的写法：{why}", en: "{why}" }
    not_a_baseline(why) { zh: "不合基线文件的写法：{why}", en: "{why}" }
    standard_output() { zh: "标准输出", en: "standard output" }
}
