//! Findings that are known: a project that starts with many can still ask for none that is new.
//!
//! A baseline is a text of lines, sorted, one for each finding: its [key](crate::diag::key). So it can be read, compared and
//! merged, and outlasts shifted lines.

use std::collections::BTreeMap;

/// The first line of a baseline; the number grows when keys change their meaning.
const HEAD: &str = "# Heftfaden baseline 1";

/// Known findings by key, each with how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<String, usize>);

/// What a baseline says of some findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// For each finding, whether it is known.
    pub known: Vec<bool>,
    /// Known findings that are no more.
    pub gone: usize,
}

/// A line that is no part of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}")]
pub struct Malformed {
    /// Its number, from 1.
    pub line: usize,
}

impl Baseline {
    /// The baseline of findings with these keys.
    pub fn of(keys: &[String]) -> Self {
        let mut baseline = Self::default();
        for key in keys {
            *baseline.0.entry(key.clone()).or_default() += 1;
        }
        baseline
    }

    /// Reads a baseline. Lines may be missing and in any order, as merging leaves them.
    ///
    /// # Errors
    ///
    /// When it does not begin as a baseline does, or holds the marks of a merge that went wrong.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().enumerate();
        let first = lines.next().map_or("", |(_, line)| line);
        if first.split(':').next() != Some(HEAD) {
            return Err(Malformed { line: 1 });
        }
        let mut baseline = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            if !line.starts_with(|c: char| c.is_ascii_lowercase()) || !line.contains(' ') {
                return Err(Malformed { line: number + 1 });
            }
            *baseline.0.entry(line.trim_end().to_owned()).or_default() += 1;
        }
        Ok(baseline)
    }

    /// The baseline as a file.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}: known findings, for `heftfaden check --baseline`, sorted, one in each line.\n");
        for (key, count) in &self.0 {
            for _ in 0..*count {
                text.push_str(key.trim_end());
                text.push('\n');
            }
        }
        text
    }

    /// How many findings it knows that another does not.
    pub fn minus(&self, other: &Self) -> usize {
        let left = self.0.iter().map(|(key, count)| count.saturating_sub(other.0.get(key).copied().unwrap_or(0)));
        left.sum()
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares findings by their keys. Where there are more of a key than it knows, the last are new. What it knows of
    /// checks that did not look, by `looked`, is not gone.
    pub fn compare(&self, keys: &[String], looked: impl Fn(&str) -> bool) -> Comparison {
        let mut left: BTreeMap<&str, usize> = self.0.iter().map(|(key, count)| (key.as_str(), *count)).collect();
        let known = keys.iter().map(|key| match left.get_mut(key.trim_end()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        });
        let known = known.collect();
        let code = |key: &str| key.split(' ').next().is_some_and(&looked);
        let gone = left.into_iter().filter(|(key, _)| code(key)).map(|(_, count)| count).sum();
        Comparison { known, gone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn a_baseline_knows_as_many_as_it_was_made_of() {
        let baseline = Baseline::of(&keys(&["b x", "a x", "b x"]));
        assert_eq!(baseline.to_text().lines().skip(1).collect::<Vec<_>>(), ["a x", "b x", "b x"]);
        let compared = baseline.compare(&keys(&["b x", "b x", "b x", "c x"]), |_| true);
        assert_eq!(compared, Comparison { known: vec![true, true, false, false], gone: 1 });
        assert_eq!(baseline.compare(&[], |code| code == "b").gone, 2);
        assert_eq!(baseline.len(), 3);
    }

    #[test]
    fn a_baseline_reads_what_it_writes_and_nothing_else() {
        let baseline = Baseline::of(&keys(&["b x", "a lh:LH-1 \"ä\"", "b x"]));
        let text = baseline.to_text();
        assert_eq!(Baseline::parse(&text), Ok(baseline.clone()));
        assert_eq!(Baseline::parse(&text.replace('\n', "\r\n")), Ok(baseline));
        assert_eq!(Baseline::parse(""), Err(Malformed { line: 1 }));
        assert_eq!(Baseline::parse("[project]\n"), Err(Malformed { line: 1 }));
        assert_eq!(Baseline::parse(&format!("{text}<<<<<<< HEAD\n")), Err(Malformed { line: 5 }));
        assert_eq!(Baseline::parse(&format!("{text}=======\n")), Err(Malformed { line: 5 }));
    }
}
