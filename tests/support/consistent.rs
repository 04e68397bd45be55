//! The consistent reports among the fixtures that are UTF-8 text in the fields of a CSV.

/// Their names; every test of consistent reports runs over all of them.
pub(crate) const CONSISTENT: [&str; 13] = [
    "jianning-2018.csv",
    "jianning-2018.semicolon.csv",
    "jianning-2018.tidy.csv",
    "jianning-2018.traditional.csv",
    "hangzhou-2025.csv",
    "county-2019.csv",
    "county-2020.csv",
    "statistics-2017.csv",
    "panel-2021.csv",
    "panel-english.csv",
    "years/donghe-2022.csv",
    "years/donghe-2023.csv",
    "rollup/counties-2023.csv",
];
