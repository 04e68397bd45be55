#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::*;
use proptest::prelude::*;

fn with(value: f64, code: &str) -> String {
    shown(value, Some(code), false)
}

#[test]
fn figures_are_shown_as_their_format_says() {
    for (value, code, text) in [
        (0.9709, "0.00%", "97.09%"),
        (0.971, "0.00%", "97.10%"),
        (0.113, "0%", "11%"),
        (97.1, "0.00", "97.10"),
        (97.1, "0.0#", "97.1"),
        (2238.0, "#,##0", "2238"),
        (22978.0, "0", "22978"),
        (0.0, "0.00", "0.00"),
        (0.285, "0.00", "0.29"),
        (9.995, "0.00", "10.00"),
        (0.004, "0.00", "0.00"),
        (-0.004, "0.00", "0.00"),
        (-4.0, "0", "-4"),
        (-4.0, "#,##0_);(#,##0)", "-4"),
        (-4.0, "0;[Red]0", "-4"),
        (-4.0, "0;-0", "-4"),
        (0.0, "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"??_ ;_ @_ ", "0"),
        (41.0, "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"??_ ;_ @_ ", "41"),
        (0.0, "0;-0;;@", "0"),
        (41.0, "0\"件\"", "41件"),
        (41.0, "0件", "41件"),
        (1.5, "[$¥-804]0.00", "¥1.50"),
        (1234.5, "#,##0.00", "1234.50"),
        (12345.0, "0000000", "12345"),
        (0.1 + 0.2, "General", "0.3"),
        (1.5, "# ?/?", "1.5"),
        (12345.0, "0.0,", "12345"),
        (12345.0, "0!.0,\"万\"", "12345"),
        (5.0, "[>=10]0;0.0", "5"),
        (1.25, "0.00E+00", "1.25"),
        (7.0, "@", "7"),
    ] {
        assert_eq!(with(value, code), text, "{value} {code}");
    }
}

#[test]
fn without_a_format_the_shortest_decimal_is_shown() {
    for (value, text) in [
        (41.0, "41"),
        (97.09, "97.09"),
        (0.1 + 0.2, "0.3"),
        (0.970_9, "0.9709"),
        (1e-7, "0.0000001"),
        (123_456_789_012_345.0, "123456789012345"),
        (1e18, "1000000000000000000"),
        (-2.5, "-2.5"),
        (0.0, "0"),
        (-0.0, "0"),
    ] {
        assert_eq!(shown(value, None, false), text);
    }
    assert_eq!(shown(f64::NAN, None, false), "NaN");
    assert_eq!(shown(1e300, Some("0"), false).len(), 301);
}

#[test]
fn dates_are_no_figures() {
    for (value, code, text) in [
        (43_465.0, "yyyy/m/d", "2018年12月31日"),
        (43_465.7, "yyyy\"年\"m\"月\"d\"日\";@", "2018年12月31日"),
        (43_465.0, "yyyy\"年\"m\"月\"", "2018年12月"),
        (43_465.0, "[$-804]yyyy", "2018年"),
        (61.0, "yyyy-mm-dd", "1900年3月1日"),
        (0.5, "h:mm", "时间"),
        (0.5, "[h]:mm:ss", "时间"),
    ] {
        assert_eq!(with(value, code), text, "{code}");
    }
    assert_eq!(shown(42_003.0, Some("yyyy/m/d"), true), "2018年12月31日");
}

proptest! {
    #[test]
    fn nothing_panics(value in any::<f64>(), code in "[0#?.,%;\\[\\]\"\\\\_*mdyhse@E+ -件]{0,20}") {
        shown(value, Some(&code), false);
    }

    #[test]
    fn whole_numbers_stay_what_they_are(value in -999_999_999_999_i64..=999_999_999_999) {
        #[expect(clippy::cast_precision_loss, reason = "within the 53 bits of a double")]
        let number = value as f64;
        prop_assert_eq!(shown(number, None, false), value.to_string());
        prop_assert_eq!(shown(number, Some("#,##0"), false), value.to_string());
    }

    #[test]
    fn two_decimals_are_shown_as_typed(cents in 0..100_000_000_i64) {
        let text = format!("{}.{:02}", cents / 100, cents % 100);
        prop_assert_eq!(shown(text.parse().unwrap(), Some("0.00"), false), text);
    }
}
