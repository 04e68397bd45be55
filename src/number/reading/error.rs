//! Why a text is not a figure, and how to say so in both languages. The cell and its labels are
//! named by whoever reports the error.

use crate::message::Lang;

/// Why a text is not a figure of its unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not a number at all.
    #[error("expected a number such as 1,234 or 97.09")]
    NotANumber,
    /// An error value that a spreadsheet wrote, such as `#REF!`.
    #[error("is an error of the spreadsheet, expected a number such as 1,234 or 97.09")]
    SpreadsheetError,
    /// A formula of a spreadsheet that no value was saved with.
    #[error("is a formula without a saved value, expected a number such as 1,234 (open and save the file)")]
    Formula,
    /// Thousands separators that do not part groups of three digits.
    #[error("the digits are not in groups of three, expected a number such as 1,234 or 1234")]
    Grouping,
    /// More than one decimal point.
    #[error("there are two decimal points, expected a number such as 97.09")]
    TwoPoints,
    /// A decimal point without a digit on both sides.
    #[error("a digit is missing beside the decimal point, expected a number such as 0.5")]
    LonePoint,
    /// A number such as `1.2E5`.
    #[error("is in scientific notation, expected all digits such as 120000")]
    Scientific,
    /// Chinese numerals that do not make a number, or more than one.
    #[error("the Chinese numeral has no single meaning, expected one such as 一百二十三, or 123")]
    Numeral,
    /// A sign that does not belong in a number.
    #[error("`{found}` does not belong in a number{}, expected a number such as 1,234", hint_en(*.found))]
    Stray {
        /// The sign.
        found: char,
    },
    /// A word after the number that is no unit of measure.
    #[error("`{found}` is not a known unit, expected a number such as 1,234 or 1,234件")]
    UnknownUnit {
        /// The word.
        found: Box<str>,
    },
    /// A unit of measure that the column does not have.
    #[error("the unit is `{found}`, expected `{expected}` as in the heading")]
    WrongUnit {
        /// The unit as printed.
        found: Box<str>,
        /// The measure of the column.
        expected: Box<str>,
    },
    /// A fraction where things are counted.
    #[error("has a fraction, expected a whole number such as 1,234")]
    NotWhole,
    /// A figure below zero where there can be none.
    #[error("is below zero, expected a number from 0 on")]
    Negative,
    /// A share of more than the whole.
    #[error("is above 100, expected a percentage from 0 to 100 such as 97.09")]
    ShareAbove100,
    /// A percent sign on a figure that is no percentage.
    #[error("is a percentage, expected a number without a percent sign such as 1,234")]
    UnexpectedPercent,
    /// A unit or 万 on a figure that is a percentage.
    #[error("has a unit, expected a percentage such as 97.09")]
    NotAShare,
    /// More than 30 digits.
    #[error("has too many digits, expected at most 30")]
    TooLong,
}

impl NumberError {
    /// The message in the reader's language: what is wrong and what was expected.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => self.zh(),
        }
    }

    fn zh(&self) -> String {
        let fixed = match self {
            Self::Stray { found } => {
                let hint = lookalike(*found).map(|digit| format!("（应为数字 {digit}？）"));
                let hint = hint.unwrap_or_default();
                return format!("数字中不应有“{found}”{hint}，应为数字，如 1,234");
            }
            Self::UnknownUnit { found } => {
                return format!("“{found}”不是已知的计量单位，应为数字，如 1,234 或 1,234件");
            }
            Self::WrongUnit { found, expected } => {
                return format!("计量单位为“{found}”，按表头应为“{expected}”");
            }
            Self::NotANumber => "应为数字，如 1,234 或 97.09",
            Self::SpreadsheetError => "是电子表格的错误值，应为数字，如 1,234 或 97.09",
            Self::Formula => "是没有保存结果的公式，应为数字，如 1,234（请打开文件重新保存）",
            Self::Grouping => "数字没有按三位分节，应如 1,234 或 1234",
            Self::TwoPoints => "有两个小数点，应为数字，如 97.09",
            Self::LonePoint => "小数点前后应各有数字，如 0.5",
            Self::Scientific => "是科学记数法，应写出全部数字，如 120000",
            Self::Numeral => "中文数字写法有误或有歧义，应如 一百二十三，或写作 123",
            Self::NotWhole => "含有小数，应为整数，如 1,234",
            Self::Negative => "小于 0，应为不小于 0 的数",
            Self::ShareAbove100 => "大于 100，应为 0 至 100 的百分比，如 97.09",
            Self::UnexpectedPercent => "是百分比，应为不带百分号的数字，如 1,234",
            Self::NotAShare => "带有计量单位，应为百分比，如 97.09",
            Self::TooLong => "位数过多，最多 30 位数字",
        };
        fixed.into()
    }
}

fn hint_en(found: char) -> String {
    lookalike(found).map(|digit| format!(" (the digit {digit}?)")).unwrap_or_default()
}

/// The digit that a letter is easily taken for.
pub(super) fn lookalike(sign: char) -> Option<char> {
    match sign {
        'O' | 'o' | 'О' | 'о' | '○' => Some('0'),
        'l' | 'I' | '|' => Some('1'),
        _ => None,
    }
}
