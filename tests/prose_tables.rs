//! Sentences beside cells of a table: what is compared with which cell, and what is compared with none.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "the sets are for other tests")]
#[path = "support/labelled.rs"]
mod labelled;
#[allow(dead_code, reason = "the scores are for other tests")]
#[path = "support/scores.rs"]
mod scores;

use disclose_check::forms::Catalogue;
use labelled::Labelled;
use scores::found;

/// What is found in a text beside the cells of a table.
fn beside(text: &str, cells: &[(&str, &str)]) -> Vec<String> {
    let tables = cells.iter().map(|(cell, value)| ((*cell).to_owned(), (*value).to_owned())).collect();
    found(&Labelled { text: text.into(), expect: Vec::new(), tables, period: None }, &Catalogue::builtin())
}

#[test]
fn what_another_level_or_body_tells_contradicts_no_table() {
    let new = "cn-2021/applications: new[total]";
    for (text, value, expected) in [
        ("全省各级行政机关新收申请4120件，本机关新收申请412件。", "412", vec!["+prose-table"]),
        ("全县新收申请27件。县公安局收到申请23件。", "27", vec!["+prose-table"]),
        ("县公安局收到申请23件。", "27", vec![]),
        ("县公安局2023年政府信息公开工作年度报告\n县公安局收到申请23件。", "27", vec!["-prose-table"]),
        ("全县新收申请23件。", "27", vec!["-prose-table"]),
    ] {
        assert_eq!(beside(text, &[(new, value)]), expected, "{text}");
    }
}

#[test]
fn what_is_told_of_some_or_of_several_kinds_contradicts_no_table() {
    const CELLS: [(&str, &str); 5] = [
        ("cn-2021/applications: new[total]", "110"),
        ("cn-2021/applications: carried_in[total]", "6"),
        ("cn-2021/applications: granted[total]", "39"),
        ("cn-2021/applications: refused.state_secret[total]", "1"),
        ("cn-2021/applications: total[total]", "111"),
    ];
    let against = |text: &str| -> Vec<String> {
        beside(text, &CELLS).into_iter().filter(|label| label.ends_with("prose-table")).collect()
    };
    for (text, expected) in [
        ("不公开类申请65件，均说明了理由。", vec![]),
        ("行政诉讼12件，其中当年新收10件，上年结转2件。", vec![]),
        ("收到申请110件。行政诉讼12件，其中当年新收10件。", vec!["+prose-table"]),
        ("政协提案7件，上年结转2件。", vec![]),
        ("收到申请110件，上年结转2件。", vec!["+prose-table", "-prose-table"]),
        ("新收申请110件，办理完毕105件，5件结转下年度。", vec!["+prose-table", "+prose-table"]),
        ("新收申请110件，办理完毕101件，9件结转下年度。", vec!["+prose-table", "-prose-table"]),
        ("收到涉农申请30件，予以公开12件。", vec![]),
        ("自然人申请100件，予以公开35件。", vec![]),
        ("收到申请110件，予以公开35件。", vec!["+prose-table", "-prose-table"]),
        ("收到申请110件，其余3件为国家秘密等。", vec!["+prose-table"]),
        ("收到申请110件，国家秘密等3件。", vec!["+prose-table"]),
        ("收到申请110件，国家秘密3件。", vec!["+prose-table", "-prose-table"]),
        ("市政府收到申请43件，办结申请40件。全市收到申请110件。", vec!["+prose-table"]),
    ] {
        assert_eq!(against(text), expected, "{text}");
    }
}

#[test]
fn outcomes_of_suits_of_one_kind_are_compared_with_those() {
    const CELLS: [(&str, &str); 3] = [
        ("cn-2021/proceedings: direct[total]", "6"),
        ("cn-2021/proceedings: direct[pending]", "1"),
        ("cn-2021/proceedings: after_review[pending]", "2"),
    ];
    for (text, expected) in [
        ("行政诉讼方面，未经复议直接起诉6件（尚未审结1件）。", "+"),
        ("行政诉讼方面，未经复议直接起诉6件（尚未审结2件）。", "-"),
        ("行政诉讼方面，复议后起诉6件，尚未审结2件。", "+"),
        ("行政诉讼方面，复议后起诉6件，尚未审结1件。", "-"),
        ("行政诉讼12件，尚未审结3件。", "+"),
        ("行政诉讼12件，尚未审结4件。", "-"),
    ] {
        assert!(beside(text, &CELLS).contains(&format!("{expected}prose-table")), "{text}");
    }
}

#[test]
fn a_year_told_in_one_clause_holds_for_those_behind_it() {
    let granted = "cn-2021/applications: granted[total]";
    for (text, expected) in [
        ("上年新收申请62件，予以公开21件。", vec![]),
        ("上年新收申请62件，予以公开21件；本年予以公开29件。", vec!["+prose-table"]),
        ("上年新收申请62件，予以公开21件；本年予以公开28件。", vec!["-prose-table"]),
    ] {
        assert_eq!(beside(text, &[(granted, "29")]), expected, "{text}");
    }
}

#[test]
fn an_amount_may_be_printed_in_any_unit_where_the_form_names_none() {
    let amount = "cn-2019/active: procurement[amount]";
    for (value, expected) in [("386.5", "+prose-table"), ("3865000", "+prose-table"), ("368.5", "-prose-table")] {
        assert_eq!(beside("政府集中采购方面，采购总金额386.5万元。", &[(amount, value)]), [expected], "{value}");
    }
}

#[test]
fn a_blank_cell_may_hold_what_the_prose_tells() {
    let against = |blank: &str, text: &str| {
        let cells =
            [("cn-2021/proceedings: direct[corrected]", "3"), ("cn-2021/proceedings: after_review[corrected]", blank)];
        beside(text, &cells)
    };
    assert_eq!(against("", "行政诉讼8件，结果纠正0件。"), Vec::<String>::new());
    assert_eq!(against("", "行政诉讼8件，结果纠正3件。"), ["+prose-table"]);
    assert_eq!(against("1", "行政诉讼8件，结果纠正0件。"), ["-prose-table"]);
}
