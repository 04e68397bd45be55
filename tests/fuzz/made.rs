//! Inputs made of what they are usually made of, put together anyhow: figures, rules, sentences, tables
//! of the forms. Nothing here is damaged byte by byte.

use disclose_check::forms::Catalogue;
use disclose_check::render;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The project's settings, every key of them.
pub(crate) const SETTINGS: &str = r#"lang = "zh"
fail-on = "warning"
forms = []

[severity]
"cn-fujian/annex:received-by-channel" = "note"
"cn-fujian/annex:year-within-cumulative[received]" = "error"

[[waiver]]
rule = "cn-fujian/annex:received-by-channel"
source = "reports/20{18,19}*.csv"
figure = "received[cumulative]"
reason = "corrected after it was published"
until = 2026-12-31
"#;

/// A baseline with two findings.
pub(crate) const BASELINE: &str = r#"{"schema":"disclose-check-baseline/1","findings":[
{"source":"fixtures/defects/mail-32.csv","entity":"建宁县","period":"2018","rule":"cn-fujian/annex:received-by-channel[cumulative]","difference":"1"},
{"source":"a.csv","entity":null,"period":null,"rule":"x/y:z","difference":null}]}"#;

/// Pieces of a list, put together.
fn joined(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    vec(select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

const FIGURE: &[&str] = &[
    "0",
    "1",
    "7",
    "12",
    "305",
    "2238",
    "99.9",
    "9709",
    "0000",
    "123456789012345678901234567890",
    "１",
    "２３",
    "一",
    "二",
    "两",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "零",
    "〇",
    "壹",
    "拾",
    "廿",
    "半",
    ".",
    "．",
    "点",
    ",",
    "，",
    "、",
    " ",
    "\u{3000}",
    "\u{a0}",
    "%",
    "％",
    "‰",
    "百分之",
    "百分点",
    "成",
    "倍",
    "-",
    "－",
    "−",
    "+",
    "＋",
    "±",
    "e",
    "E5",
    "件",
    "条",
    "元",
    "万元",
    "亿元",
    "人次",
    "约",
    "近",
    "余",
    "多",
    "以上",
    "<",
    "≤",
    "＞",
    "(",
    ")",
    "（",
    "）",
    "/",
    "—",
    "无",
    "N/A",
    "不适用",
    "\u{200b}",
    "\u{feff}",
    "²",
    "½",
    "①",
    "٣",
    "NaN",
    "∞",
    "0x1F",
    "#",
    "*",
    "[1]",
    "'",
    "$",
    "￥",
];

/// Texts of cells.
pub(crate) fn figures() -> impl Strategy<Value = String> {
    prop_oneof![4 => joined(FIGURE, 7), 1 => "\\PC{0,12}"]
}

const RULE: &[&str] = &[
    "all",
    "total",
    "total.a",
    "total.b",
    "count",
    "share",
    "children",
    "member",
    "prev.",
    "parts.",
    "own/list:",
    "list:",
    "x",
    " ",
    " + ",
    " - ",
    " * ",
    " / ",
    "(",
    ")",
    "[",
    "]",
    "[count]",
    "[share]",
    ",",
    " = ",
    " <= ",
    " >= ",
    " < ",
    " > ",
    "sum(",
    "each(",
    "share(",
    "rate(",
    "0",
    "1",
    "7",
    "100",
    "0.5",
    "-",
    "1.2.3",
    "99999999999999999999999999999999999999",
    "总",
    "!",
];

/// Expressions of the rule language.
pub(crate) fn rules() -> impl Strategy<Value = String> {
    let term =
        select(vec!["all", "total", "total.a", "count", "total[count]", "sum(children)", "each(total)", "7", "0.5"]);
    let leaf = term.prop_map(str::to_owned).boxed();
    let side = leaf.prop_recursive(6, 40, 2, |inner| {
        let sign = select(vec!["+", "-", "*", "/"]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            inner.clone().prop_map(|inner| format!("-{inner}")),
            (inner.clone(), inner).prop_map(|(first, second)| format!("share({first}, {second})")),
        ]
    });
    let sign = select(vec!["=", "<=", ">=", "<", ">"]);
    let whole = (side.clone(), sign, side).prop_map(|(left, sign, right)| format!("{left} {sign} {right}"));
    prop_oneof![2 => joined(RULE, 14), 2 => whole, 1 => "\\PC{0,40}"]
}

const SENTENCE: &[&str] = &[
    "2018年",
    "全年",
    "共",
    "其中",
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "和",
    "及",
    "等",
    "分别为",
    "分别",
    "比上年",
    "同比",
    "较",
    "去年",
    "由",
    "从",
    "压缩至",
    "增加到",
    "增长",
    "下降",
    "减少",
    "压缩了",
    "提高",
    "个百分点",
    "占",
    "占总数的",
    "比例",
    "办结率",
    "满意率",
    "达",
    "约",
    "近",
    "余",
    "以上",
    "超过",
    "不足",
    "0",
    "1",
    "3",
    "41",
    "69",
    "158",
    "2238",
    "2305",
    "97.09%",
    "64.7%",
    "100%",
    "百分之五",
    "三十七",
    "十二",
    "1.2万",
    "3.5亿元",
    "件",
    "条",
    "次",
    "人次",
    "篇",
    "份",
    "万元",
    "家",
    "个",
    "项",
    "倍",
    "主动公开政府信息",
    "受理申请",
    "依申请公开",
    "答复",
    "按时办结",
    "行政复议",
    "行政诉讼",
    "在线访谈",
    "政府网站",
    "微博",
    "新闻发布会",
    "培训",
    "收费",
    "未发生",
    "没有",
    "无",
    "历年累计",
    "截至",
    "第十七届",
    "国办发〔2018〕23号",
    "12345",
    "0598-3982000",
    "12月31日",
    "（一）",
    "1.",
    "①",
    "\n",
    "\n\n",
    " ",
];

/// Paragraphs of such words.
pub(crate) fn sentences() -> impl Strategy<Value = String> {
    joined(SENTENCE, 60)
}

/// A form's table as CSV with any figures in its cells and a few of its labels changed.
pub(crate) fn tables() -> impl Strategy<Value = String> {
    let catalogue = Catalogue::builtin();
    let templates: Vec<String> = catalogue
        .forms()
        .unwrap()
        .iter()
        .map(|form| {
            let mut template = Vec::new();
            render::template(form, &mut template).unwrap();
            String::from_utf8(template).unwrap().replace("{year}", "2021")
        })
        .collect();
    let plain = "[0-9]{1,4}(\\.[0-9]{1,2}%?)?";
    let cell = prop_oneof![6 => plain, 1 => figures(), 1 => Just(String::new())];
    let labels = vec((any::<Index>(), joined(FIGURE, 3)), 0..3);
    (select(templates), vec(cell, 200), labels).prop_map(|(template, cells, labels)| filled(&template, &cells, &labels))
}

fn filled(template: &str, cells: &[String], labels: &[(Index, String)]) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(template.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut cells = cells.iter().cycle();
    for field in rows.iter_mut().skip(1).flat_map(|row| row.iter_mut().skip(1)) {
        field.clone_from(cells.next().unwrap());
    }
    let count = rows.len();
    for (row, text) in labels {
        rows[row.index(count)][0].push_str(text);
    }
    let mut writer = csv::Writer::from_writer("XX县2021年政府信息公开工作年度报告\n\n".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
