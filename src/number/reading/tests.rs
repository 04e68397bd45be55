use super::*;
use crate::message::Lang;
use proptest::prelude::*;

fn count(text: &str) -> Result<Reading, NumberError> {
    read(text, Unit::Count, None)
}

fn exact(value: i128) -> Reading {
    Reading::Number(Number::exact(Decimal::new(value, 0)))
}

/// Mantissa and exponent, which equality of decimals does not tell apart.
fn parts(reading: &Result<Reading, NumberError>) -> Option<(i128, i32, bool)> {
    match reading {
        Ok(Reading::Number(number)) => {
            Some((number.value().mantissa(), number.value().exponent(), number.is_rounded()))
        }
        Ok(Reading::Approximate(value)) => Some((value.mantissa(), value.exponent(), true)),
        _ => None,
    }
}

#[test]
fn counts_are_read() {
    let cases = [
        ("306", 306),
        (" 306 ", 306),
        ("　３０６　", 306),
        ("１，０００", 1000),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u{a0}234", 1234),
        ("2238条", 2238),
        ("2238 条", 2238),
        ("12件/条", 12),
        ("3人次", 3),
        ("41.0", 41),
        ("+5", 5),
        ("-0", 0),
        ("007", 7),
        ("零", 0),
        ("〇", 0),
        ("二千二百三十八条", 2238),
        ("3.5000万", 35_000),
        ("两件", 2),
        ("999999999999999999999999999999", 999_999_999_999_999_999_999_999_999_999),
    ];
    for (text, value) in cases {
        assert_eq!(count(text), Ok(exact(value)), "{text}");
        assert_eq!(parts(&count(text)), Some((value, 0, false)), "{text}");
    }
}

#[test]
fn counts_in_wan_are_rounded() {
    assert_eq!(parts(&count("3.5万")), Some((35, 3, true)));
    assert_eq!(parts(&count("3.50万件")), Some((350, 2, true)));
    assert_eq!(parts(&count("2亿")), Some((2, 8, true)));
    assert_eq!(parts(&count("1.2万亿")), Some((12, 11, true)));
    assert_eq!(parts(&count("三万")), Some((3, 4, true)));
    assert_eq!(parts(&count("三点五万")), Some((35, 3, true)));
    assert_eq!(count("3.55555万"), Err(NumberError::NotWhole));
}

#[test]
fn signs_without_a_figure_are_told_apart() {
    for text in ["", " ", "　", "\t", "\u{a0}\u{2009}", "\u{feff}"] {
        assert_eq!(count(text), Ok(Reading::Blank), "{text:?}");
        assert!(!means_zero_or_nothing(text));
    }
    for text in ["—", "——", "-", "--", "－", "–", "/", "\\", "／", "N/A", "NA", "n/a", "不适用"] {
        assert_eq!(count(text), Ok(Reading::NotApplicable), "{text}");
        assert!(means_zero_or_nothing(text));
    }
    for text in ["无", "没有", "暂无", "未发生", " 无 "] {
        assert_eq!(count(text), Ok(Reading::ZeroByWord), "{text}");
        assert!(means_zero_or_nothing(text));
    }
    assert!(!means_zero_or_nothing("0"));
    assert!(!means_zero_or_nothing("零"));
}

#[test]
fn approximations_are_never_numbers() {
    let cases = [
        ("约100", 100, 0),
        ("近3万", 3, 4),
        ("超过 5", 5, 0),
        ("不足1", 1, 0),
        ("<1", 1, 0),
        ("＜１", 1, 0),
        ("≥3", 3, 0),
        (">=3", 3, 0),
        ("100余", 100, 0),
        ("3万余", 3, 4),
        ("3余万", 3, 4),
        ("200多条", 200, 0),
        ("3万多件", 3, 4),
        ("100条以上", 100, 0),
        ("100左右", 100, 0),
        ("100+", 100, 0),
        ("约三百件", 300, 0),
        ("十余件", 10, 0),
        ("至少１，０００次", 1000, 0),
    ];
    for (text, mantissa, exponent) in cases {
        let reading = count(text);
        assert!(matches!(reading, Ok(Reading::Approximate(_))), "{text}: {reading:?}");
        assert_eq!(parts(&reading), Some((mantissa, exponent, true)), "{text}");
    }
    assert_eq!(read("约100.5", Unit::Share, None), Err(NumberError::ShareAbove100));
}

#[test]
fn spoilt_counts_are_refused() {
    let unknown = |found: &str| NumberError::UnknownUnit { found: found.into() };
    let cases = [
        ("41.5", NumberError::NotWhole),
        ("-3", NumberError::Negative),
        ("−3", NumberError::Negative),
        ("5%", NumberError::UnexpectedPercent),
        ("百分之五", NumberError::UnexpectedPercent),
        ("1O5", NumberError::Stray { found: 'O' }),
        ("O5", NumberError::Stray { found: 'O' }),
        ("1.2.3", NumberError::TwoPoints),
        ("12,34", NumberError::Grouping),
        ("1234,567", NumberError::Grouping),
        ("0,123", NumberError::Grouping),
        ("1,234 567", NumberError::Grouping),
        ("1,,234", NumberError::Grouping),
        ("1,", NumberError::Grouping),
        ("1 2", NumberError::Grouping),
        ("12-", NumberError::Stray { found: '-' }),
        ("- 3", NumberError::Stray { found: ' ' }),
        ("(5)", NumberError::Stray { found: '(' }),
        ("12²3", NumberError::Stray { found: '²' }),
        ("#REF!", NumberError::SpreadsheetError),
        ("#DIV/0!", NumberError::SpreadsheetError),
        ("=41", NumberError::Formula),
        ("of:=SUM([.C3:.C5])", NumberError::Formula),
        (":=1", NumberError::Stray { found: ':' }),
        ("件:=1", NumberError::Stray { found: '件' }),
        (".", NumberError::LonePoint),
        ("5.", NumberError::LonePoint),
        (".5", NumberError::LonePoint),
        ("1E5", NumberError::Scientific),
        ("1.2e+5", NumberError::Scientific),
        ("一百五", NumberError::Numeral),
        ("总数", NumberError::NotANumber),
        ("约", NumberError::NotANumber),
        ("2018年", unknown("年")),
        ("3万5000", NumberError::Stray { found: '5' }),
        ("1000000000000000000000000000000", NumberError::TooLong),
        ("1e999999999", NumberError::Scientific),
        ("NaN", NumberError::NotANumber),
        ("Infinity", NumberError::NotANumber),
    ];
    for (text, error) in cases {
        assert_eq!(count(text), Err(error), "{text}");
    }
    for digit in ["9", "９", "0", "九", "1,000,"] {
        assert!(count(&digit.repeat(10_000)).is_err(), "{digit}");
    }
    assert_eq!(count(&"9".repeat(10_000)), Err(NumberError::TooLong));
}

#[test]
fn changes_have_a_sign() {
    for (text, value) in [("-3", -3), ("－３件", -3), ("+3", 3), ("−1,000", -1000), ("负三", -3)] {
        assert_eq!(read(text, Unit::Change, None), Ok(exact(value)), "{text}");
    }
    assert_eq!(read("-3.5", Unit::Change, None), Err(NumberError::NotWhole));
}

#[test]
fn percentages_keep_their_places() {
    let share = |text| parts(&read(text, Unit::Share, None));
    assert_eq!(share("97.10"), Some((9710, -2, true)));
    assert_eq!(share("97.10%"), Some((9710, -2, true)));
    assert_eq!(share("９７．０９％"), Some((9709, -2, true)));
    assert_eq!(share("100"), Some((100, 0, true)));
    assert_eq!(share("5‰"), Some((5, -1, true)));
    assert_eq!(share("百分之九十七点零九"), Some((9709, -2, true)));
    assert_eq!(share("百分之97.09"), Some((9709, -2, true)));
    for (text, error) in [
        ("100.01", NumberError::ShareAbove100),
        ("101", NumberError::ShareAbove100),
        ("-1", NumberError::Negative),
        ("97件", NumberError::NotAShare),
        ("3万", NumberError::NotAShare),
        ("97%%", NumberError::Stray { found: '%' }),
        ("百分之五%", NumberError::Stray { found: '%' }),
    ] {
        assert_eq!(read(text, Unit::Share, None), Err(error), "{text}");
    }
    let rate = |text| parts(&read(text, Unit::Rate, None));
    assert_eq!(rate("-12.5%"), Some((-125, -1, true)));
    assert_eq!(rate("250"), Some((250, 0, true)));
    assert_eq!(rate("3.2个百分点"), Some((32, -1, true)));
}

#[test]
fn quantities_are_as_exact_as_they_are_printed() {
    let quantity = |text| parts(&read(text, Unit::Quantity, None));
    assert_eq!(quantity("12.50"), Some((1250, -2, false)));
    assert_eq!(quantity("9"), Some((9, 0, false)));
    assert_eq!(quantity("1.2万"), Some((12, 3, true)));
    assert_eq!(read("-3", Unit::Quantity, None), Err(NumberError::Negative));
}

#[test]
fn amounts_follow_the_measure_of_their_column() {
    let amount = |text, measure| parts(&read(text, Unit::Amount, measure));
    let wan = Some("万元");
    assert_eq!(amount("3.50", wan), Some((350, -2, true)));
    assert_eq!(amount("12", wan), Some((12, 0, true)));
    assert_eq!(amount("3.5万元", wan), Some((35, -1, true)));
    assert_eq!(amount("3.5万", wan), Some((35, -1, true)));
    assert_eq!(amount("3亿元", wan), Some((3, 4, true)));
    assert_eq!(amount("5000元", wan), Some((5000, -4, true)));
    assert_eq!(amount("三万元", wan), Some((3, 0, true)));
    assert_eq!(amount("3.5万元", None), Some((35, 3, true)));
    assert_eq!(amount("3.5千克", Some("千克")), Some((35, -1, true)));
    assert_eq!(amount("7 标箱", Some("标箱")), Some((7, 0, true)));
    let wrong = NumberError::WrongUnit { found: "件".into(), expected: "万元".into() };
    assert_eq!(read("3件", Unit::Amount, wan), Err(wrong));
    assert_eq!(read("3%", Unit::Amount, wan), Err(NumberError::UnexpectedPercent));
    assert_eq!(read("-3", Unit::Amount, wan), Err(NumberError::Negative));
}

#[test]
fn an_amount_of_money_is_no_count() {
    let wrong = NumberError::WrongUnit { found: "元".into(), expected: "件".into() };
    assert_eq!(read("3万元", Unit::Count, Some("件")), Err(wrong));
    assert_eq!(read("3元", Unit::Count, None), Err(NumberError::UnknownUnit { found: "元".into() }));
    assert_eq!(parts(&read("3元", Unit::Count, Some("元"))), Some((3, 0, false)));
    assert_eq!(parts(&read("3人", Unit::Count, Some("件"))), Some((3, 0, false)));
}

#[test]
fn figures_are_told_from_labels() {
    for text in [
        "0",
        "1O5",
        "12,34",
        "约100",
        "97.09%",
        "-3",
        "2238条",
        "１，０００",
        "1.2.3",
        "1E5",
        "12-",
        "3万余",
        "<1",
        "1 2",
        "二千二百三十八",
        "百分之五",
        "5‰",
        "1O",
        "3.5万元",
        "3万5000",
        "12.%",
        "百分之12.",
    ] {
        assert!(looks_numeric(text), "{text}");
    }
    for text in [
        "",
        " ",
        "—",
        "无",
        "2018年",
        "1.政府网站公开数",
        "第二十条第（一）项",
        "<1-20 Days",
        "1.",
        "1、总数",
        "2018-01-02",
        "2018/1/2",
        "（一）",
        "(1)",
        "#REF!",
        "一般公共预算",
        "三件",
        "A1",
        "1st",
        "12个月以上未办结",
    ] {
        assert!(!looks_numeric(text), "{text}");
    }
}

#[test]
fn words_before_a_figure_call_it_approximate() {
    let words = [
        "不超过",
        "不少于",
        "不足",
        "不到",
        "大约",
        "大于",
        "将近",
        "接近",
        "超过",
        "超",
        "至少",
        "至多",
        "小于",
        "约",
        "近",
        "逾",
        ">=",
        ">",
        "<=",
        "<",
        "≥",
        "≤",
        "≈",
        "~",
    ];
    for word in words {
        assert_eq!(read(&format!("{word}120件"), Unit::Count, None), Ok(Reading::Approximate(Decimal::from(120))));
    }
}

#[test]
fn messages_say_what_was_expected() {
    let stray = NumberError::Stray { found: 'O' };
    assert_eq!(
        stray.message(Lang::En),
        "`O` does not belong in a number (the digit 0?), expected a number such as 1,234"
    );
    assert_eq!(stray.message(Lang::Zh), "数字中不应有“O”（应为数字 0？），应为数字，如 1,234");
    assert_eq!(NumberError::NotWhole.message(Lang::En), "has a fraction, expected a whole number such as 1,234");
}

const UNITS: [Unit; 6] = [Unit::Count, Unit::Change, Unit::Share, Unit::Rate, Unit::Amount, Unit::Quantity];

proptest! {
    #[test]
    fn nothing_panics(text in ".{0,40}") {
        for unit in UNITS {
            let _ = read(&text, unit, Some("万元"));
            let _ = read("3", unit, Some(&text));
        }
        let _ = looks_numeric(&text);
        let _ = means_zero_or_nothing(&text);
    }

    #[test]
    fn nothing_numeric_panics(text in "[约<+负百分之0-9０-９,，.．一二十百千万亿点余多以上元件%‰ eEO-]{0,40}") {
        for unit in UNITS {
            let _ = read(&text, unit, Some("万元"));
        }
        let _ = looks_numeric(&text);
    }

    #[test]
    fn every_way_to_print_a_count_reads_the_same(value in 0..1_000_000_000_000_u64) {
        let plain = value.to_string();
        let mut grouped = String::new();
        for (index, digit) in plain.chars().enumerate() {
            if index > 0 && (plain.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let wide = |text: &str| -> String {
            text.chars().map(|sign| char::from_u32(u32::from(sign) + 0xFEE0).unwrap()).collect()
        };
        let expected = Ok(exact(i128::from(value)));
        for text in [wide(&plain), wide(&grouped), grouped.replace(',', " "), format!("{grouped}条"), grouped, plain] {
            prop_assert_eq!(count(&text), expected.clone(), "{}", text);
            prop_assert!(looks_numeric(&text));
        }
    }

    #[test]
    fn printed_decimals_come_back(mantissa in 0..10_000_i128, places in 0..4_i32) {
        let value = Decimal::new(mantissa, -places);
        let reading = read(&value.to_string(), Unit::Rate, None);
        prop_assert_eq!(parts(&reading), Some((mantissa, -places, true)));
    }
}

#[test]
fn what_looks_like_a_figure_has_few_letters_in_it() {
    for text in ["1O5", "1OO5", "12a", "一千二百三十四万五千六百"] {
        assert!(looks_numeric(text), "{text}");
    }
    for text in ["1OOO5", "1a", "1aO", "一千二百三十四万五千六百七十"] {
        assert!(!looks_numeric(text), "{text}");
    }
}

#[test]
fn shares_reach_100_and_thousandths_are_tenths() {
    assert_eq!(parts(&read("100.0%", Unit::Share, None)), Some((1000, -1, true)));
    assert_eq!(read("100.1%", Unit::Share, None), Err(NumberError::ShareAbove100));
    assert_eq!(parts(&read("千分之5", Unit::Share, None)), Some((5, -1, true)));
    assert_eq!(read("1.2,3", Unit::Amount, None), Err(NumberError::Grouping));
}

#[test]
fn another_number_is_printed_the_same_way() {
    let share = Number::rounded(Decimal::new(9709, -2)).with_mantissa(9790);
    assert_eq!((share.value().mantissa(), share.value().exponent(), share.is_rounded()), (9790, -2, true));
}

#[test]
fn letters_that_are_taken_for_digits_are_told() {
    for (text, digit) in [("1O5", '0'), ("1l5", '1'), ("1I5", '1'), ("1|5", '1')] {
        let error = count(text).unwrap_err();
        assert!(error.message(Lang::En).contains(&format!("(the digit {digit}?)")), "{text}: {error}");
    }
}
