//! Mistakes in the command line, the settings and form files are told in the reader's language.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;

use support::{json, run};

/// Wrong command lines, and what they are told in Chinese and in English.
const WRONG: [(&[&str], &str, &str); 19] = [
    (&[], "缺少必需的 <PATH>...", "required and not provided: <PATH>..."),
    (&["--colour", "a.csv"], "没有选项或参数“--colour”", "unexpected argument '--colour' found"),
    (&["--colour", "a.csv"], "是否为 --color？", "did you mean --color?"),
    (&["--format", "xml", "a.csv"], "--format <FORMAT> 的值“xml”无效", "invalid value 'xml' for '--format <FORMAT>'"),
    (&["--format", "xml", "a.csv"], "可用的值：text, json", "possible values: text, json"),
    (&["a.csv", "--config"], "--config <FILE> 需要一个值", "a value is required for '--config <FILE>'"),
    (&["--jobs", "0", "a.csv"], "“0”无效：应为 1 至 1024 的整数", "expected a whole number from 1 to 1024"),
    (&["--jobs", "99999", "a.csv"], "“99999”无效：应为 1 至 1024 的整数", "expected a whole number from 1 to 1024"),
    (&["--top", "x", "a.csv"], "“x”无效：应为整数", "expected a whole number"),
    (&["--limit", "rows=x", "a.csv"], "“rows=x”无效：", "invalid value 'rows=x'"),
    (&["-q", "-v", "a.csv"], "--quiet 不能与 --verbose 同时使用", "'--quiet' cannot be used with --verbose"),
    (&["--config", "a", "--config", "b", "a.csv"], "--config <FILE> 只能给出一次", "cannot be used multiple times"),
    (&["--in-place", "a.csv"], "缺少必需的 --fix", "required and not provided: --fix"),
    (&["explain"], "缺少必需的 <RULE>", "required and not provided: <RULE>"),
    (&["forms", "--nope"], "没有选项或参数“--nope”", "unexpected argument '--nope' found"),
    (&["help", "nothing"], "没有命令“nothing”", "unrecognized subcommand 'nothing'"),
    (
        &["a.csv", "--color", "never", "forms"],
        "[PATH]... 不能与 forms 同时使用",
        "'[PATH]...' cannot be used with forms",
    ),
    (
        &["--format", "csv", "forms"],
        "--format <FORMAT> 不能与 forms 同时使用",
        "'--format <FORMAT>' cannot be used with forms",
    ),
    (&["completions", "basch"], "是否为 bash？", "did you mean bash?"),
];

/// Words of English messages; names of options and values are English in either language.
const ENGLISH: [&str; 9] = ["error", "Usage", "tip", "argument", "required", "invalid", "possible", "cannot", "number"];

#[test]
fn a_wrong_command_line_is_told_in_the_readers_language() {
    for (arguments, zh, en) in WRONG {
        for (lang, expected) in [("zh", zh), ("en", en)] {
            let told = run(&[arguments, &["--lang", lang]].concat());
            assert_eq!((told.status, told.out.as_str()), (2, ""), "{arguments:?}");
            assert!(told.err.contains(expected), "{arguments:?}: {}", told.err);
            let english = ENGLISH.iter().any(|word| told.err.contains(word));
            assert_eq!(english, lang == "en", "{arguments:?}: {}", told.err);
        }
    }
}

#[test]
fn help_and_version_are_no_mistakes() {
    for arguments in [["--help"], ["--version"]] {
        let told = run(&arguments);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{arguments:?}");
        assert!(told.out.contains("disclose-check"), "{}", told.out);
    }
}

#[test]
fn a_wrong_form_file_is_told_in_the_readers_language() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let path = path.to_str().unwrap();
    fs::write(path, "family = \"my own\"\ntitle = { zh = \"甲\", en = \"A\" }\nbasis = { zh = \"乙\", en = \"B\" }\n")
        .unwrap();
    for (lang, expected) in
        [("zh", "own.toml:1:10: 此处是“my own”，应为"), ("en", "own.toml:1:10: found `my own`, expected")]
    {
        let told = run(&["forms", "--forms", path, "--lang", lang]);
        assert_eq!(told.status, 2);
        assert!(told.err.contains(expected), "{}", told.err);
    }
    fs::write(path, "family = ").unwrap();
    assert!(run(&["forms", "--forms", path, "--lang", "zh"]).err.contains("own.toml:1:10: 不合表式文件的写法："));
    let none = folder.path().join("none.toml");
    let told = run(&["forms", "--forms", none.to_str().unwrap(), "--lang", "zh"]);
    assert!(told.err.starts_with("错误：") && told.err.contains("none.toml"), "{}", told.err);
}

#[test]
fn wrong_settings_are_told_in_the_readers_language() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let path = path.to_str().unwrap();
    for (settings, zh, en) in [
        (
            "[[waiver]]\nrule = \"a/b:c\"\nreason = \" \"\n",
            "对“a/b:c”的豁免：缺少理由",
            "waiver for `a/b:c`: has an empty `reason`",
        ),
        ("colour = 3\n", "不合设置文件的写法：", "unknown field `colour`"),
        ("[[waiver]]\nrule = \"r\"\nreason = \"x\"\nuntil = 12:00:00\n", "until = 12:00:00 不是日期", "has no day"),
    ] {
        fs::write(path, settings).unwrap();
        for (lang, expected) in [("zh", zh), ("en", en)] {
            let told = run(&["--config", path, "fixtures/jianning-2018.csv", "--lang", lang]);
            assert_eq!((told.status, told.out.as_str()), (2, ""));
            assert!(told.err.contains(expected), "{}", told.err);
        }
    }
    fs::write(path, "lang = \"zh\"\n").unwrap();
    assert_eq!(json(&["--config", path, "fixtures/jianning-2018.csv"]).0, 0);
}
