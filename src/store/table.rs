//! Every journaled table, described once: its columns with their labels, what they refer to,
//! and the four statements by which the one door writes it.

/// A column of a journaled table.
#[derive(Debug)]
pub struct Column {
    /// The column's name in the file.
    pub name: &'static str,
    /// The label that people read in the log.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// The table that the column refers to.
    pub refers: Option<&'static str>,
}

/// A journaled table. `id INTEGER PRIMARY KEY` comes first and is not among the columns.
#[derive(Debug)]
pub struct Table {
    /// The table's name in the file.
    pub name: &'static str,
    /// What a row is, in Chinese.
    pub zh: &'static str,
    /// What a row is, in English.
    pub en: &'static str,
    /// The columns after `id`, in the order of the statements.
    pub columns: &'static [Column],
    /// Writes a whole row.
    pub insert: &'static str,
    /// Writes all columns of one row again.
    pub update: &'static str,
    /// Takes one row away (only undo does).
    pub delete: &'static str,
    /// Reads the columns of one row.
    pub select: &'static str,
    /// Reads every row with its id, in the order of ids.
    pub scan: &'static str,
    /// Reads the words by which people know one row.
    pub label: &'static str,
}

impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.name == other.name
    }
}

impl Table {
    /// The table of a name.
    pub fn named(name: &str) -> Option<&'static Table> {
        TABLES.iter().copied().find(|t| t.name == name)
    }

    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}

macro_rules! comma_mark {
    ($c:ident) => {
        ", ?"
    };
}

macro_rules! refers {
    () => {
        None
    };
    ($t:literal) => {
        Some($t)
    };
}

macro_rules! tables {
    ($($konst:ident $name:literal $zh:literal $en:literal label $label:literal {
        $first:ident $fzh:literal $fen:literal $(-> $fref:literal)?
        $(, $col:ident $czh:literal $cen:literal $(-> $ref:literal)?)* $(,)?
    })+) => {
        $(
            #[doc = concat!("The table `", $name, "`: ", $en, " ", $zh, ".")]
            pub static $konst: Table = Table {
                name: $name,
                zh: $zh,
                en: $en,
                columns: &[
                    Column { name: stringify!($first), zh: $fzh, en: $fen, refers: refers!($($fref)?) },
                    $(Column { name: stringify!($col), zh: $czh, en: $cen, refers: refers!($($ref)?) }),*
                ],
                insert: concat!("INSERT INTO ", $name, " (id, ", stringify!($first), $(", ", stringify!($col),)* ") VALUES (?, ?", $(comma_mark!($col),)* ")"),
                update: concat!("UPDATE ", $name, " SET ", stringify!($first), " = ?", $(", ", stringify!($col), " = ?",)* " WHERE id = ?"),
                delete: concat!("DELETE FROM ", $name, " WHERE id = ?"),
                select: concat!("SELECT ", stringify!($first), $(", ", stringify!($col),)* " FROM ", $name, " WHERE id = ?"),
                scan: concat!("SELECT id, ", stringify!($first), $(", ", stringify!($col),)* " FROM ", $name, " ORDER BY id"),
                label: concat!("SELECT ", $label, " FROM ", $name, " t WHERE id = ?"),
            };
        )+
        /// Every journaled table, parents before children.
        pub static TABLES: &[&Table] = &[$(&$konst),+];
    };
}

tables! {
    SETTING "setting" "设置" "setting" label "key" { key "项" "key", value "值" "value" }
    SOURCE "source" "来源" "source" label "file" {
        entry "日志号" "entry", file "文件" "file", sheet "工作表" "sheet", ledger "台账" "ledger",
        header_row "表头行" "header row", sha256 "文件指纹" "sha256"
    }
    WORD "word" "词条" "word" label "name" { dict "词典" "dictionary", name "名称" "name", class "类" "class", ord "次序" "order" }
    WORD_ALIAS "word_alias" "词条别名" "other name of a word" label "name" {
        word_id "词条" "word" -> "word", dict "词典" "dictionary", name "别名" "name"
    }
    MEMBER "member" "委员" "member" label "no || ' ' || name" {
        no "委员编号" "number", name "姓名" "name", pinyin "拼音" "pinyin", initials "简拼" "initials",
        sex "性别" "sex", birth "出生年月" "birth", nation "民族" "nation", sector_id "界别" "sector" -> "word",
        unit "单位" "unit", job "职务" "job", phone "手机" "phone", rank "排序号" "rank", note "备注" "note",
        cancelled "取消原因" "cancelled", source_id "来源" "source" -> "source", line "来源行" "source line"
    }
    MEMBER_ALIAS "member_alias" "别名" "other name" label "name" {
        member_id "委员" "member" -> "member", name "别名" "name", kind "类别" "kind", note "备注" "note"
    }
    AFFILIATION "affiliation" "所属" "affiliation" label "(SELECT name FROM member WHERE id = t.member_id) || ' ' || (SELECT name FROM word WHERE id = t.word_id)" {
        member_id "委员" "member" -> "member", word_id "所属" "of" -> "word", ord "次序" "order", since "起" "since", until "止" "until"
    }
    TENURE "tenure" "任期" "tenure" label "(SELECT name FROM member WHERE id = t.member_id) || ' ' || coalesce(since, '') || '—' || coalesce(until, '')" {
        member_id "委员" "member" -> "member", since "任职日期" "since", until "离任日期" "until"
    }
    STATUS_EVENT "status_event" "状态事件" "status event" label "(SELECT name FROM member WHERE id = t.member_id) || ' ' || happened_on" {
        member_id "委员" "member" -> "member", kind "事件" "event", happened_on "日期" "on", reason "原因" "reason",
        basis "依据" "basis", cancelled "取消原因" "cancelled"
    }
    MEETING "meeting" "会议活动" "meeting" label "no || ' ' || title" {
        no "会议编号" "number", title "会议名称" "title", kind_id "会议类型" "kind" -> "word", start_on "开始日期" "start",
        end_on "结束日期" "end", half_days "半天数" "half-days", place "地点" "place", duty "参加要求" "duty to come",
        note "备注" "note", cancelled "取消原因" "cancelled", source_id "来源" "source" -> "source", line "来源行" "source line"
    }
    SITTING "sitting" "场次" "sitting" label "held_on || ' ' || half" {
        meeting_id "会议" "meeting" -> "meeting", ord "次序" "order", held_on "日期" "on", half "上下午" "half", title "内容" "title"
    }
    ATTENDANCE "attendance" "出席" "attendance" label "(SELECT name FROM member WHERE id = t.member_id) || ' @ ' || (SELECT no FROM meeting WHERE id = t.meeting_id)" {
        member_id "委员" "member" -> "member", meeting_id "会议" "meeting" -> "meeting", presence "出席状态" "presence",
        part "角色" "part", halves "出席半天数" "half-days", walk_in "未报名到会" "walk-in", note "备注" "note",
        source_id "来源" "source" -> "source", line "来源行" "source line"
    }
    SITTING_PRESENCE "sitting_presence" "场次出席" "presence at a sitting" label "(SELECT m.name || ' @ ' || g.no FROM attendance a JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id WHERE a.id = t.attendance_id)" {
        attendance_id "出席" "attendance" -> "attendance", sitting_id "场次" "sitting" -> "sitting", presence "出席状态" "presence"
    }
    SPEECH "speech" "发言" "speech" label "(SELECT m.name || ' @ ' || g.no FROM attendance a JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id WHERE a.id = t.attendance_id)" {
        attendance_id "出席" "attendance" -> "attendance", form "形式" "form", title "题目" "title"
    }
    LEAVE "leave" "请假" "leave" label "(SELECT m.name || ' @ ' || g.no FROM attendance a JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id WHERE a.id = t.attendance_id)" {
        attendance_id "出席" "attendance" -> "attendance", state "状态" "state", kind_id "请假类型" "kind" -> "word", reason "原因" "reason",
        asked_on "申请日期" "asked on", decided_on "审批日期" "decided on", decided_by "审批人" "decided by"
    }
    GUEST "guest" "来宾" "guest" label "name" {
        meeting_id "会议" "meeting" -> "meeting", name "姓名" "name", unit "单位" "unit", part "角色" "part", note "备注" "note", cancelled "取消原因" "cancelled"
    }
    UNIT "unit" "承办单位" "unit" label "name" {
        no "单位编码" "number", name "单位名称" "name", short "简称" "short name", parent_id "上级单位" "parent" -> "unit",
        contact "联系人" "contact", phone "联系电话" "phone", cancelled "取消原因" "cancelled",
        source_id "来源" "source" -> "source", line "来源行" "source line"
    }
    UNIT_ALIAS "unit_alias" "单位别名" "other name of a unit" label "name" { unit_id "单位" "unit" -> "unit", name "别名" "name" }
    PROPOSAL "proposal" "提案" "proposal" label "session || coalesce(CASE WHEN no GLOB '[0-9A-Za-z]*' THEN ' 第' ELSE ' ' END || no || CASE WHEN no LIKE '%号' THEN '' ELSE '号' END, ' 流水' || serial, ' 暂编' || id) || ' ' || title" {
        session "届次" "session", serial "流水号" "serial", no "案号" "number", title "案由" "title", form "性质" "form",
        category_id "提案分类" "category" -> "word", state "状态" "state", submitted_on "提交日期" "submitted on",
        filed_on "立案日期" "filed on", assigned_on "交办日期" "assigned on", due "办结时限" "due", replied_on "答复日期" "replied on",
        reply_class_id "答复类别" "reply class" -> "word", rating_id "提案人意见" "rating" -> "word", key "重点提案" "key",
        excellent "优秀提案" "excellent", note "备注" "note", cancelled "取消原因" "cancelled",
        source_id "来源" "source" -> "source", line "来源行" "source line", body "正文" "body", main_id "主案" "main proposal" -> "proposal",
        letter_no "意见号" "letter number"
    }
    PROPOSER "proposer" "提案者" "proposer" label "coalesce((SELECT name FROM member WHERE id = t.member_id), (SELECT name FROM word WHERE id = t.body_id))" {
        proposal_id "提案" "proposal" -> "proposal", ord "次序" "order", member_id "委员" "member" -> "member", body_id "团体" "body" -> "word", signing "会签" "signing"
    }
    ASSIGNMENT "assignment" "承办" "assignment" label "(SELECT name FROM unit WHERE id = t.unit_id)" {
        proposal_id "提案" "proposal" -> "proposal", unit_id "单位" "unit" -> "unit", part "承办方式" "part", ord "次序" "order", handling "办理情况" "handling",
        reply_class_id "答复类别" "reply class" -> "word", rating_id "提案人意见" "rating" -> "word"
    }
    PROPOSAL_STEP "proposal_step" "提案环节" "step of a proposal" label "happened_on || ' ' || step" {
        proposal_id "提案" "proposal" -> "proposal", step "环节" "step", happened_on "日期" "on", round "轮次" "round",
        from_state "之前" "from", to_state "之后" "to", unit_id "单位" "unit" -> "unit", member_id "委员" "member" -> "member",
        length "时长" "length", units "交给" "given to", note "说明" "note", by "经办" "by"
    }
    FEEDBACK "feedback" "提案人反馈" "feedback" label "coalesce(point || ' ', '') || answer" {
        proposal_id "提案" "proposal" -> "proposal", round "轮次" "round", member_id "委员" "member" -> "member", unit_id "单位" "unit" -> "unit",
        point "项目" "point", answer "意见" "answer"
    }
    DEADLINE "deadline" "期限" "deadline" label "step || ' ' || due_on" {
        proposal_id "提案" "proposal" -> "proposal", unit_id "单位" "unit" -> "unit", step "环节" "step", round "轮次" "round",
        base_on "起算日" "counted from", due_on "时限" "due on", why "依据" "why", why_en "依据（英文）" "why (English)", met_on "完成日期" "met on",
        given_on "台账所记时限" "due on, as the ledger has it",
        given_after "记时限之前的环节数" "steps before it was given"
    }
    OPINION "opinion" "社情民意" "opinion" label "no || ' ' || title" {
        no "编号" "number", title "标题" "title", submitted_on "来稿时间" "submitted on", note "备注" "note", cancelled "取消原因" "cancelled",
        source_id "来源" "source" -> "source", line "来源行" "source line", stage "编审" "editors' decision",
        proposal_id "提案" "proposal" -> "proposal"
    }
    AUTHOR "author" "反映人" "author" label "(SELECT name FROM member WHERE id = t.member_id)" {
        opinion_id "社情民意" "opinion" -> "opinion", member_id "委员" "member" -> "member", ord "次序" "order"
    }
    ADOPTION "adoption" "采用批示" "adoption" label "wording" {
        opinion_id "社情民意" "opinion" -> "opinion", act "采用或批示" "act", level_id "级别" "level" -> "word", wording "内容" "wording",
        manner "采用方式" "manner", who "单位或领导" "by whom", happened_on "日期" "on", due_on "反馈时限" "feedback due on",
        why "依据" "why", why_en "依据（英文）" "why (English)", answered_on "反馈日期" "feedback on", answer "反馈内容" "feedback"
    }
    OPINION_STEP "opinion_step" "社情民意环节" "step of an opinion" label "happened_on || ' ' || step" {
        opinion_id "社情民意" "opinion" -> "opinion", step "环节" "step", happened_on "日期" "on",
        from_state "之前" "from", to_state "之后" "to", note "说明" "note", by "经办" "by"
    }
    RECORD "record" "其他履职" "record" label "happened_on || ' ' || title" {
        member_id "委员" "member" -> "member", kind_id "类别" "kind" -> "word", happened_on "日期" "on", title "事项" "title",
        level_id "级别" "level" -> "word", quantity "数量" "quantity", note "备注" "note", cancelled "取消原因" "cancelled",
        source_id "来源" "source" -> "source", line "来源行" "source line", organizer "组织单位" "organizer", reason "理由" "reason",
        evidence "证明材料" "evidence", approver "审批人" "approver", confirmed_by "确认人" "confirmed by", confirmed_on "确认日期" "confirmed on",
        body_id "组织" "body" -> "word", unit_id "单位" "unit" -> "unit"
    }
    RULES "rules" "考核办法" "rules" label "year || ' ' || title" { year "年度" "year", title "名称" "title", body "内容" "text", subject "考核对象" "subject" }
    PROFILE "profile" "期限方案" "deadline profile" label "name || coalesce(' ' || since, '')" {
        since "起用日期" "since", name "名称" "name", title "标题" "title", body "内容" "text"
    }
    HOLIDAY "holiday" "放假安排" "holiday" label "day || ' ' || kind" {
        year "年度" "year", day "日期" "day", kind "放假或上班" "off or worked", festival "节日" "festival"
    }
    TEMPLATE "template" "公文模板" "paper template" label "paper" { paper "种类" "paper", name "文件" "file", body "内容" "content" }
    NUMBERING "numbering" "编号公布" "published numbers" label "session || ' ' || series" {
        session "届次" "session", series "编号" "series", published_on "公布日期" "published on"
    }
    LEADER "leader" "领办督办" "leader" label "name" {
        proposal_id "提案" "proposal" -> "proposal", part "领办或督办" "lead or supervise", ord "次序" "order", name "姓名" "name"
    }
    PROPOSAL_ACT "proposal_act" "提案督办" "act on a proposal" label "happened_on || ' ' || kind" {
        proposal_id "提案" "proposal" -> "proposal", kind "类别" "kind", happened_on "日期" "on", who "参加人" "who",
        note "说明" "note", by "经办" "by"
    }
    PUBLICATION "publication" "公布" "publication" label "year || ' 第 ' || edition || ' 版'" {
        year "年度" "year", edition "版次" "edition", published_on "公布日期" "published on", as_of "截至" "up to", title "考核办法" "rules",
        rules "办法内容" "text of the rules", entry "日志号" "entry", head "日志校验码" "head of the journal", term "异议期" "time for objections",
        closes_on "异议截止" "closes on", why "依据" "why", why_en "依据（英文）" "why (English)", reason "更正原因" "reason", by "经办" "by",
        subject "考核对象" "subject"
    }
    PUBLISHED_SCORE "published_score" "公布的得分" "published score" label "no || ' ' || name" {
        publication_id "公布" "publication" -> "publication", member_id "委员" "member" -> "member", no "编号" "number", name "姓名" "name",
        rank "名次" "rank", total "总分" "total", grade "等次" "grade", band "档次" "band", parts "各部分" "parts", unmet "未达条件" "not met"
    }
    OBJECTION "objection" "异议" "objection" label "'第 ' || no || ' 号'" {
        no "编号" "number", score_id "得分" "score" -> "published_score", what "内容" "what", raised_on "提出日期" "raised on", by "经办" "by",
        decision "处理" "decision", reason "理由" "reason", decided_on "处理日期" "decided on", corrected_id "更正于" "corrected in" -> "publication"
    }
    RULING "ruling" "处理决定" "ruling" label "year || ' ' || coalesce((SELECT name FROM member WHERE id = t.member_id), (SELECT name FROM word WHERE id = t.body_id), (SELECT name FROM unit WHERE id = t.unit_id)) || ' ' || clause" {
        member_id "委员" "member" -> "member", year "年度" "year", clause "事由" "clause", article "条款" "article", outcome "结果" "outcome",
        measure "处理" "measure", words "办法用语" "words of the rules", decided_by "决定机关" "decided by", decided_on "决定日期" "decided on",
        document "文号" "document", reason "理由" "reason", status_id "状态事件" "status event" -> "status_event", by "经办" "by",
        body_id "组织" "body" -> "word", unit_id "单位" "unit" -> "unit",
        lifted_by "撤销机关" "lifted by", lifted_on "撤销日期" "lifted on", lift_document "撤销文号" "document that lifted", lift_reason "撤销原因" "why lifted"
    }
    APPRAISAL "appraisal" "评议" "appraisal" label "no || ' ' || title" {
        no "评议编号" "number", year "年度" "year", kind_id "评议类型" "kind" -> "word", title "名称" "title", rules "评议办法" "scheme",
        note "备注" "note", cancelled "取消原因" "cancelled"
    }
    APPRAISAL_GROUP "appraisal_group" "评议组" "appraising group" label "name" {
        appraisal_id "评议" "appraisal" -> "appraisal", name "名称" "name", leader_id "组长" "leader" -> "member"
    }
    APPRAISED "appraised" "评议对象" "subject of an appraisal" label "coalesce((SELECT name FROM member WHERE id = t.member_id), (SELECT name FROM word WHERE id = t.body_id), (SELECT name FROM unit WHERE id = t.unit_id))" {
        appraisal_id "评议" "appraisal" -> "appraisal", member_id "委员" "member" -> "member", body_id "组织" "body" -> "word",
        unit_id "单位" "unit" -> "unit", group_id "评议组" "group" -> "appraisal_group", form "方式" "form", held_on "日期" "on",
        paper "材料" "paper", note "备注" "note", cancelled "取消原因" "cancelled"
    }
    APPRAISAL_BALLOT "appraisal_ballot" "评议计票" "count of ballots" label "(SELECT coalesce(m.name, b.name, u.name) FROM appraised x LEFT JOIN member m ON m.id = x.member_id LEFT JOIN word b ON b.id = x.body_id LEFT JOIN unit u ON u.id = x.unit_id WHERE x.id = t.appraised_id) || ' ' || t.issued || '/' || t.returned || '/' || t.valid" {
        appraised_id "评议对象" "subject" -> "appraised", after_id "代替的计票" "in place of" -> "appraisal_ballot", round "轮次" "round", held_on "日期" "on",
        entitled "应到人数" "entitled", issued "发出票数" "issued", returned "收回票数" "returned", valid "有效票数" "valid", votes "得票" "votes"
    }
    APPRAISAL_PUBLICATION "appraisal_publication" "评议公布" "publication of an appraisal" label "published_on || ' 第 ' || edition || ' 版'" {
        appraisal_id "评议" "appraisal" -> "appraisal", edition "版次" "edition", published_on "公布日期" "published on",
        entry "日志号" "entry", head "日志校验码" "head of the journal", rules "评议办法" "scheme", reason "更正原因" "reason", by "经办" "by"
    }
    APPRAISAL_RESULT "appraisal_result" "评议结果" "result of an appraisal" label "name" {
        publication_id "公布" "publication" -> "appraisal_publication", appraised_id "评议对象" "subject" -> "appraised", ballot_id "计票" "count" -> "appraisal_ballot", name "名称" "name",
        rank "名次" "rank", points "得分" "points", level "等次" "level"
    }
}
