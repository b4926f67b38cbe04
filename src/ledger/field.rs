//! The fields that columns of a ledger fill. Their codes are the names that a mapping file uses.

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $code:literal),+ $(,)?) => {
        /// A field of a typed row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $variant),+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Field] = &[$(Field::$variant),+];

            /// The name that a mapping file uses.
            pub fn code(self) -> &'static str {
                match self { $(Field::$variant => $code),+ }
            }

            /// Reads the name that a mapping file uses.
            pub fn parse(word: &str) -> Option<Field> {
                Field::ALL.iter().copied().find(|field| field.code() == word)
            }
        }
    };
}

fields! {
    /// The number of the thing itself: 委员编号, 会议编号, 案号, 编号, 单位编码.
    No "no",
    /// 姓名, 单位名称.
    Name "name",
    /// 曾用名, 别名.
    Alias "alias",
    /// 性别.
    Sex "sex",
    /// 出生年月.
    Birth "birth",
    /// 民族.
    Nation "nation",
    /// 政治面貌.
    Party "party",
    /// 界别.
    Sector "sector",
    /// 专委会.
    Committee "committee",
    /// 履职小组.
    Group "group",
    /// 政协职务.
    Post "post",
    /// 单位.
    Unit "unit",
    /// 职务.
    Job "job",
    /// 手机.
    Phone "phone",
    /// 标签.
    Tag "tag",
    /// 排序号.
    Rank "rank",
    /// 任职日期.
    Since "since",
    /// 离任日期.
    Until "until",
    /// 调整日期: from when sector, committees, groups and the like of a row hold.
    Moved "moved",
    /// 备注.
    Note "note",
    /// 案由, 会议名称, 标题, 事项.
    Title "title",
    /// 会议类型, 类别.
    Kind "kind",
    /// 开始日期.
    Start "start",
    /// 结束日期.
    End "end",
    /// 半天数.
    HalfDays "half_days",
    /// 地点.
    Place "place",
    /// 是否必须参加.
    Duty "duty",
    /// 会议编号 on a roll.
    Meeting "meeting",
    /// 会议名称 on a roll.
    MeetingTitle "meeting_title",
    /// The day of the meeting on a roll.
    MeetingOn "meeting_on",
    /// 委员编号 on another ledger than the members'.
    MemberNo "member_no",
    /// 出席状态.
    Presence "presence",
    /// A column of a roll in the shape of a grid: a meeting's header over marks of presence.
    Mark "mark",
    /// 请假类型.
    LeaveKind "leave_kind",
    /// 请假原因.
    LeaveReason "leave_reason",
    /// 发言.
    Speech "speech",
    /// 人员类型.
    Part "part",
    /// 届次.
    Session "session",
    /// 流水号.
    Serial "serial",
    /// 性质.
    Form "form",
    /// 提案者.
    Proposers "proposers",
    /// 附议人, after the first proposers.
    Seconders "seconders",
    /// 提案分类.
    Category "category",
    /// 提案人数.
    Headcount "headcount",
    /// 提交日期, 来稿时间.
    Submitted "submitted",
    /// 审查结果.
    Review "review",
    /// 提案状态.
    State "state",
    /// 是否撤案.
    Withdrawn "withdrawn",
    /// 立案日期.
    Filed "filed",
    /// 主办单位.
    Lead "lead",
    /// 会办单位.
    Co "co",
    /// 分办单位.
    Split "split",
    /// 交办日期.
    Assigned "assigned",
    /// 办结时限.
    Due "due",
    /// 答复日期.
    Replied "replied",
    /// 答复类别.
    ReplyClass "reply_class",
    /// 提案人意见.
    Rating "rating",
    /// 重点提案.
    Key "key",
    /// 优秀提案.
    Excellent "excellent",
    /// 正文.
    Body "body",
    /// 采用情况.
    Adoption "adoption",
    /// 批示.
    Instruction "instruction",
    /// 采用时间.
    AdoptedOn "adopted_on",
    /// 批示时间.
    InstructedOn "instructed_on",
    /// 简称.
    Short "short",
    /// 上级单位.
    Parent "parent",
    /// 联系人.
    Contact "contact",
    /// 日期.
    On "on",
    /// 乡镇街道 of a record.
    Township "township",
    /// 考核对象 of a record: a body of any kind.
    Whose "whose",
    /// 级别.
    Level "level",
    /// 数量.
    Quantity "quantity",
    /// 组织单位.
    Organizer "organizer",
    /// 理由.
    Reason "reason",
    /// 证明材料.
    Evidence "evidence",
    /// 审批人.
    Approver "approver",
    /// 确认人.
    ConfirmedBy "confirmed_by",
    /// 确认日期.
    ConfirmedOn "confirmed_on",
}
