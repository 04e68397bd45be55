//! Wholes that a clause behind them names: `收回572份;收回问卷中,有效561份`.

use super::line::Line;
use super::lists::FARTHEST_WHOLE;
use super::vocabulary::vocabulary;

impl Line<'_> {
    /// The figure that the clause right before a figure's own names as what the figure is some of.
    pub(super) fn named_whole(&self, index: usize) -> Option<usize> {
        const SHORTEST: usize = 2;
        let (label, lead) = (self.label(index), self.lead(index));
        let clause = lead.strip_suffix(label)?.strip_suffix(',')?;
        let clause = clause.rsplit([',', ';', ':', '。']).next().unwrap_or_default();
        let words = &vocabulary().words;
        let name = clause.strip_suffix("当中").or_else(|| clause.strip_suffix('中'))?;
        // `已答复的申请中` names a whole, `正在申请中` does not.
        let named = |word: &str| clause.strip_suffix(word).is_some_and(|before| before.ends_with('的'));
        if words.within_not.ends(clause).is_some_and(|word| word != "当中" && !named(word)) {
            return None;
        }
        let name = name.trim_start_matches(['在', '从', '其', '已', '所']);
        let start: String = name.chars().take(SHORTEST).collect();
        let alike = |whole: usize| {
            let around = format!("{}{}", self.label(whole), self.tail(whole));
            let starts = start.chars().count() == SHORTEST && around.contains(&start);
            usize::from(starts) + usize::from(starts && around.contains(name))
        };
        let fits = |whole: &usize| {
            self.same_measure(*whole, index) && !self.is_modifier(*whole) && !self.is_approximate(*whole)
        };
        let before = (index.saturating_sub(FARTHEST_WHOLE)..index).filter(fits);
        // The last of those that share all of the name, or else how it starts.
        before.map(|whole| (alike(whole), whole)).filter(|(alike, _)| *alike > 0).max().map(|(_, whole)| whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_names_the_whole_in_its_words() {
        let found = |text: &str, index: usize| Line::of(text).named_whole(index);
        assert_eq!(found("发放600份,收回572份;收回问卷中,有效561份", 2), Some(1));
        assert_eq!(found("报名326人,其中实际参考211人,缺考115人。参考考生中,上线140人", 3), Some(1));
        assert_eq!(found("设医院14个,卫生院32个。医院中,公立5个", 2), Some(0));
        assert_eq!(found("收到申请14件,工作中,召开会议5次", 1), None);
        assert_eq!(found("发放600份,来信中,有效561份", 1), None);
    }
}
