//! A spell checker for official statistics: reads a published report, recognises its tables, and
//! checks that its figures agree.
//!
//! ```text
//! bytes -> Document -> Report -> Findings -> output
//!    read      recognise    check     render
//! ```
//!
//! * [`read`] turns a file into a [`document::Document`]: tables of text cells with their places.
//! * [`recognise`] matches tables to [`forms`] and yields a [`report::Report`] of figures.
//! * [`check`] evaluates the rules of the forms and yields [`finding::Check`]s.
//! * [`render`] prints them, and [`fix`] writes corrections into a copy.
//!
//! [`policy`] holds what a project decides about findings: severities, waivers, a baseline.
//!
//! Each stage knows the data before it and nothing of the stage after it. Forms and their rules are
//! data (TOML); the rule language is [`rules`], the exact arithmetic is [`number`].
//!
//! ```
//! use disclose_check::{Checker, Input, forms::Catalogue};
//!
//! let report = "指标名称,计量单位,2018年,历年累计\n\
//!               受理政府信息公开申请总数,件,41,306\n\
//!               其中:1.当面申请数,件,41,204\n\
//!               2.网上申请数,件,0,69\n\
//!               3.信函、传真申请数,件,0,32\n";
//! let checker = Checker::new(Catalogue::builtin());
//! let outcome = checker.check(&[Input::text("report.csv", report)], None);
//! let failed: Vec<String> = outcome.failed().map(|check| check.id()).collect();
//! assert_eq!(failed, ["cn-fujian/annex:received-by-channel[cumulative]"]);
//! ```

pub mod check;
pub mod claims;
pub mod document;
pub mod example;
pub mod finding;
pub mod fix;
pub mod forms;
pub mod limits;
pub mod message;
pub mod number;
pub mod policy;
pub mod problem;
pub mod read;
pub mod recognise;
pub mod render;
pub mod report;
pub mod rules;

mod kept;
mod outcome;
mod packed;
pub mod panel;
mod pattern;
mod pipeline;

pub use kept::MAX_KEPT;
pub use outcome::{CheckedReport, Outcome};
pub use pipeline::{BATCH, Checker, Input, Progress};
