//! What a file may hold at most: one table of all limits, and the values that a run keeps to.
//! Every default is far above any published report; they are here so that no file can take the memory
//! or the time of the machine. Who counts what is in `read` and `forms`.

use crate::message::Lang;

/// One line for each limit: what it bounds, its name, its value, and what is told where it is passed.
macro_rules! limits {
    ($($(#[doc = $doc:literal])* $limit:ident $name:literal = $value:expr, $zh:literal, $en:literal;)*) => {
        /// What there may be only so much of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Limit {
            $($(#[doc = $doc])* $limit,)*
        }

        impl Limit {
            /// Every limit.
            pub const ALL: &[Self] = &[$(Self::$limit),*];

            /// The name that `--limit` takes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$limit => $name,)*
                }
            }

            /// What it bounds, in English.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self {
                    $(Self::$limit => concat!($($doc),*).trim_ascii(),)*
                }
            }

            /// What is told where more than `{}` are found, in Chinese and in English.
            fn sentences(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$limit => ($zh, $en),)*
                }
            }
        }

        impl Limits {
            /// The limits of a run that asks for no others.
            pub const DEFAULT: Self = Self([$($value),*]);
        }

        const COUNT: usize = [$(Limit::$limit),*].len();
    };
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

limits! {
    /// bytes of a file of text
    File "file" = 256 * MIB, "文件超过 {} 字节", "is larger than {} bytes";
    /// bytes of a page, a PDF or an office file
    Packed "packed" = 64 * MIB, "文件超过 {} 字节", "is larger than {} bytes";
    /// bytes of a line of text
    Line "line" = MIB, "该行超过 {} 字节", "the line is longer than {} bytes";
    /// rows of a table or sheet
    Rows "rows" = MIB, "表格超过 {} 行", "the table has more than {} rows";
    /// cells of a row
    Columns "columns" = 4 * KIB, "该行超过 {} 个单元格", "the row has more than {} cells";
    /// cells of a file
    Cells "cells" = 2 * MIB, "单元格总数超过 {} 个", "the tables have more than {} cells";
    /// bytes of the text of a cell
    Cell "cell" = 128 * KIB, "单元格中的文字超过 {} 字节", "the cell holds more than {} bytes of text";
    /// paragraphs of a file
    Paragraphs "paragraphs" = MIB, "段落超过 {} 个", "there are more than {} paragraphs";
    /// bytes of text that an office file or a PDF shows
    Text "text" = 64 * MIB, "文字超过 {} 字节", "there are more than {} bytes of text";
    /// bytes of prose in a file: sentences take longer to read than anything else
    Prose "prose" = 4 * MIB, "正文超过 {} 字节", "there are more than {} bytes of prose";
    /// elements inside one another
    Depth "depth" = 512, "元素嵌套超过 {} 层", "elements are nested more than {} deep";
    /// elements of a page, a part or a PDF
    Elements "elements" = MIB, "元素超过 {} 个", "there are more than {} elements";
    /// parts of an office file
    Parts "parts" = 10_000, "包内文件超过 {} 个", "has more than {} parts";
    /// bytes that an office file unpacks to
    Unpacked "unpacked" = 128 * MIB, "解压后超过 {} 字节", "unpacks to more than {} bytes";
    /// times its size that a part unpacks to
    Ratio "ratio" = 250, "解压后超过原大小的 {} 倍", "a part unpacks to more than {} times its size";
    /// pages of a PDF
    Pages "pages" = 5_000, "超过 {} 页", "has more than {} pages";
    /// bytes that a page of a PDF or a table of its fonts unpacks to
    Page "page" = 8 * MIB, "该页解压后超过 {} 字节", "the page unpacks to more than {} bytes";
    /// ruled lines of a page of a PDF
    Drawn "drawn" = 20_000, "该页画有超过 {} 条直线", "the page draws more than {} straight lines";
    /// bytes that the streams of objects of a PDF unpack to
    Objects "objects" = 32 * MIB, "对象流解压后超过 {} 字节", "the streams of objects unpack to more than {} bytes";
    /// pieces of content inside one another in a PDF
    Nested "nested" = 8, "内容嵌套超过 {} 层", "pieces of content are nested more than {} deep";
    /// bytes of a form file or of the settings
    Settings "settings" = 4 * MIB, "文件超过 {} 字节", "is larger than {} bytes";
    /// bytes of a baseline
    Baseline "baseline" = 64 * MIB, "文件超过 {} 字节", "is larger than {} bytes";
}

impl Limit {
    /// What is told where there is more than some value.
    #[must_use]
    pub fn passed(self, value: u64, lang: Lang) -> String {
        let (zh, en) = self.sentences();
        let sentence = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        sentence.replace("{}", &value.to_string())
    }

    /// The highest value that it can have: what stands inside one another is read by functions that call
    /// themselves.
    #[must_use]
    pub fn most(self) -> u64 {
        match self {
            Self::Depth => 1024,
            Self::Nested => 64,
            _ => u64::MAX,
        }
    }
}

/// The value of every limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits([u64; COUNT]);

/// More of something than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exceeded {
    /// What there is too much of.
    pub limit: Limit,
    /// How much there may be.
    pub value: u64,
}

/// A limit and the value that it is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting(Limit, u64);

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Limits {
    /// The value of a limit.
    #[must_use]
    pub fn of(&self, limit: Limit) -> u64 {
        self.0.get(limit as usize).copied().unwrap_or_default()
    }

    /// The value of a limit as a number of things in memory.
    #[must_use]
    pub fn size(&self, limit: Limit) -> usize {
        usize::try_from(self.of(limit)).unwrap_or(usize::MAX)
    }

    /// Refuses more than the limit.
    ///
    /// # Errors
    /// [`Exceeded`] where there is more.
    pub fn within(&self, limit: Limit, found: usize) -> Result<(), Exceeded> {
        if found <= self.size(limit) { Ok(()) } else { Err(self.exceeded(limit)) }
    }

    /// What is told where there is more than the limit.
    #[must_use]
    pub fn exceeded(&self, limit: Limit) -> Exceeded {
        Exceeded { limit, value: self.of(limit) }
    }

    /// The same limits but for one.
    #[must_use]
    pub fn with(mut self, Setting(limit, value): Setting) -> Self {
        if let Some(slot) = self.0.get_mut(limit as usize) {
            *slot = value;
        }
        self
    }
}

impl Setting {
    /// A limit by its name with a whole number from 1 as its value; `K`, `M` and `G` after the number are
    /// powers of 1024.
    ///
    /// # Errors
    /// What was found and what was expected, in both languages.
    pub fn new(name: &str, value: &str) -> Result<Self, BadSetting> {
        let Some(limit) = Limit::ALL.iter().find(|limit| limit.name() == name) else {
            return Err(BadSetting::Name(name.to_owned()));
        };
        let (digits, unit) = match value.char_indices().next_back() {
            Some((at, 'K')) => (value.get(..at), KIB),
            Some((at, 'M')) => (value.get(..at), MIB),
            Some((at, 'G')) => (value.get(..at), KIB * MIB),
            _ => (Some(value), 1),
        };
        let number = digits.and_then(|digits| digits.parse::<u64>().ok()).and_then(|number| number.checked_mul(unit));
        match number {
            Some(number) if number > limit.most() => Err(BadSetting::High(*limit)),
            Some(number) if number > 0 => Ok(Self(*limit, number)),
            _ => Err(BadSetting::Value(value.to_owned())),
        }
    }
}

/// A setting that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadSetting {
    /// No limit has that name.
    Name(String),
    /// The value is no number that a limit can have.
    Value(String),
    /// The value is more than the limit can have.
    High(Limit),
}

impl BadSetting {
    /// What was found and what was expected.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let names = || Limit::ALL.iter().map(|limit| limit.name()).collect::<Vec<_>>().join(", ");
        match (self, lang) {
            (Self::Name(name), Lang::Zh) => format!("没有名为“{name}”的上限，应为 {} 之一", names()),
            (Self::Name(name), Lang::En) => format!("unknown limit `{name}`, expected one of {}", names()),
            (Self::High(limit), Lang::Zh) => format!("上限 {} 至多为 {}", limit.name(), limit.most()),
            (Self::High(limit), Lang::En) => format!("`{}` can be {} at most", limit.name(), limit.most()),
            (Self::Value(value), Lang::Zh) => format!("上限的值“{value}”不对，应为正整数，如 500 或 64M"),
            (Self::Value(value), Lang::En) => format!("`{value}` is no limit, expected a number such as 500 or 64M"),
        }
    }
}

impl Exceeded {
    /// What there is too much of, and how to allow more.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (name, passed) = (self.limit.name(), self.limit.passed(self.value, lang));
        match lang {
            Lang::Zh => format!("{passed}的上限（可用 --limit {name}=N 调高）"),
            Lang::En => format!("{passed}, the limit (`--limit {name}=N` raises it)"),
        }
    }
}

/// A value as `--limit` takes it, in the largest unit that fits.
#[must_use]
pub fn shown(value: u64) -> String {
    let units = [(KIB * MIB, "G"), (MIB, "M"), (KIB, "K")];
    match units.iter().find(|(unit, _)| value >= *unit && value.is_multiple_of(*unit)) {
        Some((unit, sign)) => format!("{}{sign}", value / unit),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_name_of_its_own_and_tells_its_value() {
        for (index, limit) in Limit::ALL.iter().enumerate() {
            assert_eq!(*limit as usize, index);
            assert!(Limit::ALL.iter().take(index).all(|other| other.name() != limit.name()));
            let value = Limits::DEFAULT.of(*limit);
            assert_eq!(Setting::new(limit.name(), &shown(value)), Ok(Setting(*limit, value)));
            for lang in [Lang::Zh, Lang::En] {
                let told = Limits::DEFAULT.exceeded(*limit).message(lang);
                assert!(told.contains(&value.to_string()) && told.contains(limit.name()), "{told}");
            }
        }
    }

    #[test]
    fn a_limit_is_exact() {
        let limits = Limits::DEFAULT.with(Setting(Limit::Rows, 3));
        assert_eq!(limits.within(Limit::Rows, 3), Ok(()));
        assert_eq!(limits.within(Limit::Rows, 4), Err(Exceeded { limit: Limit::Rows, value: 3 }));
        assert_eq!(limits.of(Limit::Columns), Limits::DEFAULT.of(Limit::Columns));
    }

    #[test]
    fn settings_are_numbers_with_a_unit_or_none() {
        assert_eq!(Setting::new("rows", "2M"), Ok(Setting(Limit::Rows, 2 * MIB)));
        assert_eq!(Setting::new("file", "3G"), Ok(Setting(Limit::File, 3 * KIB * MIB)));
        assert_eq!(Setting::new("ratio", "7"), Ok(Setting(Limit::Ratio, 7)));
        for value in ["", "0", "-1", "M", "1.5M", "1T", "1k", "99999999999999999999", "18446744073709551615K"] {
            assert_eq!(Setting::new("rows", value), Err(BadSetting::Value(value.into())), "{value}");
        }
        assert_eq!(Setting::new("depth", "1025"), Err(BadSetting::High(Limit::Depth)));
        assert_eq!(Setting::new("Rows", "1"), Err(BadSetting::Name("Rows".into())));
    }
}
