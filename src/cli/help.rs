//! The help in Chinese. The English one stands at the arguments; a test compares the two.

use std::ffi::OsStr;

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use disclose_check::limits::{Limit, Limits, shown};
use disclose_check::message::Lang;

/// What the program and its commands do: name, text.
const COMMANDS: [(&str, &str); 7] = [
    (
        "disclose-check",
        "核对政府信息公开工作年度报告中的数据是否相符。\n\n退出状态：没有达到 --fail-on 级别的问题为 0，有则为 1，\
         某个输入未能核对为 2。",
    ),
    ("forms", "列出已知的表式，或显示其中一个"),
    ("explain", "说明一条规则：核对什么、为什么、不符通常说明什么"),
    ("template", "把表式写成待填的空白 CSV 文件"),
    ("completions", "写出命令行补全脚本"),
    ("man", "写出手册页"),
    ("help", "显示帮助"),
];

/// What the arguments mean: name, text.
const ARGUMENTS: [(&str, &str); 30] = [
    ("paths", "要核对的文件、文件夹或通配符；`-` 表示标准输入"),
    ("files_from", "同时核对此文件列出的路径，每行一个；`-` 从标准输入读取列表"),
    ("form", "只识别此表式，或此系列的表式"),
    ("previous", "同一单位上一期的报告"),
    ("parts", "汇总到本单位的各下级单位的报告；以其他选项或 `--` 结束"),
    ("format", "结果的格式，可多次使用［默认 text］"),
    ("output", "把前一个格式的结果写入此文件，而不是标准输出"),
    ("watch", "文件有改动时重新核对，直到中断"),
    ("config", "项目设置［默认为首个文件所在或上级文件夹中的 disclose-check.toml］"),
    ("baseline", "此文件中已有的问题不再报告"),
    ("write_baseline", "把本次全部问题写入基线，并予放行"),
    ("coverage", "说明各数据受规则约束的程度"),
    ("fix", "在各文件旁写出改正后的副本 `NAME.fixed.EXT`，只用唯一确定的改正"),
    ("in_place", "直接改正原文件"),
    ("fail_on", "使退出状态为 1 的最低级别［默认 error］"),
    ("jobs", "同时核对的文件数［默认为处理器数的四倍］"),
    ("top", "只列出错误最多的 N 份报告，每份一行"),
    ("quiet", "只显示结论"),
    ("verbose", "显示每一项核对，包括通过的和未核对的"),
    ("stdin_name", "标准输入在结果中的名称"),
    ("forms", "更多的表式：文件或文件夹"),
    ("limits", "放宽或收紧一项上限；各项上限见后"),
    ("lang", "消息的语言［默认随系统区域设置］"),
    ("color", "何时使用颜色"),
    ("id", "表式或表式系列"),
    ("rule", "结果中的规则名称，方括号部分可有可无"),
    ("template", "表式"),
    ("shell", "命令行的种类"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The language of the help: it is needed before the arguments are read.
pub(super) fn language<'a>(mut arguments: impl Iterator<Item = &'a OsStr>) -> Lang {
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--lang") => arguments.next().and_then(OsStr::to_str),
            Some(text) => text.strip_prefix("--lang="),
            None => None,
        };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    Lang::from_locale()
}

/// The command with its help in a language.
pub(super) fn localised(mut command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    command.build();
    let command = chinese(command.after_help(limits())).subcommand_help_heading("命令");
    command.mut_subcommands(chinese)
}

fn chinese(command: Command) -> Command {
    let about = text(&COMMANDS, command.get_name());
    let command = match about.and_then(|about| about.split_once("\n\n")) {
        Some((short, _)) => command.about(short).long_about(about),
        None => command.about(about),
    };
    command.help_template(TEMPLATE).mut_args(argument)
}

fn argument(argument: Arg) -> Arg {
    let Some(said) = text(&ARGUMENTS, argument.get_id().as_str()) else { return argument };
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    let names = argument.get_possible_values();
    let values: Vec<&str> = names.iter().map(PossibleValue::get_name).collect();
    let takes_one = argument.get_action().takes_values() && !values.is_empty();
    let values = takes_one.then(|| format!("［{}］", values.join("、")));
    let defaults = argument.get_default_values().iter().map(|value| format!("［默认 {}］", value.display()));
    let said: String = std::iter::once(said.to_owned()).chain(values).chain(defaults).collect();
    let argument = argument.help(said.clone()).long_help(said).help_heading(heading);
    argument.hide_possible_values(true).hide_default_value(true)
}

fn text(texts: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    texts.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn limits() -> String {
    let line = |limit: &Limit| {
        let value = Limits::DEFAULT.of(*limit);
        format!("\n  {:11}{:>6}  {}则拒绝", limit.name(), shown(value), limit.passed(value, Lang::Zh))
    };
    let lines: String = Limit::ALL.iter().map(line).collect();
    format!("读取的上限及其默认值，可用 --limit 改变（K、M、G 为 1024 的幂）：{lines}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::super::Cli;
    use super::*;

    /// Every command with the commands below it, built.
    fn all() -> Vec<Command> {
        let mut root = Cli::command();
        root.build();
        let below: Vec<Command> = root.get_subcommands().cloned().collect();
        std::iter::once(root).chain(below).collect()
    }

    #[test]
    fn everything_has_a_help_in_chinese_and_nothing_else_has() {
        let commands = all();
        let names: BTreeSet<String> = commands.iter().map(|one| one.get_name().to_owned()).collect();
        assert_eq!(COMMANDS.map(|(name, _)| name.to_owned()).into_iter().collect::<BTreeSet<_>>(), names);
        let ids: BTreeSet<String> =
            commands.iter().flat_map(Command::get_arguments).map(|one| one.get_id().to_string()).collect();
        assert_eq!(ARGUMENTS.map(|(id, _)| id.to_owned()).into_iter().collect::<BTreeSet<_>>(), ids);
    }

    #[test]
    fn the_help_is_in_one_language() {
        let mut command = localised(Cli::command(), Lang::Zh);
        let long = command.render_long_help().to_string();
        assert!(long.contains("用法：disclose-check") && long.contains("只显示结论"), "{long}");
        for word in ["Usage", "Options", "Arguments", "Commands", "Print", "default:", "possible values"] {
            assert!(!long.contains(word), "{word}: {long}");
        }
        let below = command.find_subcommand_mut("explain").unwrap().render_help().to_string();
        assert!(below.contains("说明一条规则") && !below.contains("Print"), "{below}");
    }

    #[test]
    fn the_argument_decides_the_language() {
        let of = |words: &[&str]| language(words.iter().map(OsStr::new));
        assert_eq!(of(&["a.csv", "--lang", "zh"]), Lang::Zh);
        assert_eq!(of(&["--lang=en"]), Lang::En);
    }
}
