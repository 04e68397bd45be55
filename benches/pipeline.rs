//! What one report costs, stage by stage, from bytes to output: `cargo bench --bench pipeline`.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where its set-up fails"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use disclose_check::check::{Context, check};
use disclose_check::forms::Catalogue;
use disclose_check::limits::Limits;
use disclose_check::message::Lang;
use disclose_check::recognise::Recogniser;
use disclose_check::render::{Format, Settings, Verbosity, render};
use disclose_check::{Checker, Input, read};

const REPORTS: [(&str, &str, &str); 2] = [
    ("jianning-2018", "cn-fujian", include_str!("../fixtures/jianning-2018.csv")),
    ("hangzhou-2025", "cn-2021", include_str!("../fixtures/hangzhou-2025.csv")),
];

fn stages(c: &mut Criterion) {
    for (name, family, text) in REPORTS {
        let mut group = c.benchmark_group(name);
        let forms = Catalogue::builtin().select(family).unwrap();
        let recogniser = Recogniser::new(forms.clone());
        let document = read::read_bytes(name, text.as_bytes(), &Limits::DEFAULT).unwrap();
        let found = recogniser.recognise(&document);
        let outcome = Checker::new(Catalogue::builtin()).check(&[Input::text(name, text)], None);
        group.bench_function("compile forms", |b| b.iter(|| Catalogue::builtin().select(black_box(family)).unwrap()));
        group.bench_function("index labels", |b| b.iter(|| Recogniser::new(black_box(forms.clone()))));
        group.bench_function("read", |b| {
            b.iter(|| read::read_bytes(name, black_box(text.as_bytes()), &Limits::DEFAULT).unwrap());
        });
        group.bench_function("recognise", |b| b.iter(|| recogniser.recognise(black_box(&document))));
        group.bench_function("check", |b| {
            b.iter(|| check(black_box(&found.reports[0]), &Context::default()));
        });
        for (format, label) in [(Format::Text, "render text"), (Format::Json, "render json")] {
            let settings =
                Settings { lang: Lang::Zh, color: false, verbosity: Verbosity::Normal, width: None, top: None };
            group.bench_function(label, |b| {
                b.iter(|| {
                    let mut out = Vec::new();
                    render(format, black_box(&outcome), &settings, &mut out).unwrap();
                    out
                });
            });
        }
        group.bench_function("all, first report of a run", |b| {
            b.iter(|| Checker::new(Catalogue::builtin()).check(&[Input::text(name, black_box(text))], None));
        });
        let checker = Checker::new(Catalogue::builtin());
        group.bench_function("all, every further report", |b| {
            b.iter(|| checker.check(&[Input::text(name, black_box(text))], None));
        });
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
