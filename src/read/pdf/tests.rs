#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::geometry::{Glyph, Page};
use super::lines::{Part, parts};
use crate::limits::Limits;

/// Characters of 10 points, side by side from a place.
fn line(left: f64, base: f64, text: &str) -> Vec<Glyph> {
    let mut right = left;
    let glyph = |sign: char| {
        let left = right;
        right += 10.0;
        Glyph { text: sign.into(), left, right, base, size: 10.0, run: 0 }
    };
    text.chars().map(glyph).collect()
}

#[test]
fn prose_beside_navigation_goes_on_in_the_next_line() {
    let glyphs = [
        line(0.0, 10.0, "首页"),
        line(120.0, 30.0, "全年主动公开三条其中二条"),
        line(100.0, 50.0, "为县政府公开一条为部门公开一"),
        line(100.0, 70.0, "条。"),
        line(120.0, 90.0, "另一段也有一整行不多不少"),
        line(120.0, 110.0, "又一段"),
    ];
    let page = Page { glyphs: glyphs.concat(), ..Page::default() };
    let texts = parts(page, &Limits::DEFAULT).unwrap().into_iter().map(|part| match part {
        Part::Prose { text, .. } => text,
        Part::Table { .. } => "table".into(),
    });
    let expected =
        ["首页", "全年主动公开三条其中二条为县政府公开一条为部门公开一条。", "另一段也有一整行不多不少", "又一段"];
    assert_eq!(texts.collect::<Vec<_>>(), expected);
}
