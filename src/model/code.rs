//! Closed vocabularies: one line gives variant, stored code, Chinese, English.
//!
//! Glossary: 提案 proposal, 案由 title of a proposal, 立案 file, 交办 assign, 退办 decline,
//! 会办 co-handle, 答复 reply, 办结 close, 议题 topic, 履职 duty, 考核 appraisal,
//! 社情民意 opinion, 界别 sector, 届次 session, 专委会 committee, 履职小组 group,
//! 政协职务 post, 承办单位 unit, 委员 member, 出席 attendance, 列席 observer.

/// A word of a closed vocabulary.
pub trait Code: Copy + Sized + PartialEq + 'static {
    /// Every word, in the order in which people list them.
    const ALL: &'static [Self];
    /// The stable English code that files, JSON and scripts use.
    fn code(self) -> &'static str;
    /// The Chinese label.
    fn zh(self) -> &'static str;
    /// The English label.
    fn en(self) -> &'static str;

    /// The label in a language.
    fn label(self, lang: crate::lang::Lang) -> &'static str {
        match lang {
            crate::lang::Lang::Zh => self.zh(),
            crate::lang::Lang::En => self.en(),
        }
    }

    /// Reads a code or a label of either language; nothing else is guessed.
    fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.code() == word || c.zh() == word || c.en().eq_ignore_ascii_case(word))
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $zh:literal $en:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the labels are the documentation
        pub enum $name { $($variant),+ }
        impl Code for $name {
            const ALL: &'static [Self] = &[$($name::$variant),+];
            fn code(self) -> &'static str { match self { $($name::$variant => $code),+ } }
            fn zh(self) -> &'static str { match self { $($name::$variant => $zh),+ } }
            fn en(self) -> &'static str { match self { $($name::$variant => $en),+ } }
        }
    };
}
pub(crate) use codes;

codes! {
    /// The ledgers of the office.
    Ledger {
        Unit "unit" "承办单位" "units",
        Member "member" "委员" "members",
        Meeting "meeting" "会议活动" "meetings",
        Attendance "attendance" "出席情况" "attendance",
        Proposal "proposal" "提案" "proposals",
        Opinion "opinion" "社情民意" "opinions",
        Record "record" "其他履职" "records",
    }
}

codes! {
    /// What the roll says of one person at one meeting. Not recorded is not absent.
    Presence {
        Present "present" "出席" "present",
        Late "late" "迟到" "late",
        LeftEarly "left_early" "早退" "left early",
        Partial "partial" "部分出席" "partial",
        Leave "leave" "请假" "on leave",
        Absent "absent" "缺席" "absent",
        Unrecorded "unrecorded" "未登记" "unrecorded",
    }
}

codes! {
    /// Who has to come to a meeting.
    Duty {
        Required "required" "必须参加" "required",
        SignUp "sign_up" "报名参加" "by sign-up",
        Open "open" "自愿参加" "open",
    }
}

codes! {
    /// What a person does at a meeting.
    Part {
        Attendee "attendee" "出席" "attendee",
        Host "host" "主持" "host",
        Convenor "convenor" "召集" "convenor",
        Observer "observer" "列席" "observer",
        Keynote "keynote" "主讲" "keynote",
    }
}

codes! {
    /// How a speech was given.
    SpeechForm {
        Oral "oral" "口头" "oral",
        Written "written" "书面" "written",
    }
}

codes! {
    /// Who proposes.
    ProposalForm {
        Individual "individual" "个人" "individual",
        Joint "joint" "联名" "joint",
        Collective "collective" "集体" "collective",
    }
}

codes! {
    /// Where a proposal stands, as far as a ledger tells it.
    ProposalState {
        Draft "draft" "草稿" "draft",
        Submitted "submitted" "已提交" "submitted",
        Registered "registered" "已登记" "registered",
        Filed "filed" "立案" "filed",
        Merged "merged" "并案" "merged",
        ToOpinion "to_opinion" "转社情民意" "turned into an opinion",
        ToLetter "to_letter" "转意见建议" "turned into a letter",
        Returned "returned" "退回修改" "returned",
        NotFiled "not_filed" "不予立案" "not filed",
        Withdrawn "withdrawn" "撤案" "withdrawn",
        Assigned "assigned" "已交办" "assigned",
        Replied "replied" "已答复" "replied",
        Rated "rated" "已反馈" "rated",
        Tracking "tracking" "跟踪办理" "tracked",
        Closed "closed" "办结" "closed",
        Archived "archived" "已归档" "archived",
    }
}

codes! {
    /// What can be done with a proposal (model/proposal/lifecycle.rs says when).
    ProposalStep {
        Draft "draft" "起草" "drafting",
        Ask "ask" "邀请会签" "asking for signatures",
        Sign "sign" "会签" "joint signature",
        Submit "submit" "提交" "submission",
        Register "register" "登记" "registration",
        File "file" "立案" "filing",
        Merge "merge" "并案" "merging",
        ToOpinion "to_opinion" "转社情民意" "turning into an opinion",
        ToLetter "to_letter" "转意见建议" "turning into a letter",
        Return "return" "退回修改" "return for change",
        Refuse "refuse" "不予立案" "refusal",
        Withdraw "withdraw" "撤案" "withdrawal",
        Number "number" "编号" "numbering",
        Assign "assign" "交办" "assignment",
        Receive "receive" "签收" "receipt",
        Decline "decline" "申请退办" "objection",
        Keep "keep" "不同意退办" "objection refused",
        Reassign "reassign" "改派" "reassignment",
        Contact "contact" "面商" "contact with the proposer",
        Advise "advise" "报会办意见" "co-unit's opinion",
        Extend "extend" "延期" "extension",
        Pause "pause" "中止计时" "pause",
        Resume "resume" "恢复计时" "resumption",
        Reply "reply" "答复" "reply",
        Rate "rate" "评价" "rating",
        Redo "redo" "重新办理" "handling again",
        Track "track" "跟踪办理" "tracking",
        Fulfil "fulfil" "兑现承诺" "keeping of a promise",
        Close "close" "办结" "closing",
        Archive "archive" "归档" "archiving",
    }
}

impl ProposalState {
    /// Whether the proposal was filed 立案, whatever became of it later.
    pub fn is_filed(self) -> bool {
        use ProposalState::{Archived, Assigned, Closed, Filed, Rated, Replied, Tracking};
        matches!(
            self,
            Filed | Assigned | Replied | Rated | Tracking | Closed | Archived
        )
    }
}

codes! {
    /// Which part a unit has in a proposal.
    UnitPart {
        Lead "lead" "主办" "lead",
        Co "co" "会办" "co-handling",
        Split "split" "分办" "split",
    }
}

codes! {
    /// Whether a unit replied to a proposal within the time it had.
    Timeliness {
        InTime "in_time" "按时" "in time",
        Late "late" "逾期" "late",
        Open "open" "未答复" "not replied",
        Replied "replied" "已答复" "replied, the days not known",
    }
}

codes! {
    /// A person's sex as the roster gives it.
    Sex { Male "male" "男" "male", Female "female" "女" "female" }
}

codes! {
    /// What happened to a membership, each with reason and basis.
    StatusKind {
        Joined "joined" "任职" "joined",
        Reappointed "reappointed" "连任" "reappointed",
        Resigned "resigned" "辞职" "resigned",
        Persuaded "persuaded" "劝辞" "persuaded to resign",
        Reminded "reminded" "提醒" "reminded",
        Warned "warned" "警告" "warned",
        Dismissed "dismissed" "撤销资格" "dismissed",
        Transferred "transferred" "调离" "transferred",
        Died "died" "去世" "died",
        Left "left" "离任" "left",
        Talked "talked" "约谈" "talked to",
        Criticised "criticised" "通报批评" "criticised",
        Sanctioned "sanctioned" "其他处理" "other measure",
        Punished "punished" "党纪政务处分" "punished by party or state",
    }
}

codes! {
    /// How a leave request stands.
    LeaveState {
        Asked "asked" "已申请" "asked",
        Granted "granted" "同意" "granted",
        Refused "refused" "不同意" "refused",
    }
}

codes! {
    /// The level of the office's committee; the stored code is the Chinese word.
    OfficeLevel {
        County "县" "县" "county",
        City "市" "市" "city",
        Province "省" "省" "province",
        Nation "全国" "全国" "nation",
    }
}

impl OfficeLevel {
    /// Reads what places of a level are called: 区, 旗 and 县级市 are of the county's level.
    pub fn read(word: &str) -> Option<OfficeLevel> {
        let word = word.trim().to_lowercase();
        Some(match word.as_str() {
            "县级" | "区" | "旗" | "县级市" | "市辖区" | "自治县" | "自治旗" | "林区" | "特区"
            | "district" | "banner" | "county-level city" => OfficeLevel::County,
            "市级" | "州" | "盟" | "地区" | "地级" | "地级市" | "设区市" | "设区的市"
            | "副省级市" | "副省级城市" | "自治州" | "prefecture" | "league" => {
                OfficeLevel::City
            }
            "省级" | "自治区" | "直辖市" | "region" | "municipality" => {
                OfficeLevel::Province
            }
            "国家" | "国家级" | "全国级" | "中央" | "national" => OfficeLevel::Nation,
            other => return OfficeLevel::parse(other),
        })
    }
}

codes! {
    /// The open dictionaries, whose words are rows in the file.
    Dict {
        MeetingKind "meeting_kind" "会议类型" "kind of meeting",
        Sector "sector" "界别" "sector",
        Committee "committee" "专委会" "committee",
        Group "group" "履职小组" "group",
        Party "party" "政治面貌" "party",
        Post "post" "政协职务" "post",
        Nation "nation" "民族" "nation",
        Tag "tag" "标签" "tag",
        Category "category" "提案分类" "proposal category",
        ReplyClass "reply_class" "答复类别" "reply class",
        Rating "rating" "提案人意见" "rating",
        Body "body" "提案团体" "proposing body",
        RecordKind "record_kind" "履职类别" "kind of record",
        Level "level" "级别" "level",
        LeaveKind "leave_kind" "请假类型" "kind of leave",
        RefusalReason "refusal_reason" "不予立案理由" "reason not to file",
        ContactMeans "contact_means" "面商方式" "means of contact",
        Township "township" "乡镇街道" "township",
        AppraisalKind "appraisal_kind" "评议类型" "kind of appraisal",
    }
}

codes! {
    /// What the words of some dictionaries are: kinds of meeting are meetings or activities, kinds
    /// of record are acts or points given by hand 手工加减分 (E35).
    WordClass {
        Meeting "meeting" "会议" "meeting",
        Activity "activity" "活动" "activity",
        Act "act" "履职事项" "act",
        ByHand "by_hand" "手工计分" "points by hand",
    }
}

impl WordClass {
    /// The classes that a dictionary tells apart; none where it tells none.
    pub fn of(dict: Dict) -> &'static [WordClass] {
        match dict {
            Dict::MeetingKind => &[WordClass::Meeting, WordClass::Activity],
            Dict::RecordKind => &[WordClass::Act, WordClass::ByHand],
            _ => &[],
        }
    }

    /// The class that a new word of a dictionary has by its name, until the office says otherwise.
    pub fn by_name(dict: Dict, name: &str) -> Option<WordClass> {
        match dict {
            Dict::MeetingKind if name.ends_with('会') || name.contains("会议") => {
                Some(WordClass::Meeting)
            }
            Dict::MeetingKind => Some(WordClass::Activity),
            Dict::RecordKind if says_points(name) => Some(WordClass::ByHand),
            Dict::RecordKind => Some(WordClass::Act),
            _ => None,
        }
    }
}

/// Whether the name of a kind of record says that someone gives the points: 手工加减分, 违纪扣分,
/// 主席会议评分.
fn says_points(kind: &str) -> bool {
    const WORDS: [&str; 11] = [
        "手工",
        "人工",
        "计分",
        "记分",
        "评分",
        "打分",
        "赋分",
        "加分",
        "减分",
        "扣分",
        "奖励分",
    ];
    WORDS.iter().any(|w| kind.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_of_the_level_that_the_law_gives_them() {
        for (word, level) in [
            ("区", "县"),
            ("旗", "县"),
            ("县级市", "县"),
            ("州", "市"),
            ("盟", "市"),
            ("自治区", "省"),
            ("直辖市", "省"),
            ("国家", "全国"),
            ("County", "县"),
        ] {
            assert_eq!(OfficeLevel::read(word).map(Code::code), Some(level));
        }
        assert_eq!(OfficeLevel::read("乡"), None);
    }

    #[test]
    fn a_word_is_read_from_code_and_from_both_labels() {
        assert_eq!(Presence::parse("left_early"), Some(Presence::LeftEarly));
        assert_eq!(Presence::parse("早退"), Some(Presence::LeftEarly));
        assert_eq!(Presence::parse("Left Early"), Some(Presence::LeftEarly));
        assert_eq!(Presence::parse("来了"), None);
    }
}
