//! The desk of the day: what is due, what is overdue, what lacks data, each with its next command.

/// How much it presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Press {
    /// Past its day.
    Overdue,
    /// Due within the next days.
    Soon,
    /// A gap in the ledgers.
    Lacking,
}

/// What a line of the desk is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Proposals past their due day without a reply.
    ProposalOverdue,
    /// Proposals due within 15 days.
    ProposalSoon,
    /// Proposals assigned without a reply, and without a due day.
    ProposalWaiting,
    /// Proposals filed but not assigned.
    ProposalUnassigned,
    /// Units' objections to an assignment past the day of the decision on them.
    DecisionOverdue,
    /// Units' objections to an assignment that wait for a decision.
    DecisionWaiting,
    /// Opinions of co-units past their day.
    AdviceOverdue,
    /// First contacts with proposers past their day.
    ContactOverdue,
    /// Promises of replies past their day and not kept.
    PromiseOverdue,
    /// Leaders' instructions on opinions past the day of their written feedback.
    FeedbackOverdue,
    /// Meetings of the next 14 days.
    MeetingSoon,
    /// Meetings held whose roll has people without a record.
    RollOpen,
    /// Meetings held without any roll.
    RollMissing,
    /// Members without a committee.
    NoCommittee,
    /// Members in office who have neither a proposal nor an opinion in the year.
    NoVoice,
    /// No rules are adopted for the year.
    NoRules,
    /// The office's session has no proposals, others have.
    OtherSession,
    /// The office's year has neither meetings nor opinions, others have.
    OtherYear,
    /// There are no members yet.
    NoMembers,
}

/// One line of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How much it presses.
    pub press: Press,
    /// What it is about.
    pub matter: Matter,
    /// How many.
    pub count: i64,
    /// The first few by name.
    pub first: Vec<String>,
}

/// The desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// Name of the office.
    pub office: String,
    /// 届次.
    pub session: String,
    /// The office's year.
    pub year: String,
    /// Members, meetings, proposals and opinions that the file holds for the year.
    pub counts: [i64; 4],
    /// What to do, the most pressing first.
    pub lines: Vec<Line>,
}
