//! A report with one failing sum, made by hand, for the tests of the formats.

use std::sync::Arc;

use super::{Settings, Verbosity};
use crate::claims::Prose;
use crate::document::Place;
use crate::finding::{Change, Check, CheckedFigure, Failure, Kind, Reason, Severity, Sides, Slip, Status, Suggestion};
use crate::forms::{Bilingual, Breakdown, Rule, RuleBody};
use crate::message::Lang;
use crate::number::Decimal;
use crate::report::{Report, Unrecognised};
use crate::{CheckedReport, Outcome};

pub(super) const TEXT: &str = "指标名称,计量单位,2018年,历年累计\n\
受理政府信息公开申请总数,件,41,306\n\
其中:1.当面申请数,件,20,204\n\
主动公开文件数,件,1,2\n\
2.网上申请数,件,11,69\n\
3.信函、传真申请数,件,10,32\n\
附注\u{1b}[31m 12,,,\n";

pub(super) fn settings(lang: Lang, verbosity: Verbosity) -> Settings {
    Settings { lang, color: false, verbosity, width: None, top: None }
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}

/// The place of a field of [`TEXT`], both from 1.
fn place(line: usize, column: usize) -> Place {
    let mut start: usize = TEXT.lines().take(line - 1).map(|line| line.len() + 1).sum();
    let fields: Vec<&str> = TEXT.lines().nth(line - 1).unwrap().split(',').collect();
    start += fields.iter().take(column - 1).map(|field| field.len() + 1).sum::<usize>();
    Place {
        line,
        column,
        row: line,
        span: start..start + fields[column - 1].len(),
        within: crate::document::Within::File,
    }
}

fn figure(row: &str, label: &str, en: &str, line: usize) -> CheckedFigure {
    let place = place(line, 4);
    let text = &TEXT[place.span.clone()];
    CheckedFigure {
        form: "cn-fujian/annex".into(),
        row: row.into(),
        column: "cumulative".into(),
        label: label.into(),
        label_en: en.into(),
        value: text.parse().ok().map(|value| Decimal::new(value, 0)),
        text: text.into(),
        source: "report.csv".into(),
        place,
    }
}

pub(super) fn rule() -> Rule {
    Rule {
        id: "cn-fujian/annex:received-by-channel".into(),
        check: "received = received.in_person + received.online + received.mail".into(),
        title: both("受理总数等于各渠道申请数之和", "requests received equal the sum of their channels"),
        why: both("每件申请只经一个渠道提出", "every request comes by one channel"),
        hint: both("常见原因是某一渠道少计或多计", "usually one channel was miscounted"),
        basis: both("福建省政府信息公开年度报告附表", "annex of the annual reports of Fujian"),
        severity: Severity::Error,
        body: RuleBody::Breakdown(Breakdown { share: 0, count: None, rows: None, base: Vec::new() }),
    }
}

pub(super) fn failing() -> Check {
    Check {
        rule: Arc::new(rule()),
        instance: "cumulative".into(),
        kind: Kind::Rule,
        status: Status::Fail(Failure::Disagree),
        severity: Severity::Error,
        rounded: false,
        sides: Some(Sides {
            left: Decimal::new(306, 0),
            left_terms: "306".into(),
            relation: "=",
            right: Decimal::new(305, 0),
            right_terms: "204 + 69 + 32".into(),
            difference: Decimal::new(1, 0),
        }),
        figures: vec![
            figure("received", "受理政府信息公开申请总数", "requests received", 2),
            figure("received.in_person", "其中:1.当面申请数", "in person", 3),
            figure("received.online", "2.网上申请数", "online", 5),
            figure("received.mail", "3.信函、传真申请数", "by mail or fax", 6),
        ],
        recovered: Vec::new(),
        remarks: Vec::new(),
    }
}

pub(super) fn skipped() -> Check {
    let status = Status::Skip(Reason::Missing("2.网上申请数".into()));
    Check { instance: "year".into(), status, sides: None, figures: Vec::new(), ..failing() }
}

/// What would repair [`failing`].
pub(super) fn suggestion() -> Suggestion {
    let figure = failing().figures.pop().unwrap();
    let change = Change { figure, to: Decimal::new(33, 0), slip: Slip::LookAlike };
    Suggestion { changes: vec![change], resolves: vec![failing().id()], unique: false }
}

pub(super) fn outcome(checks: Vec<Check>) -> Outcome {
    let unrecognised = vec![Unrecognised { text: "附注\u{1b}[31m 12".into(), place: place(7, 1) }];
    let report = Report {
        source: "report.csv".into(),
        text: TEXT.into(),
        entity: Some("建宁县".into()),
        period: Some("2018".into()),
        rank: crate::report::Rank::Own,
        part: None,
        tables: Vec::new(),
        read_as: Vec::new(),
        unrecognised,
        prose: Prose::default(),
        header: crate::report::Header::default(),
    };
    Outcome {
        reports: vec![CheckedReport { report, checks, suggestions: Vec::new(), coverage: None }],
        problems: Vec::new(),
    }
}
