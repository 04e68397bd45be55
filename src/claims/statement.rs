//! Relations between figures as prose states them. Whether they hold is judged elsewhere.

use std::collections::BTreeSet;

/// How sure a list of parts is to be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// The prose says so, or the parts can be nothing else.
    Exhaustive,
    /// The parts may or may not be all.
    Listed,
    /// One thing may be counted in several parts.
    Overlapping,
    /// The prose says that there are more.
    Open,
    /// Shares confirm the parts one by one; they may overlap or leave some out.
    Confirmed,
    /// No word says so, but the parts are of one kind and nearly make the whole.
    Tied,
}

/// How many share the total of a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// As many as a figure says.
    Figure(usize),
    /// The months or days of a year.
    Of(i128),
}

/// A relation between figures, each named by its number in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// Some figures and what they make together.
    Parts {
        /// The whole; two where the prose gives it in two.
        wholes: Vec<usize>,
        /// The parts.
        parts: Vec<usize>,
        /// Whether the parts are all.
        nature: Nature,
    },
    /// `share = 100 * parts / wholes`; no whole means that the prose does not give it.
    Share {
        /// The share.
        share: usize,
        /// What it is a share for.
        parts: Vec<usize>,
        /// What it is a share of.
        wholes: Vec<usize>,
    },
    /// Shares of one whole that make 100.
    Shares {
        /// The shares.
        shares: Vec<usize>,
        /// Whether the shares are all.
        nature: Nature,
        /// The whole number that they are shares of, where the prose tells it.
        whole: Option<usize>,
    },
    /// `rate = 100 * parts / wholes`, with parts that the whole lacks taken off.
    Rate {
        /// The rate.
        rate: usize,
        /// What is counted.
        parts: Vec<usize>,
        /// What it is counted of.
        wholes: Vec<usize>,
        /// Whether the parts are what the rate leaves out.
        complement: bool,
    },
    /// `mean = total / among`.
    Mean {
        /// The mean.
        mean: usize,
        /// What it is the mean of.
        total: usize,
        /// How many share it.
        among: Among,
    },
    /// What a figure was, what it became, and by how much it changed.
    Change {
        /// The difference, as a percentage, in points, in the unit of the figures, or as a multiple.
        by: usize,
        /// What it was.
        from: usize,
        /// What it became.
        to: usize,
        /// Whether the prose says that it became less.
        down: bool,
    },
    /// A growth told beside its difference, and no earlier figure: `905条,增加181条,增幅25%`.
    Growth {
        /// The growth, as a percentage.
        by: usize,
        /// The difference.
        difference: usize,
        /// What it became.
        to: usize,
        /// Whether the prose says that it became less.
        down: bool,
    },
    /// One figure counts some of what another counts.
    Subset {
        /// The smaller one.
        part: usize,
        /// The larger one.
        whole: usize,
        /// Whether the prose says so; cases handled may also be of an earlier year.
        told: bool,
    },
}

/// That a part with its share or rate is some of its whole, where no list says so.
pub(super) fn within_their_wholes(all: &[Statement]) -> Vec<Statement> {
    let known: BTreeSet<(usize, usize)> = all.iter().flat_map(Statement::pairs).collect();
    let pair = |statement: &Statement| match statement {
        Statement::Share { parts, wholes, .. } | Statement::Rate { parts, wholes, .. } => {
            match (parts.as_slice(), wholes.as_slice()) {
                ([part], [whole]) if !known.contains(&(*part, *whole)) => Some((*part, *whole)),
                _ => None,
            }
        }
        _ => None,
    };
    let pairs: BTreeSet<(usize, usize)> = all.iter().filter_map(pair).collect();
    pairs.into_iter().map(|(part, whole)| Statement::Subset { part, whole, told: true }).collect()
}

impl Statement {
    /// Every part with a whole that it is some of.
    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        match self {
            Self::Parts { wholes, parts, .. } => {
                wholes.iter().flat_map(|whole| parts.iter().map(|part| (*part, *whole))).collect()
            }
            Self::Subset { part, whole, .. } => vec![(*part, *whole)],
            _ => Vec::new(),
        }
    }

    /// Every figure of the statement, in the order of the relation.
    #[must_use]
    pub fn figures(&self) -> Vec<usize> {
        match self {
            Self::Parts { wholes, parts, .. } => wholes.iter().chain(parts).copied().collect(),
            Self::Share { share, parts, wholes } | Self::Rate { rate: share, parts, wholes, .. } => {
                std::iter::once(share).chain(parts).chain(wholes).copied().collect()
            }
            Self::Shares { shares, whole, .. } => shares.iter().chain(whole).copied().collect(),
            Self::Mean { mean, total, among } => match among {
                Among::Figure(among) => vec![*mean, *total, *among],
                Among::Of(_) => vec![*mean, *total],
            },
            Self::Change { by, from, to, .. } => vec![*by, *from, *to],
            Self::Growth { by, difference, to, .. } => vec![*by, *difference, *to],
            Self::Subset { part, whole, .. } => vec![*part, *whole],
        }
    }

    /// The figure that tells a change.
    pub(super) fn change(&self) -> Option<usize> {
        match self {
            Self::Change { by, .. } | Self::Growth { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// Every figure that is some of another one.
    pub(super) fn parts_of_any(&self) -> Vec<usize> {
        self.pairs().into_iter().map(|(part, _)| part).collect()
    }

    /// What a rate is of.
    pub(super) fn rated(&self) -> &[usize] {
        match self {
            Self::Rate { wholes, .. } => wholes,
            _ => &[],
        }
    }

    /// The parts of a whole.
    pub(super) fn parts(&self) -> &[usize] {
        match self {
            Self::Parts { parts, .. } => parts,
            _ => &[],
        }
    }

    /// The same statement with every figure's number moved.
    pub(super) fn moved(self, by: usize) -> Self {
        let all = |list: Vec<usize>| list.into_iter().map(|index| index + by).collect();
        match self {
            Self::Parts { wholes, parts, nature } => Self::Parts { wholes: all(wholes), parts: all(parts), nature },
            Self::Share { share, parts, wholes } => {
                Self::Share { share: share + by, parts: all(parts), wholes: all(wholes) }
            }
            Self::Shares { shares, nature, whole } => {
                Self::Shares { shares: all(shares), nature, whole: whole.map(|index| index + by) }
            }
            Self::Rate { rate, parts, wholes, complement } => {
                Self::Rate { rate: rate + by, parts: all(parts), wholes: all(wholes), complement }
            }
            Self::Mean { mean, total, among } => {
                let among = match among {
                    Among::Figure(index) => Among::Figure(index + by),
                    among @ Among::Of(_) => among,
                };
                Self::Mean { mean: mean + by, total: total + by, among }
            }
            Self::Change { by: change, from, to, down } => {
                Self::Change { by: change + by, from: from + by, to: to + by, down }
            }
            Self::Growth { by: growth, difference, to, down } => {
                Self::Growth { by: growth + by, difference: difference + by, to: to + by, down }
            }
            Self::Subset { part, whole, told } => Self::Subset { part: part + by, whole: whole + by, told },
        }
    }
}
