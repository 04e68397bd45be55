//! What a font makes of the bytes of a text: characters and how wide they are.

use std::collections::BTreeMap;

use lopdf::{DecompressError, Dictionary, Document, Error, Object};
use unicode_normalization::UnicodeNormalization;

use super::cmap::{Codes, ToUnicode, TooMany};
use crate::limits::{Exceeded, Limit, Limits};

/// How many entries of the tables of fonts take what an element takes.
pub(super) const FONT_ENTRIES: usize = 2;

/// The highest code of a font of several bytes.
const LAST_CODE: i64 = 0xFFFF;

/// A font of a page.
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<ToUnicode>,
    /// What the encoding says for each byte; empty for fonts of several bytes.
    by_byte: Vec<String>,
    widths: BTreeMap<i64, f64>,
    default_width: f64,
}

/// A code of a text.
pub(super) struct Glyph {
    /// `None` where the font does not tell the character.
    pub(super) text: Option<String>,
    /// In units of the size of the font.
    pub(super) width: f64,
    /// Whether it is the single byte that the spacing of words is added to.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font. What of it is damaged is as if it were not there.
    ///
    /// # Errors
    /// The limits: the tables of a font are elements, and each unpacks to no more than a page.
    pub(super) fn of(font: &Dictionary, file: &Document, limits: &Limits) -> Result<Self, Exceeded> {
        let most = limits.size(Limit::Page);
        let to_unicode = font.get_deref(b"ToUnicode", file).and_then(Object::as_stream).ok();
        let to_unicode = to_unicode.map(|stream| unpacked(stream.get_plain_content_with_limit(most), limits));
        let to_unicode = to_unicode.transpose()?.flatten();
        let codes = limits.size(Limit::Elements).saturating_mul(FONT_ENTRIES);
        let to_unicode = to_unicode.map(|bytes| ToUnicode::parse(&bytes, codes)).transpose();
        let to_unicode = to_unicode.map_err(|TooMany| limits.exceeded(Limit::Elements))?;
        if font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0") {
            return Self::composite(font, file, to_unicode, limits);
        }
        let encoding = unpacked(font.get_font_encoding_with_limit(file, most), limits)?;
        let by_byte = (0..=u8::MAX).map(|byte| {
            let text = encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(&[byte]).ok());
            text.unwrap_or_default()
        });
        let first = font.get_deref(b"FirstChar", file).and_then(Object::as_i64).unwrap_or(0);
        let widths = font.get_deref(b"Widths", file).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        let widths = widths.iter().take(256).zip(first..).filter_map(|(width, code)| Some((code, real(width, file)?)));
        Ok(Self {
            codes: Codes::One,
            to_unicode,
            by_byte: by_byte.collect(),
            widths: widths.collect(),
            default_width: 500.0,
        })
    }

    fn composite(
        font: &Dictionary,
        file: &Document,
        to_unicode: Option<ToUnicode>,
        limits: &Limits,
    ) -> Result<Self, Exceeded> {
        let encoding = font.get_deref(b"Encoding", file).and_then(Object::as_name).unwrap_or(b"Identity-H");
        let below = font.get_deref(b"DescendantFonts", file).and_then(Object::as_array).ok();
        let below = below.and_then(|fonts| fonts.first()).and_then(|font| file.dereference(font).ok());
        let below = below.and_then(|(_, font)| font.as_dict().ok());
        let default_width = below.and_then(|font| real(font.get(b"DW").ok()?, file)).unwrap_or(1000.0);
        let codes = Codes::of(encoding);
        let widths = below.map(|font| widths(font, file, limits)).transpose()?.unwrap_or_default();
        Ok(Self { codes, to_unicode, by_byte: Vec::new(), widths, default_width })
    }

    /// How much the font takes.
    pub(super) fn size(&self) -> usize {
        self.widths.len() + self.by_byte.len() + self.to_unicode.as_ref().map_or(0, ToUnicode::len)
    }

    /// The glyphs of a text.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        let (mut glyphs, mut rest) = (Vec::new(), bytes);
        while let Some((code, after)) = self.codes.next(rest) {
            rest = after;
            glyphs.push(Glyph { text: self.text(code), width: self.width(code) / 1000.0, is_space: code == b" " });
        }
        glyphs
    }

    /// Widths go by glyph. Where codes are no glyphs, only those of ASCII are known: all collections
    /// of Chinese glyphs begin with them.
    fn width(&self, code: &[u8]) -> f64 {
        let number = code.iter().take(4).fold(0, |value, byte| value << 8 | i64::from(*byte));
        let of = |glyph: i64| self.widths.get(&glyph).copied();
        match self.codes {
            Codes::One | Codes::Two => of(number).unwrap_or(self.default_width),
            Codes::Mixed(_) | Codes::Unicode if (0x20..0x7F).contains(&number) => of(number - 0x1F).unwrap_or(500.0),
            Codes::Mixed(_) | Codes::Unicode => self.default_width,
        }
    }

    fn text(&self, code: &[u8]) -> Option<String> {
        let told = self.to_unicode.as_ref().and_then(|table| table.get(code)).map(str::to_owned);
        let by_byte = || match code {
            [byte] => self.by_byte.get(usize::from(*byte)).filter(|text| !text.is_empty()).cloned(),
            _ => None,
        };
        let text = told.or_else(|| self.codes.text(code)).or_else(by_byte)?;
        Some(without_radicals(text))
    }
}

/// Radicals that have no decomposition, each with the character that it is.
const RADICALS: &str = "⺁厂⺇几⺌小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺛旡⺝月⺟母⺠民⺣灬⺧牛⺪疋⺫罒⺬示⺮竹⺯糹⺳罓⺷羊⺸羊⺹耂⺻聿⺼月⺽臼⻁虎⻂衣⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻐钅⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟";

/// Some fonts give the radicals of characters in place of the characters.
fn without_radicals(text: String) -> String {
    let is_form = |sign: char| matches!(sign, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}');
    if !text.contains(is_form) {
        return text;
    }
    let own = |sign: char| RADICALS.chars().skip_while(|known| *known != sign).nth(1);
    text.nfkc().map(|sign| own(sign).filter(|_| is_form(sign)).unwrap_or(sign)).collect()
}

/// What a part of a font unpacks to, `None` where it is damaged.
fn unpacked<T>(outcome: Result<T, Error>, limits: &Limits) -> Result<Option<T>, Exceeded> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(limits.exceeded(Limit::Page)),
        Err(_) => Ok(None),
    }
}

/// `first [w w w]` and `first last w`, one after the other.
fn widths(font: &Dictionary, file: &Document, limits: &Limits) -> Result<BTreeMap<i64, f64>, Exceeded> {
    let mut widths = BTreeMap::new();
    let given = font.get_deref(b"W", file).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut rest = given;
    let mut set = 0;
    while let [first, second, after @ ..] = rest {
        let Ok(first) = first.as_i64() else { break };
        let Ok((_, second)) = file.dereference(second) else { break };
        rest = match (second, after) {
            (Object::Array(list), _) => {
                set += list.len();
                widths.extend((first..).zip(list).filter_map(|(code, width)| Some((code, real(width, file)?))));
                after
            }
            (Object::Integer(last), [width, after @ ..]) => {
                let width = real(width, file).unwrap_or(1000.0);
                let codes = first.max(0)..=(*last).min(LAST_CODE);
                set += codes.clone().count();
                widths.extend(codes.map(|code| (code, width)));
                after
            }
            _ => break,
        };
        limits.within(Limit::Elements, set / FONT_ENTRIES)?;
    }
    Ok(widths)
}

/// A number that can be computed with.
pub(super) fn real(object: &Object, file: &Document) -> Option<f64> {
    let (_, object) = file.dereference(object).ok()?;
    object.as_float().ok().map(f64::from).filter(|value| value.abs() < 1e7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        assert_eq!(without_radicals("⺠政部⻔\u{2f00}".to_owned()), "民政部门一");
        assert_eq!(without_radicals("民政部门".to_owned()), "民政部门");
    }
}
