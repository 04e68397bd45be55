//! Findings as a comment for a pull request: verdicts, a table of findings, suggestions.
//! Text of files is escaped: it makes no table, link, mention or HTML.

use std::io::{self, Write};

use super::findings::{Finding, findings_of};
use super::name::entity;
use super::sentence::{self, coverage_of, sentence, severity, suggestion};
use super::standing::{self, Standing};
use super::tally::{Tally, Total, Verdict};
use super::{Settings, at, path, printable};
use crate::message::{self, Lang};
use crate::report::Report;
use crate::{CheckedReport, Outcome};

/// How many reports are listed.
const MOST_REPORTS: usize = 50;
/// How many findings of a report are listed; a comment has an end.
const MOST_FINDINGS: usize = 100;
/// How much unrecognised text is listed.
const MOST_LINES: usize = 20;

/// Writes one comment for the whole run.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let problems: Vec<String> = outcome
        .problems
        .iter()
        .map(|problem| {
            let place = problem.place.as_ref().map_or(problem.source.to_string(), |place| at(&problem.source, place));
            message::labelled(lang, &place, &sentence::problem(problem, lang))
        })
        .collect();
    list(&message::problems_heading(lang), &problems, problems.len(), lang, out)?;
    let mut standings = Standing::all(outcome);
    if standings.len() > standing::FEW {
        writeln!(out, "{}\n", escaped(&Total::of(outcome).sentence(lang)))?;
        standings.retain(Standing::has_findings);
        overview(&standings, lang, out)?;
    }
    standings.sort_by_key(|one| one.number);
    standings.iter().try_for_each(|one| section(one.checked, one.tally, outcome, lang, out))
}

/// The worst reports, a line each.
fn overview(standings: &[Standing<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if standings.is_empty() {
        return Ok(());
    }
    writeln!(out, "| {} |\n|---|---|--:|--:|--:|---|", Standing::headings(lang).join(" | "))?;
    for one in standings.iter().take(MOST_REPORTS) {
        writeln!(out, "| {} |", one.cells(lang).map(|cell| escaped(&cell)).join(" | "))?;
    }
    if standings.len() > MOST_REPORTS {
        writeln!(out, "\n{}", message::more(lang, standings.len() - MOST_REPORTS))?;
    }
    writeln!(out)
}

fn section(
    checked: &CheckedReport,
    tally: Tally,
    outcome: &Outcome,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = &checked.report;
    let source = path::relative(&report.source);
    let name = if entity(report).is_empty() { source.clone() } else { entity(report) };
    let verdict = Verdict::of(report, tally, outcome).word(lang);
    let counts = message::labelled(lang, &message::checks(lang, tally.all()), &tally.parts(lang));
    writeln!(out, "### {}\n", escaped(&message::labelled(lang, &name, &verdict)))?;
    writeln!(out, "{}\n", escaped(&message::labelled(lang, &source, &counts)))?;
    let findings: Vec<Finding<'_>> = findings_of(checked).collect();
    table(&findings, lang, out)?;
    let repairs: Vec<String> = checked.suggestions.iter().map(|one| suggestion(one, lang)).collect();
    list(&message::suggestions_heading(lang), &repairs, repairs.len(), lang, out)?;
    if let Some(coverage) = &checked.coverage {
        writeln!(out, "{}\n", escaped(&coverage_of(coverage, lang)))?;
    }
    let texts: Vec<String> = unrecognised(report).collect();
    list(&message::unrecognised_heading(lang), &texts, MOST_LINES, lang, out)
}

fn unrecognised(report: &Report) -> impl Iterator<Item = String> {
    report.unrecognised.iter().map(|text| format!("{}: {}", at(&report.source, &text.place), text.text))
}

fn table(findings: &[Finding<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let heading = [
        message::severity(lang),
        message::cell(lang),
        message::figure_name(lang),
        message::what(lang),
        message::check(lang),
    ];
    writeln!(out, "| {} |\n|---|---|---|---|---|", heading.join(" | "))?;
    for finding in findings.iter().take(MOST_FINDINGS) {
        let figure = finding.figure();
        let cells = [
            severity(finding.severity, lang),
            figure.map(|figure| figure.place.cell_name()).unwrap_or_default(),
            figure.map(|figure| finding.name(figure, lang)).unwrap_or_default(),
            sentence(finding.check, lang),
            finding.check.id(),
        ];
        writeln!(out, "| {} |", cells.map(|cell| escaped(&cell)).join(" | "))?;
    }
    if findings.len() > MOST_FINDINGS {
        writeln!(out, "\n{}", message::more(lang, findings.len() - MOST_FINDINGS))?;
    }
    writeln!(out)
}

fn list(heading: &str, lines: &[String], limit: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "**{heading}**\n")?;
    for line in lines.iter().take(limit) {
        writeln!(out, "- {}", escaped(line))?;
    }
    if lines.len() > limit {
        writeln!(out, "- {}", message::more(lang, lines.len() - limit))?;
    }
    writeln!(out)
}

/// Text on one line that stays text.
fn escaped(text: &str) -> String {
    let line = printable::line(text);
    let line = line.trim();
    let mut escaped = String::with_capacity(line.len());
    // A number or a dash at the start would begin a list.
    let digits = line.len() - line.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    for (index, character) in line.char_indices() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A mention is looked for after escapes are resolved; a comment within breaks it.
            '@' => escaped.push_str("@<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => escaped.extend(['\\', character]),
            '-' | '+' if index == 0 => escaped.extend(['\\', character]),
            '.' | ')' if index == digits && digits > 0 => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("a|b\n<img src=x> [c](http://d) @e"), r"a\|b &lt;img src=x&gt; \[c\](http\://d) @<!-- -->e");
        assert_eq!(escaped("2. x"), r"2\. x");
        assert_eq!(escaped("- x - 1.5"), r"\- x - 1.5");
        assert_eq!(escaped("**`x`** &lt; www.x"), r"\*\*\`x\`\*\* &amp;lt; www\.x");
    }
}
