//! Text of a rule to a syntax tree. Places in the tree are bytes in the rule's text.
//! Names are not looked up here.

use std::ops::Range;

use super::Relation;
use crate::message::mistakes::{self, either, quoted};
use crate::message::{Bilingual, Lang};
use crate::number::Decimal;

/// How deep parentheses and calls may nest.
const MAX_DEPTH: usize = 32;
/// How many words and signs a rule may have; a sum of more terms than that is `sum(children)`.
const MAX_TOKENS: usize = 2_000;

/// A piece of an expression with the bytes it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub node: Node,
    /// Where it stands in the rule's text.
    pub span: Range<usize>,
}

/// The shapes of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A constant.
    Constant(Decimal),
    /// A row, a column, or `row[column]`, perhaps of another report or form.
    Name(Name),
    /// `sum(x)`, `each(x)`, `share(a, b)`, `rate(a, b)`.
    Call(String, Vec<Expression>),
    /// `-x`.
    Negated(Box<Expression>),
    /// `a + b` and the like.
    Binary(Operator, Box<Expression>, Box<Expression>),
}

/// A name as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The form before a colon.
    pub form: Option<String>,
    /// The row or column with any `prev.` or `parts.` in front.
    pub id: String,
    /// The column in brackets.
    pub column: Option<(String, Range<usize>)>,
}

/// The arithmetic signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// A rule's text that is not a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub struct ParseError {
    /// Where, in bytes of the rule's text.
    pub span: Range<usize>,
    /// What stands there.
    pub found: Bilingual,
    /// What should.
    pub expected: Bilingual,
}

impl ParseError {
    pub(super) fn new(span: Range<usize>, found: impl Fn(Lang) -> String, expected: impl Fn(Lang) -> String) -> Self {
        Self { span, found: Bilingual::of(found), expected: Bilingual::of(expected) }
    }

    /// The whole of it.
    #[must_use]
    pub fn message(&self) -> Bilingual {
        Bilingual::of(|lang| mistakes::found_expected(lang, &self.found.get(lang), &self.expected.get(lang)))
    }
}

/// Parses `left SIGN right`.
///
/// # Errors
/// [`ParseError`] with the place of the first thing that does not fit.
pub fn parse(text: &str) -> Result<(Expression, Relation, Expression), ParseError> {
    let mut parser = Parser { text, tokens: tokens(text)?, at: 0 };
    let left = parser.sum(0)?;
    let relation = match parser.peek() {
        Some(Token::Relation(relation)) => *relation,
        _ => return Err(parser.expected(mistakes::comparison)),
    };
    parser.at += 1;
    let right = parser.sum(0)?;
    if parser.peek().is_some() {
        return Err(parser.expected(mistakes::operator_or_end));
    }
    Ok((left, relation, right))
}

/// Parses a single cell name such as `annex:disclosed[year]`.
///
/// # Errors
/// [`ParseError`] where the text is anything else.
pub(super) fn parse_name(text: &str) -> Result<(Name, Range<usize>), ParseError> {
    let mut parser = Parser { text, tokens: tokens(text)?, at: 0 };
    let expression = parser.atom(0)?;
    match expression.node {
        Node::Name(name) if parser.peek().is_none() => Ok((name, expression.span)),
        _ => Err(ParseError::new(expression.span, |lang| quoted(lang, &text), mistakes::one_cell)),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(Decimal),
    Word(String),
    Relation(Relation),
    Operator(Operator),
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, ParseError> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        let mut end = start + first.len_utf8();
        let token = match first {
            _ if first.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '[' => Token::OpenBracket,
            ']' => Token::CloseBracket,
            ',' => Token::Comma,
            ':' => Token::Colon,
            '+' => Token::Operator(Operator::Plus),
            '-' => Token::Operator(Operator::Minus),
            '*' => Token::Operator(Operator::Times),
            '/' => Token::Operator(Operator::Over),
            '=' => Token::Relation(Relation::Equal),
            '<' | '>' => {
                let or_equal = rest.next_if(|(_, next)| *next == '=').is_some();
                end += usize::from(or_equal);
                Token::Relation(match (first, or_equal) {
                    ('<', true) => Relation::AtMost,
                    ('<', false) => Relation::Below,
                    (_, true) => Relation::AtLeast,
                    _ => Relation::Above,
                })
            }
            _ if first.is_ascii_alphanumeric() || first == '_' => {
                while let Some((at, next)) =
                    rest.next_if(|(_, next)| next.is_ascii_alphanumeric() || matches!(next, '_' | '.'))
                {
                    end = at + next.len_utf8();
                }
                word(text.get(start..end).unwrap_or_default(), start..end)?
            }
            _ => {
                return Err(ParseError::new(start..end, |lang| quoted(lang, &first), mistakes::sign_or_name));
            }
        };
        found.push((token, start..end));
        // A tree as deep as the rule is long is walked by functions that call themselves.
        if found.len() > MAX_TOKENS {
            let fewer = |lang| mistakes::fewer_words(lang, &MAX_TOKENS);
            return Err(ParseError::new(start..end, |lang| quoted(lang, &first), fewer));
        }
    }
    Ok(found)
}

/// A run of letters and digits is a constant where it starts with a digit, a name elsewhere.
fn word(text: &str, span: Range<usize>) -> Result<Token, ParseError> {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok(Token::Word(text.into()));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    let places = i32::try_from(fraction.len()).ok();
    match (digits.parse::<i128>(), places) {
        (Ok(mantissa), Some(places)) => Ok(Token::Number(Decimal::new(mantissa, -places))),
        _ => Err(ParseError::new(span, |lang| quoted(lang, &text), mistakes::number_as)),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        let end = self.text.len();
        self.tokens.get(self.at).map_or(end..end, |(_, span)| span.clone())
    }

    fn expected(&self, what: impl Fn(Lang) -> String) -> ParseError {
        let span = self.span();
        let found = |lang| match self.text.get(span.clone()) {
            Some("") | None => mistakes::rule_ends(lang),
            Some(text) => quoted(lang, &text),
        };
        ParseError::new(span.clone(), found, what)
    }

    fn take(&mut self, token: &Token, what: impl Fn(Lang) -> String) -> Result<Range<usize>, ParseError> {
        if self.peek() != Some(token) {
            return Err(self.expected(what));
        }
        let span = self.span();
        self.at += 1;
        Ok(span)
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, ParseError> {
        let mut left = self.product(depth)?;
        while let Some(Token::Operator(sign @ (Operator::Plus | Operator::Minus))) = self.peek() {
            let sign = *sign;
            self.at += 1;
            left = binary(sign, left, self.product(depth)?);
        }
        Ok(left)
    }

    fn product(&mut self, depth: usize) -> Result<Expression, ParseError> {
        let mut left = self.atom(depth)?;
        while let Some(Token::Operator(sign @ (Operator::Times | Operator::Over))) = self.peek() {
            let sign = *sign;
            self.at += 1;
            left = binary(sign, left, self.atom(depth)?);
        }
        Ok(left)
    }

    fn atom(&mut self, depth: usize) -> Result<Expression, ParseError> {
        if depth > MAX_DEPTH {
            return Err(self.expected(|lang| mistakes::fewer_levels(lang, &MAX_DEPTH)));
        }
        let span = self.span();
        match self.peek().cloned() {
            Some(Token::Number(value)) => {
                self.at += 1;
                Ok(Expression { node: Node::Constant(value), span })
            }
            Some(Token::Operator(Operator::Minus)) => {
                self.at += 1;
                let inner = self.atom(depth + 1)?;
                let span = span.start..inner.span.end;
                Ok(Expression { node: Node::Negated(Box::new(inner)), span })
            }
            Some(Token::Open) => {
                self.at += 1;
                let inner = self.sum(depth + 1)?;
                self.take(&Token::Close, |lang| quoted(lang, &")"))?;
                Ok(inner)
            }
            Some(Token::Word(word)) => {
                self.at += 1;
                match self.peek() {
                    Some(Token::Open) => self.call(word, span, depth),
                    _ => self.name(word, span),
                }
            }
            _ => Err(self.expected(mistakes::operand)),
        }
    }

    fn call(&mut self, name: String, start: Range<usize>, depth: usize) -> Result<Expression, ParseError> {
        self.at += 1;
        let mut arguments = vec![self.sum(depth + 1)?];
        while self.peek() == Some(&Token::Comma) {
            self.at += 1;
            arguments.push(self.sum(depth + 1)?);
        }
        let end = self.take(&Token::Close, |lang| either(lang, &",", &")"))?;
        Ok(Expression { node: Node::Call(name, arguments), span: start.start..end.end })
    }

    fn name(&mut self, first: String, start: Range<usize>) -> Result<Expression, ParseError> {
        let mut span = start;
        let (form, id) = if self.peek() == Some(&Token::Colon) {
            self.at += 1;
            let (id, at) = self.word(mistakes::row_after_form)?;
            span.end = at.end;
            (Some(first), id)
        } else {
            (None, first)
        };
        let mut column = None;
        if self.peek() == Some(&Token::OpenBracket) {
            self.at += 1;
            column = Some(self.word(mistakes::column_in_brackets)?);
            span.end = self.take(&Token::CloseBracket, |lang| quoted(lang, &"]"))?.end;
        }
        Ok(Expression { node: Node::Name(Name { form, id, column }), span })
    }

    fn word(&mut self, what: impl Fn(Lang) -> String) -> Result<(String, Range<usize>), ParseError> {
        let span = self.span();
        match self.peek().cloned() {
            Some(Token::Word(word)) => {
                self.at += 1;
                Ok((word, span))
            }
            _ => Err(self.expected(what)),
        }
    }
}

fn binary(sign: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.start..right.span.end;
    Expression { node: Node::Binary(sign, Box::new(left), Box::new(right)), span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn official_wording_parses() {
        for rule in [
            "new + carried_in = total + carried_out",
            "total = sum(children)",
            "year <= cumulative",
            "share = share(count, made[count])",
            "valid = prev.valid + made - repealed",
            "daily = (a + b) / 7",
            "disclosed[count] = annex:disclosed[year]",
        ] {
            assert!(parse(rule).is_ok(), "{rule}");
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let at = |rule: &str| parse(rule).map_err(|error| (error.span.start, error.found.en)).unwrap_err();
        assert_eq!(at("a + = b"), (4, "`=`".into()));
        assert_eq!(at("a + b"), (5, "the end of the rule".into()));
        assert_eq!(at("a = b c"), (6, "`c`".into()));
        assert_eq!(at("a = 1.2.3"), (4, "`1.2.3`".into()));
        assert_eq!(at("合计 = b"), (0, "`合`".into()));
        assert_eq!(at("a = sum(b"), (9, "the end of the rule".into()));
    }

    #[test]
    fn a_cell_is_one_name_alone() {
        let (name, span) = parse_name(" annex:disclosed[year] ").unwrap();
        assert_eq!((name.id.as_str(), span.end), ("disclosed", 22));
        for text in ["total[count] + 3", "total[count] total", "sum(children)", "3"] {
            assert!(parse_name(text).is_err(), "{text}");
        }
    }

    #[test]
    fn length_has_a_limit() {
        assert!(tokens(&"b ".repeat(MAX_TOKENS)).is_ok());
        assert!(tokens(&"b ".repeat(MAX_TOKENS + 1)).unwrap_err().expected.en.contains("words and signs"));
    }

    #[test]
    fn nesting_has_a_limit() {
        for (open, close) in [("(", ")"), ("-", ""), ("sum(", ")"), ("sum(b, ", ")")] {
            let nested = |levels: usize| format!("a = {}b{}", open.repeat(levels), close.repeat(levels));
            assert!(parse(&nested(MAX_DEPTH)).is_ok(), "{open}");
            assert!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().expected.en.contains("levels"), "{open}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn errors_point_into_the_text(text in "[a-c+*/()=<>\\[\\]., 0-9:-]{0,30}") {
            if let Err(error) = parse(&text) {
                prop_assert!(error.span.end <= text.len());
            }
        }
    }
}
