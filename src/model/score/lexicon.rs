//! The words of one item, read against the vocabularies of the facts that it counts.

use super::known::{Known, Strange};
use super::mistake::Place;
use super::read::{Reader, Sheet, clipped};
use super::rules::Field;
use super::words::{FIELDS, Open, Vocabulary, Word, code_of, fact_word, spellings, vocabulary};
use crate::model::fact::FactKind;
use crate::text;

/// Reads words of one item against the vocabularies of its facts.
pub(super) struct Lexicon<'k> {
    pub(super) facts: Vec<FactKind>,
    known: Option<&'k Known>,
}

impl<'k> Lexicon<'k> {
    pub(super) fn new(facts: Vec<FactKind>, known: Option<&'k Known>) -> Lexicon<'k> {
        Lexicon { facts, known }
    }

    /// The stored forms of the words under a key.
    pub(super) fn words<'t>(
        &self,
        reader: &mut Reader<'t>,
        sheet: Sheet<'t>,
        field: Field,
        key: &str,
    ) -> Vec<String> {
        let words = reader.texts(sheet, key);
        words
            .into_iter()
            .filter_map(|(word, at)| self.word(reader, field, &word, at))
            .collect()
    }

    /// The words of one of the office's dictionaries under a key.
    pub(super) fn dictionary<'t>(
        &self,
        reader: &mut Reader<'t>,
        sheet: Sheet<'t>,
        open: Open,
        key: &str,
    ) -> Vec<String> {
        let words = reader.texts(sheet, key);
        words
            .into_iter()
            .map(|(word, at)| self.open_word(reader, &[open], &word, at))
            .collect()
    }

    /// A word of one of the office's dictionaries that stands as a key.
    pub(super) fn entry(&self, reader: &mut Reader, open: Open, word: &str, at: Place) -> String {
        self.open_word(reader, &[open], word, at)
    }

    /// The stored form of a word of a field, or a mistake.
    pub(super) fn word(
        &self,
        reader: &mut Reader,
        field: Field,
        word: &str,
        at: Place,
    ) -> Option<String> {
        if self.facts.is_empty() {
            return None; // The mistake about the facts is noted already.
        }
        let mut closed: Vec<Word> = Vec::new();
        let (mut open, mut free) = (Vec::new(), false);
        for fact in &self.facts {
            match vocabulary(*fact, field) {
                Vocabulary::Closed(words) => closed.extend(words),
                Vocabulary::Open(which) => open.push(which),
                Vocabulary::Free => free = true,
                Vocabulary::Nothing => {}
            }
        }
        if let Some(code) = code_of(word, &closed) {
            return Some(code.to_owned());
        }
        if free {
            return Some(word.trim().to_owned());
        }
        if open.is_empty() {
            self.unknown_word(reader, field, word, at, &closed);
            return None;
        }
        Some(self.open_word(reader, &open, word, at))
    }

    fn unknown_word(
        &self,
        reader: &mut Reader,
        field: Field,
        word: &str,
        at: Place,
        closed: &[Word],
    ) {
        let word = clipped(word);
        let (_, fact, en) = self.facts.first().map_or(("", "", ""), |f| fact_word(*f));
        let (_, zh_field, en_field) = FIELDS
            .iter()
            .find(|f| f.0 == field)
            .map_or(("", "", ""), |f| f.1);
        if closed.is_empty() {
            let message = text!(
                "“{fact}”没有{zh_field}",
                "a fact of kind {en} has no {en_field}"
            );
            reader.wrong(at, message, text!("删去此键", "drop the key"));
            return;
        }
        let message = text!(
            "{fact}的{zh_field}没有“{word}”",
            "`{word}` is no {en_field} of {en}"
        );
        reader.unknown(at, message, &word, &spellings(closed));
    }

    /// A word of the office's dictionaries, which may be any of `open`; a doubt where none has it.
    fn open_word(&self, reader: &mut Reader, open: &[Open], word: &str, at: Place) -> String {
        let Some(known) = self.known else {
            return word.to_owned();
        };
        let has = |o: &Open| known.words(*o).0.iter().any(|w| w == word);
        if open.iter().any(has) {
            return word.to_owned();
        }
        let (_, zh, en) = open.first().map_or((&[][..], "", ""), |o| known.words(*o));
        let offered = open.iter().flat_map(|o| known.words(*o).0.to_vec());
        let dictionary = text!("{zh}", "{en}");
        reader.strange(Strange::new(at, word, dictionary, offered.collect()));
        word.to_owned()
    }
}
