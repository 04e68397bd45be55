//! The level of administration whose figure a clause tells: `全省`, `全市`, `本机关`. Figures of two levels are two
//! facts. Parts of a body that have a name of their own are read elsewhere.

use super::concepts::concepts;

/// The level that the clauses of a sentence speak of last, each by its first words.
pub(super) fn level(sentence: &str) -> Option<usize> {
    let clauses = sentence.rsplit([',', '、', ';', ':', '。', '\n']);
    clauses.map(|clause| concepts().without_time(clause)).find_map(|clause| concepts().level(clause))
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn the_subject_of_the_last_clause_counts() {
        let same = |one: &str, other: &str| level(one).is_some() && level(one) == level(other);
        assert!(same("2023年,全省共收到申请", "我省"));
        assert!(same("全县公开12条,我局新收", "截至12月31日,局机关收到"));
        assert!(!same("全市收到", "全省收到"));
        assert!(!same("全市教育系统收到", "全市收到"));
        assert_eq!(level("按照全市统一部署,收到申请"), None);
    }
}
