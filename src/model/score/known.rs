//! The words of the office's own dictionaries, against which a rule file can be checked.

use super::words::Open;

/// The office's words. An empty list is not checked.
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
        }
    }
}
