//! Which figures a difference that another sentence tells may be of.

use super::super::line::Line;
use super::*;

/// The differences of a text, each with two other figures for which something holds of them: it, now, then.
fn found(text: &str, holds: fn(&Telling, &Telling, &Telling) -> bool) -> Vec<[usize; 3]> {
    let mut tellings = Tellings::default();
    tellings.read(&Line::of(text), 0, |_| 0);
    let (differences, ends): (Vec<_>, Vec<_>) = tellings.all.iter().partition(|one| one.difference.is_some());
    let mut found = Vec::new();
    for (by, now) in differences.iter().flat_map(|by| ends.iter().map(move |now| (by, now))) {
        let fitting = ends.iter().filter(|then| then.index != now.index && holds(by, now, then));
        found.extend(fitting.map(|then| [by.index, now.index, then.index]));
    }
    found
}

fn agree(holds: fn(&Telling, &Telling, &Telling) -> bool, texts: &[(&str, &[[usize; 3]])]) {
    for (text, expected) in texts {
        assert_eq!(found(text, holds), *expected, "{text}");
    }
}

#[test]
fn a_difference_in_points_is_of_the_two_rates_right_before_it() {
    agree(
        of_points,
        &[
            ("公开占88.9%。公开比例较上年的81.3%提高7.6个百分点", &[[2, 0, 1]]),
            ("公开占88.9%,公开比例较上年的81.3%提高7.6个百分点", &[]),
            ("公开占88.9%。较上年的81.3%为多。提高7.6个百分点", &[]),
            ("公开占88.9%。答复率81.3%,提高7.6个百分点", &[]),
            ("公开占88.9%。答复率较上年的81.3%为高,共85.2%,提高7.6个百分点", &[]),
            ("公开88件。较上年的81件增长7.6%", &[]),
        ],
    );
}

#[test]
fn a_change_with_named_years_is_surely_of_the_two_right_before_it() {
    agree(
        is_sure,
        &[
            ("2021年申请40件,2022年50件,比2021年增长25%", &[[2, 1, 0]]),
            ("申请40件,2022年50件,比2021年增长25%", &[]),
            ("2021年申请40件,2022年50件,增长25%", &[]),
            ("2021年申请40件,2022年50件。比2021年增长25%", &[]),
            ("2021年申请40件,2022年网上50件,比2021年增长25%", &[]),
        ],
    );
}

#[test]
fn a_sentence_of_how_much_it_was_and_its_change_goes_on_with_the_one_before() {
    agree(
        is_beside,
        &[
            ("2022年受理申请50件。上年为40件,同比增长25%", &[[2, 0, 1]]),
            ("2022年受理申请50件。2021年为40件,同比增长25%", &[[2, 0, 1]]),
            ("2022年受理申请50件。2021年40件。同比增长25%", &[[2, 0, 1]]),
            ("2022年受理申请50件。2021年40件。举办培训班3期。同比增长25%", &[]),
            ("2022年受理申请50件。举办培训班3期。2021年40件,同比增长25%", &[]),
            ("受理申请50件。2021年40件,同比增长25%", &[]),
            ("受理申请50件。40件,同比增长25%", &[]),
            ("2022年50件。2021年40件,同比增长25%", &[]),
            ("2022年受理申请50件。2021年为40件,增长25%", &[]),
        ],
    );
}

#[test]
fn a_change_is_of_a_figure_and_of_an_earlier_one_that_it_is_compared_with() {
    agree(
        is_pair,
        &[
            ("一季度受理申请40件。二季度受理申请50件,比一季度增长25%", &[[2, 1, 0]]),
            ("一季度受理申请40件。受理申请50件,比一季度增长25%", &[]),
            ("上半年受理申请40件。二季度受理申请50件,比一季度增长25%", &[]),
            ("一季度受理申请40件。一季度受理申请50件,比一季度增长25%", &[]),
            ("2021年申请40件。2022年申请50件。2023年申请66件,比2021年增长65%", &[[3, 2, 0]]),
            ("2022年申请66件。2021年申请40件,2020年增长25%", &[]),
        ],
    );
}
