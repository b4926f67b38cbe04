//! Which known word was probably meant: for questions and hints, never for guessing.

/// How many single-letter edits (insert, drop, replace, swap of neighbours) lead from one word to
/// the other, counted in characters.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The known words nearest to `word`: at most `limit`, at most a third of its length away.
pub fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let far = (word.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .map(|k| (distance(word, k), k))
        .filter(|(d, k)| *d <= far && *d < k.chars().count())
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(limit).map(|(_, k)| k).collect()
}

/// Whether two words that are both new differ as a slip does: in one letter, and not in a number or a
/// letter that counts: `第一组` and `第二组` are two.
pub fn is_slip(a: &str, b: &str) -> bool {
    const COUNTS: &str = "零〇一二三四五六七八九十甲乙丙丁戊己庚辛壬癸东南西北中上下前后左右";
    let counts = |c: &char| c.is_ascii_alphanumeric() || COUNTS.contains(*c);
    let apart = |x: &str, y: &str| {
        let more = |c: &char| x.matches(*c).count() > y.matches(*c).count();
        x.chars().filter(more).any(|c| counts(&c))
    };
    a.chars().count() > 3 && distance(a, b) == 1 && !apart(a, b) && !apart(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_near() {
        assert_eq!(nearest("教育届", ["教育界", "经济界"], 3), vec!["教育界"]);
        assert_eq!(nearest("setcor", ["sector", "since"], 3), vec!["sector"]);
        assert!(nearest("王伟", ["李娜"], 3).is_empty());
    }

    #[test]
    fn two_new_words_are_a_slip_where_they_do_not_count() {
        assert!(is_slip("城关街道履职小姐", "城关街道履职小组"));
        assert!(!is_slip("第一履职小组", "第二履职小组"));
        assert!(!is_slip("东河镇履职小组", "南湖镇履职小组"));
        assert!(!is_slip("教育界", "经济界"));
    }
}
