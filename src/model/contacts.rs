//! Who the field `Verantwortlich` names: the roles of the page of contacts.

use super::{Config, Contact, Owners, Party};
use crate::config::fold;
use std::collections::HashMap;
use std::ops::Range;

/// The roles of all pages of contacts, searchable.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Roles by their folded name or person, in the order of the pages.
    by_name: HashMap<String, Vec<u32>>,
    /// The side that each role is on.
    parties: Vec<Option<Party>>,
    /// Words by which the two sides are told apart, folded.
    sides: [Vec<String>; 2],
    /// Folded titles of sections.
    sections: Vec<String>,
    /// The longest name, in words.
    longest: usize,
}

/// The most words of a role that text may follow, and the most roles of one name that are told apart.
const WORDS: usize = 12;
const NAMESAKES: usize = 32;

/// Words that name a side.
const CUSTOMER: &[&str] = &["auftraggeber", "kunde", "customer", "client", "buyer"];
const SUPPLIER: &[&str] =
    &["auftragnehmer", "lieferant", "anbieter", "dienstleister", "supplier", "contractor", "vendor"];

impl Contacts {
    /// Makes roles searchable.
    pub fn new<'c>(config: &Config, roles: impl Iterator<Item = &'c Contact>) -> Self {
        let own = |words: &[&str], name: Option<&String>| {
            // A party is called by the first word of its name: `Taubengrund Systemhaus GmbH`.
            let first = name.and_then(|name| name.split_whitespace().next()).map(fold);
            words.iter().map(|word| (*word).to_owned()).chain(first.filter(|word| word.len() > 3)).collect()
        };
        let sides = [own(CUSTOMER, config.customer.as_ref()), own(SUPPLIER, config.supplier.as_ref())];
        let mut contacts = Self { sides, ..Self::default() };
        for (number, contact) in roles.enumerate() {
            contacts.parties.push(contacts.party(&fold(&contact.section)));
            contacts.sections.push(fold(&contact.section));
            for name in [Some(&contact.role), contact.person.as_ref()].into_iter().flatten() {
                contacts.longest = contacts.longest.max(name.split_whitespace().count()).min(WORDS);
                let folded = fold(name);
                if !folded.is_empty() {
                    let roles = contacts.by_name.entry(folded).or_default();
                    if roles.len() < NAMESAKES {
                        roles.push(number as u32);
                    }
                }
            }
        }
        contacts
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The side that some folded words name.
    fn party(&self, folded: &str) -> Option<Party> {
        let names = |side: &[String]| side.iter().any(|word| folded.contains(word.as_str()));
        match (names(&self.sides[0]), names(&self.sides[1])) {
            (true, false) => Some(Party::Customer),
            (false, true) => Some(Party::Supplier),
            _ => None,
        }
    }

    /// The parts of a field's value, each with the role that it names: `IT des Auftraggebers, Betriebsrat`. Of roles
    /// with the same name that of the side which the part names counts, else that of the document's own.
    pub fn named(&self, value: &str, own: Party) -> Owners {
        let whole = trimmed(value, 0..value.len());
        if let Some(found) = self.exact(&value[whole.clone()], own) {
            return vec![(whole, Some(found))];
        }
        let parts = parts(value).into_iter().map(|part| trimmed(value, part)).filter(|part| !part.is_empty());
        parts.map(|part| (part.clone(), self.role(&value[part], own))).collect()
    }

    fn exact(&self, name: &str, own: Party) -> Option<u32> {
        self.choose(self.by_name.get(&fold(name))?, None, "", own)
    }

    /// The role with which a text begins: the longest, and what follows it says whose.
    fn role(&self, text: &str, own: Party) -> Option<u32> {
        let ends: Vec<usize> = words(text).map(|word| word.end).take(self.longest).collect();
        ends.into_iter().rev().find_map(|end| {
            let found = self.by_name.get(&fold(&text[..end]))?;
            let rest = fold(&text[end..]);
            self.choose(found, self.party(&rest), &rest, own)
        })
    }

    fn choose(&self, found: &[u32], named: Option<Party>, rest: &str, own: Party) -> Option<u32> {
        let with = |party: Party| found.iter().find(|role| self.parties[**role as usize] == Some(party));
        let section = || {
            let is_named = |role: &&u32| !rest.is_empty() && rest.contains(self.sections[**role as usize].as_str());
            found.iter().filter(|role| !self.sections[**role as usize].is_empty()).find(is_named)
        };
        match named {
            // `IT des Auftragnehmers` is not the customer's IT.
            Some(party) if found.iter().all(|role| self.parties[*role as usize].is_some()) => with(party).copied(),
            Some(party) => with(party).or(found.first()).copied(),
            None => section().or_else(|| with(own)).or(found.first()).copied(),
        }
    }
}

/// The bytes of each word.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.trim_end_matches([',', ';', ':', '(', ')']).len()
    })
}

/// The parts of a list in words, not split inside of brackets.
fn parts(value: &str) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        let length = match c {
            '(' | '[' => {
                depth += 1;
                0
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                0
            }
            ',' | ';' | '/' | '\n' if depth == 0 => c.len_utf8(),
            ' ' if depth == 0 => [" und ", " and ", " & ", " sowie "]
                .iter()
                .find(|word| value[at..].starts_with(**word))
                .map_or(0, |w| w.len()),
            _ => 0,
        };
        if length > 0 {
            parts.push(start..at);
            start = at + length;
            at = start;
        } else {
            at += c.len_utf8();
        }
    }
    parts.push(start..value.len());
    parts
}

/// A range of a text without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start.max(range.start + part.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use std::sync::Arc;

    fn contacts() -> Contacts {
        let config = Config {
            customer: Some("Kellbrück Dosieranlagen GmbH".into()),
            supplier: Some("Taubengrund Systemhaus GmbH".into()),
            ..Config::default()
        };
        let role = |role: &str, section: &str, person: Option<&str>| Contact {
            role: role.to_owned(),
            person: person.map(str::to_owned),
            section: section.to_owned(),
            anchor: Arc::from(role),
            place: Place::whole(&Arc::from("content/kontakte.md")),
        };
        let roles = [
            role("Projektleitung", "Auftraggeber", Some("Frau Meyer")),
            role("IT", "Auftraggeber", None),
            role("Projektleitung", "Auftragnehmer", None),
            role("Stellvertretung der Projektleitung", "Auftragnehmer", None),
            role("Marketing und Vertrieb", "Auftraggeber", None),
        ];
        Contacts::new(&config, roles.iter())
    }

    fn named(value: &str, own: Party) -> Vec<(String, Option<u32>)> {
        contacts().named(value, own).into_iter().map(|(range, role)| (value[range].to_owned(), role)).collect()
    }

    #[test]
    fn roles_are_found() {
        for (value, expected) in [
            ("IT", Some(1)),
            ("it des Auftraggebers", Some(1)),
            ("IT (Herr Klein, Zimmer 3)", Some(1)),
            ("Projektleitung", Some(0)),
            ("Projektleitung Taubengrund", Some(2)),
            ("Projektleitung (Auftragnehmer)", Some(2)),
            ("Stellvertretung der Projektleitung", Some(3)),
            ("Marketing und Vertrieb", Some(4)),
            ("Frau Meyer", Some(0)),
            ("IT des Auftragnehmers", None),
            ("ITSM", None),
            ("Personalwesen", None),
        ] {
            assert_eq!(named(value, Party::Customer), [(value.to_owned(), expected)], "{value}");
        }
        assert_eq!(named("Projektleitung", Party::Supplier)[0].1, Some(2));
    }

    #[test]
    fn lists_are_taken_apart() {
        let parts = named(" IT und Projektleitung, Personalwesen; ", Party::Customer);
        let parts: Vec<_> = parts.iter().map(|(part, role)| (part.as_str(), *role)).collect();
        assert_eq!(parts, [("IT", Some(1)), ("Projektleitung", Some(0)), ("Personalwesen", None)]);
        assert!(named("", Party::Customer).is_empty() && named(" , ", Party::Customer).is_empty());
    }
}
