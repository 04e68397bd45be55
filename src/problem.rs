//! What keeps a file from being checked: every such problem has a kind, a place and a message in
//! both languages. Failed relations are findings, not problems.

use std::sync::Arc;

use crate::document::Place;
use crate::forms::Bilingual;
use crate::limits::Exceeded;
use crate::message::Lang;
use crate::number::NumberError;

/// Something in a file that could not be read or understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The path as given.
    pub source: Arc<str>,
    /// Where in the file, unless it is about the file as a whole.
    pub place: Option<Place>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// The kinds of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The system would not give the file.
    Io(String),
    /// The path is a folder.
    Directory,
    /// The file holds nothing.
    Empty,
    /// There is more of something than the limit.
    OverLimit(Exceeded),
    /// The bytes are a type of file that is not read.
    WrongType(FileType),
    /// The file cannot be opened as what it is.
    Damaged {
        /// The type that the file bears the marks of.
        format: &'static str,
        /// What is wrong, as the library that read it says.
        detail: String,
    },
    /// The file opens with a password only.
    Encrypted,
    /// The pages are pictures.
    Scanned,
    /// A part of the file declares a document type, which may expand to anything.
    Doctype,
    /// The bytes are text in no encoding that is read.
    UnknownEncoding,
    /// A quote is opened and never closed.
    UnclosedQuote,
    /// A row has fewer fields than its heading, or filled fields beyond it.
    RaggedRow {
        /// Fields in the row.
        found: usize,
        /// Fields in the heading.
        expected: usize,
    },
    /// A cell does not hold a figure that fits.
    BadNumber {
        /// The text as printed.
        text: Box<str>,
        /// The row's label.
        row: String,
        /// The column's label.
        column: String,
        /// What is wrong with it.
        error: NumberError,
    },
    /// Two rows give the same line of a form.
    DuplicateRow {
        /// The label.
        label: String,
        /// The line of the first one.
        first: usize,
    },
    /// Two columns have the same meaning.
    DuplicateColumn {
        /// The label.
        label: String,
        /// The field of the first one.
        first: usize,
    },
    /// The heading of a table stands twice.
    TwoHeaders {
        /// The line of the first one.
        first: usize,
    },
    /// A line of a `form,row,column,value` file names something that does not exist.
    UnknownName {
        /// The name.
        name: String,
        /// `form`, `row` or `column`.
        what: &'static str,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
    /// A row of a table whose cells are lines of their own has another number of figures.
    FlatRow {
        /// The label.
        label: String,
        /// Figures after it.
        found: usize,
        /// Figures that it should have.
        expected: usize,
    },
    /// The columns of such a table and the figures of its rows differ in number.
    FlatColumns {
        /// Columns that the heading names.
        found: usize,
        /// Figures in a row.
        figures: usize,
    },
    /// Such a table lacks all or part of its heading, and was read in the order of its form.
    FlatHeading {
        /// The columns.
        columns: String,
    },
    /// Spaces in such a table part figures in one row and group digits in another.
    FlatSpaces {
        /// The label of the row.
        label: String,
    },
    /// Blank cells of such a table left nothing, so that figures may belong to several columns.
    FlatBlanks {
        /// The label of the row.
        label: String,
        /// The figures.
        figures: String,
    },
    /// Rows of a form stand without the heading that tells their columns.
    NoHeading {
        /// The title of the form.
        form: Bilingual,
    },
    /// Several lines of figures, but no column that names the body or the year.
    NoKey,
    /// The tags of a table stand where its cells should.
    Tags,
    /// Labels of the rows of a form stand in lines of their own, and no figures with them.
    LabelsAlone {
        /// The title of the form.
        form: Bilingual,
    },
    /// No table that a form explains, and none whose structure says anything.
    NoKnownTable,
    /// Figures were read, but no relation could be decided.
    NothingChecked,
    /// A computation left the range of exact numbers.
    Overflow {
        /// The rule.
        rule: String,
        /// The largest figure in it.
        figure: String,
    },
}

/// The types of files that are known but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// Control characters.
    Binary,
    /// gzip.
    Gzip,
    /// JPEG.
    Jpeg,
    /// `.doc`.
    LegacyWord,
    /// PNG.
    Png,
    /// A compound file of some other program.
    LegacyOffice,
    /// `.odt`.
    OpenText,
    /// `.ofd`.
    FixedLayout,
    /// A page with its pictures in one file, `.mht`.
    WebArchive,
    /// RTF.
    Rtf,
    /// XML that is no page.
    Xml,
    /// A ZIP archive that is no office file.
    Zip,
}

impl FileType {
    /// The name, with an article in English.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Binary => ("二进制文件", "a binary file"),
            Self::Gzip => ("gzip 压缩文件", "a gzip archive"),
            Self::Jpeg => ("JPEG 图片", "a JPEG image"),
            Self::LegacyWord => ("旧版 Word 文件（.doc）", "a legacy Word file (.doc)"),
            Self::Png => ("PNG 图片", "a PNG image"),
            Self::LegacyOffice => ("旧版办公文件", "a legacy Office file"),
            Self::OpenText => ("OpenDocument 文字文件（.odt）", "an OpenDocument text (.odt)"),
            Self::FixedLayout => ("OFD 版式文件（.ofd）", "an OFD file (.ofd)"),
            Self::WebArchive => ("网页归档文件（.mht）", "a web archive (.mht)"),
            Self::Rtf => ("RTF 文件", "an RTF file"),
            Self::Xml => ("XML 文件", "an XML file"),
            Self::Zip => ("ZIP 压缩文件", "a ZIP archive"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl From<Exceeded> for ProblemKind {
    fn from(exceeded: Exceeded) -> Self {
        Self::OverLimit(exceeded)
    }
}

impl Problem {
    /// The message, without file and place.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        self.kind.message(lang)
    }
}

impl ProblemKind {
    /// The message.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Io(error) => format!("cannot be read: {error}"),
            Self::Directory => "is a folder without a file that can be read, expected reports in it".into(),
            Self::Empty => "is empty, expected a table".into(),
            Self::OverLimit(exceeded) => exceeded.message(Lang::En),
            Self::WrongType(found) => {
                let expected = "expected HTML, DOCX, XLSX, XLS, ODS, PDF, Markdown, CSV or plain text";
                format!("is {}, {expected}", found.name(Lang::En))
            }
            Self::Damaged { format, detail } => format!("is a damaged {format} file: {detail}"),
            Self::Encrypted => "is encrypted, expected a file that opens without a password".into(),
            Self::Scanned => {
                "has pages without text, probably scanned; expected text, or a file read by OCR first".into()
            }
            Self::Doctype => "declares a document type (DOCTYPE), which no office file needs; it is not read".into(),
            Self::UnknownEncoding => "the bytes are not text in UTF-8, UTF-16, GB18030 or Big5".into(),
            Self::UnclosedQuote => "a quote is opened here and never closed".into(),
            Self::RaggedRow { found, expected } => {
                format!("the row has {found} fields, expected {expected} as in the heading")
            }
            Self::BadNumber { text, row, column, error } => {
                format!("`{text}` ({row}, {column}): {}", error.message(Lang::En))
            }
            Self::DuplicateRow { label, first } => {
                format!("`{label}` is given twice, first in line {first}; expected one row")
            }
            Self::DuplicateColumn { label, first } => {
                format!("`{label}` has the meaning of field {first} already; expected one column")
            }
            Self::TwoHeaders { first } => format!("the heading of line {first} stands here again, expected one"),
            Self::UnknownName { name, what, nearest } => {
                let hint = nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                format!("unknown {what} `{name}`{hint}")
            }
            Self::FlatRow { label, found, expected } => {
                format!("`{label}` is followed by {found} figures, expected {expected}; the row was not read")
            }
            Self::FlatColumns { found, figures } => format!(
                "the heading names {found} columns, but most rows have {figures} figures, or the order of the columns \
                 is not clear; the table was not read"
            ),
            Self::FlatHeading { columns } => {
                format!("the heading is not whole; the columns were read in the order of the form: {columns}")
            }
            Self::FlatSpaces { label } => format!(
                "`{label}`: spaces group digits in one row and part figures in another, expected one of the two; \
                 the row was not read"
            ),
            Self::FlatBlanks { label, figures } => format!(
                "`{label}`: blank cells left nothing, so that {figures} may stand in several columns; these figures were \
                 not read"
            ),
            Self::NoHeading { form } => format!(
                "these are rows of the table `{}` without its heading, so that the columns of the figures are not known; \
                 they were not read",
                form.en
            ),
            Self::Tags => "the tags of a table stand here as text, expected a page; the table was not read".into(),
            Self::LabelsAlone { form } => format!(
                "rows of the table `{}` stand here without figures that can be told apart; the table was not read",
                form.en
            ),
            Self::NoKey => {
                "several lines of figures but no column for the body or the year, expected one line or such a column"
                    .into()
            }
            Self::NoKnownTable => {
                "no known table found; `disclose-check forms` lists the forms, `--form ID` names one".into()
            }
            Self::NothingChecked => "figures were read, but no check could be made on them".into(),
            Self::Overflow { rule, figure } => {
                format!("the figure {figure} is too large for rule {rule}: more than 38 digits are needed")
            }
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Io(error) => format!("无法读取：{error}"),
            Self::Directory => "文件夹中没有可读取的文件，应含报告".into(),
            Self::Empty => "文件为空，应含表格".into(),
            Self::OverLimit(exceeded) => exceeded.message(Lang::Zh),
            Self::WrongType(found) => {
                let expected = "应为 HTML、DOCX、XLSX、XLS、ODS、PDF、Markdown、CSV 或纯文本";
                format!("文件类型为{}，{expected}", found.name(Lang::Zh))
            }
            Self::Damaged { format, detail } => format!("{format} 文件已损坏：{detail}"),
            Self::Encrypted => "文件已加密，应为无需密码即可打开的文件".into(),
            Self::Scanned => "页面中没有文字，可能是扫描件；应为带文字的文件，或先做文字识别".into(),
            Self::Doctype => "内含文档类型声明（DOCTYPE），办公文件不需要它，不予读取".into(),
            Self::UnknownEncoding => "文字编码不是 UTF-8、UTF-16、GB18030 或 Big5".into(),
            Self::UnclosedQuote => "此处的引号没有闭合".into(),
            Self::RaggedRow { found, expected } => format!("该行有 {found} 个字段，按表头应有 {expected} 个"),
            Self::BadNumber { text, row, column, error } => {
                format!("“{text}”（{row}，{column}）：{}", error.message(Lang::Zh))
            }
            Self::DuplicateRow { label, first } => format!("“{label}”出现两次，第一次在第 {first} 行；应只有一行"),
            Self::DuplicateColumn { label, first } => format!("“{label}”与第 {first} 列含义相同；应只有一列"),
            Self::TwoHeaders { first } => format!("第 {first} 行的表头在此重复出现，应只有一个"),
            Self::UnknownName { name, what, nearest } => {
                let what = match *what {
                    "form" => "表",
                    "row" => "行",
                    _ => "列",
                };
                let hint = nearest.as_ref().map(|name| format!("，是否为“{name}”？")).unwrap_or_default();
                format!("未知的{what}“{name}”{hint}")
            }
            Self::FlatRow { label, found, expected } => {
                format!("“{label}”之后有 {found} 个数，应有 {expected} 个；该行未读取")
            }
            Self::FlatColumns { found, figures } => {
                format!("表头有 {found} 栏，而多数行有 {figures} 个数，或栏目的顺序不明；该表未读取")
            }
            Self::FlatHeading { columns } => format!("表头不完整，各数按表式的栏目顺序读取：{columns}"),
            Self::FlatSpaces { label } => {
                format!("“{label}”：空格在有的行分隔数字，在有的行是千分位，应只有一种；该行未读取")
            }
            Self::FlatBlanks { label, figures } => {
                format!("“{label}”：空白单元格没有留下痕迹，{figures} 属于哪一栏不止一种可能；这些数未读取")
            }
            Self::NoHeading { form } => {
                format!("这些是“{}”表的行，但没有表头，无法知道各数属于哪一栏，未读取", form.zh)
            }
            Self::Tags => "此处的表格标签被当作文字，应为网页；该表未读取".into(),
            Self::LabelsAlone { form } => {
                format!("此处是“{}”表各行的名称，但没有可分辨的数；该表未读取", form.zh)
            }
            Self::NoKey => "有多行数据，但没有单位或年份列；应只有一行，或补上该列".into(),
            Self::NoKnownTable => {
                "没有找到可识别的表格；`disclose-check forms` 列出全部表式，`--form ID` 指定其一".into()
            }
            Self::NothingChecked => "读到了数据，但没有一项勾稽关系可以核对".into(),
            Self::Overflow { rule, figure } => format!("数据 {figure} 过大，规则 {rule} 的计算超过 38 位数字"),
        }
    }
}
