//! Findings as one page for a browser: it needs nothing from outside, speaks both languages, and
//! holds no script but its own. This file makes the page; `report` and `grid` make what stands in it.

mod grid;
mod overview;
mod report;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::name::entity;
use super::sentence;
use super::standing::{self, Standing};
use super::tally::{Tally, Total};
use super::{Settings, Verbosity, at, printable};
use crate::Outcome;
use crate::message::{self, Lang};
use report::View;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is loaded and nothing runs but the style and the script with these hashes, which a test computes.
const POLICY: &str = concat!(
    "default-src 'none'; base-uri 'none'; form-action 'none'; ",
    "style-src 'sha256-DQPADnTijf1CuyNfrHVqbio5qc7SPtSMRNTc/Nb6BKU='; ",
    "script-src 'sha256-6T4/KcuAwaPyZ7yDn2VNxF1e7ztj0NDK1iXGPBo51bg='",
);

/// Writes one page for the whole run, report by report.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let mut standings = Standing::all(outcome);
    let all = standings.len() <= standing::FEW || settings.verbosity == Verbosity::Verbose;
    let shown = |one: &Standing<'_>| all || one.has_findings();
    let language = match settings.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    writeln!(out, "{}<html lang=\"{language}\">\n{}<body>", DOCTYPE.into_string(), head(outcome).into_string())?;
    let top = html! {
        a .skip href="#main" { (both(message::to_the_findings)) }
        (controls(Total::of(outcome).checks))
        "\n"
    };
    writeln!(out, "{}<main id=\"main\">", top.into_string())?;
    writeln!(out, "{}", problems(outcome).into_string())?;
    if standings.len() > 1 {
        writeln!(out, "{}", overview::overview(outcome, &standings, shown).into_string())?;
    }
    standings.sort_by_key(|one| one.number);
    for one in standings.iter().filter(|one| shown(one)) {
        writeln!(out, "{}", View::new(one.number, one.checked, one.tally, outcome).section().into_string())?;
    }
    let script = html! { script { (PreEscaped(SCRIPT)) } };
    writeln!(out, "</main>\n{}{}\n</body>\n</html>", foot().into_string(), script.into_string())
}

/// A sentence in both languages, of which the page shows one.
fn both(say: impl Fn(Lang) -> String) -> Markup {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| shown(&say(lang)));
    html! {
        @if zh == en { (zh) } @else { span .zh lang="zh-CN" { (zh) } span .en lang="en" { (en) } }
    }
}

/// Text of a file, without anything but what can be seen.
fn shown(text: &str) -> String {
    printable::line(text.trim())
}

fn head(outcome: &Outcome) -> Markup {
    let subject = match outcome.reports.as_slice() {
        [only] if !entity(&only.report).is_empty() => entity(&only.report),
        [first, ..] => first.report.source.to_string(),
        [] => String::new(),
    };
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (env!("CARGO_PKG_NAME")) " " (shown(&subject)) }
            style { (PreEscaped(STYLE)) }
        }
        "\n"
    }
}

/// What works only with the script stays hidden without it.
fn controls(tally: Tally) -> Markup {
    let kinds = [("error", tally.error), ("warning", tally.warning), ("note", tally.note)];
    let name = |kind: &str, lang| match kind {
        "error" => message::error(lang),
        "warning" => message::warning(lang),
        _ => message::note(lang),
    };
    html! {
        header {
            p .tool { (env!("CARGO_PKG_NAME")) }
            div #controls hidden {
                fieldset {
                    legend { (both(message::show)) }
                    @for (kind, count) in kinds {
                        label {
                            input type="checkbox" name=(kind) checked;
                            " " (both(|lang| name(kind, lang))) " " (count)
                        }
                    }
                }
                button #language type="button" {
                    span .en lang="zh-CN" { "中文" }
                    span .zh lang="en" { "English" }
                }
            }
        }
    }
}

fn problems(outcome: &Outcome) -> Markup {
    html! {
        @if !outcome.problems.is_empty() {
            section .problems {
                h2 { (both(message::problems_heading)) }
                ul {
                    @for problem in &outcome.problems {
                        @let file = problem.place.as_ref().map_or(problem.source.to_string(), |place| at(&problem.source, place));
                        li { span .place { (shown(&file)) } " " (both(|lang| sentence::problem(problem, lang))) }
                    }
                }
            }
        }
    }
}

fn foot() -> Markup {
    html! { footer { (env!("CARGO_PKG_NAME")) " " (env!("CARGO_PKG_VERSION")) } }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine};
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_allows_the_style_and_the_script_of_the_page() {
        for (name, text) in [("style", STYLE), ("script", SCRIPT)] {
            let hash = BASE64_STANDARD.encode(Sha256::digest(text));
            assert!(POLICY.contains(&format!("{name}-src 'sha256-{hash}'")), "{name}: {hash}");
        }
    }
}
