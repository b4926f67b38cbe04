//! The words of the office's own dictionaries, against which a rule file can be checked.

use super::mistake::{Mistake, Place, did_you_mean, meant, nearest, some};
use super::words::Open;
use crate::lang::Text;
use crate::text;

/// The office's words. A rule that uses other words can never count.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Kinds of meeting 会议类型.
    pub meeting_kinds: Vec<String>,
    /// Kinds of duty record 履职类别.
    pub record_kinds: Vec<String>,
    /// Categories of proposals 提案分类.
    pub categories: Vec<String>,
    /// Levels 级别.
    pub levels: Vec<String>,
    /// Posts 政协职务.
    pub posts: Vec<String>,
    /// Sectors 界别.
    pub sectors: Vec<String>,
    /// Kinds of appraisal 评议类型.
    pub appraisal_kinds: Vec<String>,
    /// Classes of replies 答复类别.
    pub reply_classes: Vec<String>,
    /// Ratings of replies 提案人意见.
    pub ratings: Vec<String>,
    /// Kinds of leave 请假类型.
    pub leave_kinds: Vec<String>,
    /// Tags 标签.
    pub tags: Vec<String>,
    /// Special committees 专委会.
    pub committees: Vec<String>,
    /// Duty groups 履职小组.
    pub groups: Vec<String>,
}

impl Known {
    /// The words of one dictionary, with its Chinese and English name.
    pub(super) fn words(&self, open: Open) -> (&[String], &'static str, &'static str) {
        match open {
            Open::MeetingKind => (&self.meeting_kinds, "会议类型", "kind of meeting"),
            Open::RecordKind => (&self.record_kinds, "履职类别", "kind of record"),
            Open::Category => (&self.categories, "提案分类", "category of proposals"),
            Open::Level => (&self.levels, "级别", "level"),
            Open::Post => (&self.posts, "政协职务", "post"),
            Open::Sector => (&self.sectors, "界别", "sector"),
            Open::AppraisalKind => (&self.appraisal_kinds, "评议类型", "kind of appraisal"),
            Open::ReplyClass => (&self.reply_classes, "答复类别", "reply class"),
            Open::LeaveKind => (&self.leave_kinds, "请假类型", "kind of leave"),
            Open::Tag => (&self.tags, "标签", "tag"),
            Open::Committee => (&self.committees, "专委会", "committee"),
            Open::Group => (&self.groups, "履职小组", "group"),
            Open::Rating => (&self.ratings, "提案人意见", "rating"),
        }
    }
}

/// A word of a rule file that the office's dictionary does not have: what asks for it never counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strange {
    /// Where it is written.
    pub at: Place,
    /// The word.
    pub word: String,
    /// Which dictionary lacks it.
    pub dictionary: Text,
    /// The dictionary's own words, Chinese first where there are several dictionaries.
    known: Vec<String>,
}

impl Strange {
    pub(super) fn new(at: Place, word: &str, dictionary: Text, known: Vec<String>) -> Strange {
        Strange {
            at,
            word: super::read::clipped(word),
            dictionary,
            known,
        }
    }

    fn known(&self) -> Vec<&str> {
        self.known.iter().map(String::as_str).collect()
    }

    /// As a mistake of the file.
    pub fn mistake(&self) -> Mistake {
        let (word, zh, en) = (&self.word, &self.dictionary.zh, &self.dictionary.en);
        let message = text!(
            "本机关的{zh}里没有“{word}”",
            "the office has no {en} `{word}`"
        );
        let fix = did_you_mean(word, &self.known());
        self.at.mistake(message, fix).coded("not_in_dictionary")
    }

    /// Whether nothing tells which word was meant, so that all that there are have to be listed.
    fn lists_all(&self) -> bool {
        let known: Vec<&str> = self.known().into_iter().filter(|w| !w.is_empty()).collect();
        !known.is_empty() && meant(&self.word, &known).is_none()
    }

    /// Strange words as mistakes of the file, and after them the dictionaries whose words would
    /// otherwise be listed at several places.
    pub(super) fn once(all: &[Strange]) -> (Vec<Mistake>, Vec<Text>) {
        let mut listed: Vec<(&Strange, usize)> = Vec::new();
        for one in all.iter().filter(|s| s.lists_all()) {
            match listed
                .iter_mut()
                .find(|(s, _)| s.dictionary == one.dictionary)
            {
                Some((_, n)) => *n += 1,
                None => listed.push((one, 1)),
            }
        }
        listed.retain(|(_, n)| *n > 1);
        let last = |one: &Strange| {
            let mistake = one.mistake();
            if !one.lists_all() || !listed.iter().any(|(s, _)| s.dictionary == one.dictionary) {
                return mistake;
            }
            let (zh, en) = (&one.dictionary.zh, &one.dictionary.en);
            Mistake {
                fix: text!("可用的{zh}列在最后", "what {en} there is stands at the end"),
                ..mistake
            }
        };
        let words = listed.iter().map(|(one, _)| {
            let (zh, en) = (&one.dictionary.zh, &one.dictionary.en);
            let Text {
                zh: all,
                en: all_en,
            } = some(&one.known());
            text!("可用的{zh}：{all}", "{en}: {all_en}")
        });
        (all.iter().map(last).collect(), words.collect())
    }

    /// In few words, with the nearest word that the office has.
    pub fn told(&self) -> Text {
        let (word, zh, en) = (&self.word, &self.dictionary.zh, &self.dictionary.en);
        match nearest(word, self.known()) {
            Some(near) => text!(
                "{zh}“{word}”（相近的有“{near}”）",
                "{en} `{word}` (there is `{near}`)"
            ),
            None => text!("{zh}“{word}”", "{en} `{word}`"),
        }
    }
}
