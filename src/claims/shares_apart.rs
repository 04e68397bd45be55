//! Shares of a whole that another paragraph tells: `通过网站公开3600条,占全年主动公开信息总数的80%`, where the chapter before says
//! how much was disclosed. Only a whole that the share names and that the report tells one number of is meant.

use super::concepts::{Around, concepts};
use super::roles::bare;
use super::shares::base;
use super::statement::{Statement, within_their_wholes};
use super::vocabulary::compatible;
use super::{Fact, Prose};

/// Gives shares without a whole the one that a fact of the report tells; returns what else that says.
pub(super) fn resolve(prose: &mut Prose) -> Vec<Statement> {
    let found: Vec<(usize, usize)> = prose
        .told
        .iter()
        .enumerate()
        .filter_map(|(at, told)| match &told.statement {
            Statement::Share { share, parts, wholes } if wholes.is_empty() => {
                Some((at, prose.whole_apart(*share, *parts.first()?)?))
            }
            _ => None,
        })
        .collect();
    let mut resolved = Vec::new();
    for (at, whole) in found {
        if let Some(Statement::Share { wholes, .. }) = prose.told.get_mut(at).map(|told| &mut told.statement) {
            wholes.push(whole);
        }
        resolved.extend(prose.told.get(at).map(|told| told.statement.clone()));
    }
    within_their_wholes(&resolved)
}

impl Prose {
    /// The figure that a share names as what it is of.
    fn whole_apart(&self, share: usize, part: usize) -> Option<usize> {
        let label = bare(&self.quantities.get(share)?.label).into_owned();
        let name = base(&label).trim_end_matches(['的', '总', '额', '数', '量']);
        let around = Around::default();
        let concept = concepts().of_label(name, &around)?;
        let part = self.quantities.get(part)?;
        let is_meant = |fact: &&Fact| fact.concept == Some(concept) && !fact.then && fact.paragraph <= part.paragraph;
        let mut told = self.facts.iter().filter(is_meant);
        let fact = told.next()?;
        let one = told.all(|other| other.number.value() == fact.number.value() && !other.is_apart(fact));
        let is_told_by = |quantity: &super::Quantity| quantity.place.span.start == fact.place.span.start;
        let whole = self.quantities.iter().position(is_told_by).filter(|_| one)?;
        self.quantities.get(whole).filter(|whole| compatible(&whole.measure, &part.measure)).map(|_| whole)
    }
}
