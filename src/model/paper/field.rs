//! What a template may ask for, by the words that stand between its braces.

/// What stands in a paper where the ledger says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// A line to write on, and the clerk is told: the paper is not complete without it.
    Named,
    /// A dash: that there is none is an answer.
    Dash,
    /// Room: it is written by hand.
    Room,
    /// Words that say so: it is still to be settled.
    Unset,
    /// Nothing: the sentence is whole without it.
    Nothing,
}

impl Blank {
    /// What is printed.
    pub fn print(self) -> &'static str {
        match self {
            Blank::Named => "＿＿＿＿",
            Blank::Dash => "—",
            Blank::Room => "　　　",
            Blank::Unset => "尚未确定",
            Blank::Nothing => "",
        }
    }
}

/// One placeholder.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The word between the braces.
    pub name: &'static str,
    /// What it means.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What stands there where nothing is known.
    pub blank: Blank,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $list:ident { $($blank:ident $name:literal $zh:literal $en:literal),+ $(,)? })+) => {
        $(
            $(#[$doc])*
            pub(super) const $list: &[Field] =
                &[$(Field { name: $name, zh: $zh, en: $en, blank: Blank::$blank }),+];
        )+
    };
}

fields! {
    /// What every paper may say.
    COMMON {
        Named "机关" "本机关名称（yishi config office）" "the office's name (yishi config office)",
        Named "今天" "出具日期，如 2026年11月20日" "the day of the paper",
        Named "年度" "出具年份" "the year of the paper",
        Named "届次" "届次，如 十届五次" "term and session",
    }
    /// What papers about one proposal may say.
    PROPOSAL {
        Named "案号" "案号" "case number",
        Room "流水号" "流水号" "serial number",
        Named "案由" "案由" "title",
        Room "性质" "个人、联名或集体" "individual, joint or collective",
        Named "提案者" "全部提案者，用顿号隔开" "all proposers",
        Named "第一提案者" "第一提案者" "the first proposer",
        Named "提案者人数" "提案者有几位（几个）" "how many proposers there are",
        Named "称呼" "怎样称呼提案者，如 王伟委员、王伟等12位委员；并入的提案在后" "how the proposers are addressed, those of merged proposals after them",
        Named "全部提案者" "全部提案者，并入的提案在后，注明案号" "all proposers, those of merged proposals after them with their numbers",
        Nothing "并案说明" "并入了哪几件，如 ，含并案办理的第0015号；没有就不写" "which proposals were merged into it; nothing where none was",
        Room "提案分类" "提案分类" "category",
        Room "提交日期" "提交日期" "day of submission",
        Room "立案日期" "立案日期" "day of filing",
        Named "交办日期" "交办日期" "day of assignment",
        Named "答复期限" "最近的答复期限" "the next due day of a reply",
        Room "期限依据" "期限是怎样算的" "how the due day was counted",
        Named "承办单位" "主办或分办单位" "the units that lead or split it",
        Dash "会办单位" "会办单位" "co-handling units",
        Room "答复日期" "答复日期" "day of the reply",
        Room "答复类别" "答复类别" "class of the reply",
        Room "提案人意见" "提案人意见" "the proposer's rating",
        Room "反馈期限" "提案人反馈的期限" "the due day of the proposer's opinion",
        Room "正文" "提案正文" "the proposal's text",
    }
    /// What the units of one proposal have.
    HANDLERS {
        Named "序号" "第几个单位" "its place",
        Named "单位" "单位名称" "the unit",
        Named "方式" "主办、会办或分办" "lead, co-handling or split",
        Named "期限" "答复或会办意见的期限" "the due day of its reply or opinion",
    }
    /// What a letter to a unit with overdue replies may say.
    URGE {
        Named "单位名称" "被催办的单位" "the unit that is urged",
        Named "逾期件数" "逾期几件，答复和会办意见都算" "how many are overdue, replies and co-units' opinions",
        Named "逾期说明" "逾期的是什么，如 应书面答复的2件、应提会办意见的1件" "what is overdue, such as two replies and one opinion",
        Named "答复逾期件数" "逾期未答复的几件" "how many replies are overdue",
        Named "会办逾期件数" "逾期未报会办意见的几件" "how many co-units' opinions are overdue",
        Named "最长逾期天数" "逾期最久的一件逾期几天" "the days of the longest overdue one",
    }
    /// What each overdue proposal has.
    OVERDUE {
        Named "序号" "第几件" "its place",
        Named "案号" "案号（没有案号的写流水号）" "case number (else serial number)",
        Named "案由" "案由" "title",
        Named "事项" "逾期的是 书面答复 还是 会办意见" "what is overdue: the reply or the co-unit's opinion",
        Named "交办日期" "交办日期" "day of assignment",
        Named "限办日期" "限办日期" "due day",
        Named "逾期天数" "逾期几天" "days overdue",
    }
    /// What a unit's reply may say beside what its proposal does.
    REPLY {
        Named "单位名称" "答复的单位" "the unit that replies",
    }
    /// What the opinion form may say beside what its proposal does.
    FEEDBACK {
        Named "填写人" "由谁填写的一句话" "who fills it in, in one sentence",
        Named "评价选项" "总体评价的选项，前面带方框" "the ratings to choose from, each with a box",
    }
    /// What each point of the opinion form has.
    POINTS {
        Named "项目" "问的是什么，如 办理态度" "what is asked",
        Named "选项" "可选的意见，前面带方框" "the answers to choose from, each with a box",
    }
    /// What the brief may say.
    BRIEF {
        Named "重点件数" "重点提案几件" "how many key proposals there are",
    }
    /// What each key proposal has.
    KEY {
        Named "序号" "第几件" "its place",
        Named "案号" "案号（没有案号的写流水号）" "case number (else serial number)",
        Named "案由" "案由" "title",
        Named "提案者" "全部提案者，并入的提案在后" "all proposers, those of merged proposals after them",
        Named "称呼" "王伟委员、王伟等12位委员" "the proposers in short",
        Dash "提案分类" "提案分类" "category",
        Unset "承办单位" "主办或分办单位" "the units that lead or split it",
        Dash "会办单位" "会办单位" "co-handling units",
        Unset "领办领导" "领办领导" "leaders in the lead",
        Unset "督办领导" "督办领导" "supervising leaders",
        Named "状态" "办理到哪一步" "where it stands",
        Dash "答复期限" "答复期限" "due day of the reply",
        Dash "答复类别" "答复类别" "class of the reply",
        Room "要点" "正文的开头，没有正文就取备注" "the beginning of its text, else its note",
    }
    /// What a member's letter of result may say.
    RESULT {
        Named "称呼" "被考核者，如 曾明委员" "whom it goes to",
        Named "敬称" "怎样称对方：委员为“您”，集体为“贵组”“贵单位”等" "how the letter speaks to whom it goes",
        Named "姓名" "姓名（考核小组、专委会、界别的，为其名称）" "name",
        Dash "委员编号" "委员编号" "number of the member",
        Dash "界别" "界别" "sector",
        Named "考核年度" "考核的年度" "the year of duty",
        Named "计分期间" "从哪天到哪天的履职计分" "the days that count",
        Named "办法" "考核办法的名称" "the title of the rules",
        Named "总分" "总分" "the total",
        Dash "满分" "总分封顶" "the cap of the total",
        Dash "等次" "等次" "the grade",
        Dash "名次" "名次（加 --rank 才有）" "the rank (with --rank)",
        Dash "排名人数" "参加排名的人数（加 --rank 才有）" "how many are ranked (with --rank)",
        Named "结论" "总分、等次、名次连成一句" "total, grade and rank in a sentence",
        Named "未达条件" "没有达到的条件；都达到的为“无”" "the conditions that are not met",
        Named "异议说明" "何时公布、异议到何时为止；还没有公布的，说明以公布的为准" "when it was published and until when objections are taken",
        Dash "公布日期" "公布日期" "day of publication",
        Dash "异议截止" "异议的截止日期" "the last day for objections",
    }
    /// What each part of a score has.
    SCORED {
        Named "序号" "第几项" "its place",
        Named "项目" "考核项目（办法的一个部分）" "the part",
        Dash "满分" "封顶" "its cap",
        Named "得分" "得分" "its points",
    }
    /// What letters to a member about a consequence of the score may say.
    MEASURE {
        Named "姓名" "委员姓名" "the member's name",
        Named "委员编号" "委员编号" "the member's number",
        Room "界别" "界别" "sector",
        Room "单位" "所在单位" "the member's unit",
        Room "职务" "职务" "job",
        Named "考核年度" "考核的年度" "the year of duty",
        Named "办法" "考核办法和条款" "the rules and the article",
        Named "事由" "符合哪一条" "the clause that is met",
        Named "处理" "办法规定的处理" "what follows",
        Named "决定" "“拟”；已作决定的，写明何时由谁决定" "`拟`, or by whom and when it was decided",
        Room "文号" "决定的文号" "number of the document",
        Room "总分" "当年总分" "points of the year",
        Room "等次" "当年等次" "grade of the year",
    }
    /// What a notice to a body about a consequence of the score may say.
    NOTICE {
        Named "名称" "小组、专委会、乡镇街道或单位的名称" "the body's name",
        Named "类别" "履职小组、专委会、乡镇街道、承办单位等" "what kind of body it is",
        Named "代称" "你组、你委、你镇、你单位" "how the letter addresses it",
        Named "考核年度" "考核的年度" "the year of duty",
        Named "办法" "考核办法和条款" "the rules and the article",
        Named "事由" "符合哪一条" "the clause that is met",
        Named "处理" "办法规定的处理" "what follows",
        Named "决定" "“拟”；已作决定的，写明何时由谁决定" "`拟`, or by whom and when it was decided",
        Room "文号" "决定的文号" "number of the document",
        Room "总分" "当年总分" "points of the year",
        Room "等次" "当年等次" "grade of the year",
    }
    /// What a member's dossier may say; what the roster does not know is left as room to write.
    DOSSIER {
        Named "姓名" "委员姓名" "the member's name",
        Named "委员编号" "委员编号" "the member's number",
        Room "性别" "性别" "sex",
        Room "出生年月" "出生年月" "month of birth",
        Room "民族" "民族" "nationality",
        Room "政治面貌" "政治面貌" "party",
        Room "界别" "界别" "sector",
        Room "专委会" "专委会" "committees",
        Room "履职小组" "履职小组" "groups",
        Room "政协职务" "政协职务，知道起止日期的写明" "posts, with their days where known",
        Room "单位" "所在单位" "the member's unit",
        Room "职务" "单位职务" "job",
        Room "手机" "手机（加 --reveal 才写全）" "telephone (in full with --reveal)",
        Room "任期" "任期" "term of office",
        Dash "任免奖惩" "任免、提醒、处理等状态事件" "what happened to the membership",
        Named "档案年度" "哪一年的履职" "the year of duty",
        Named "统计期间" "从哪天到哪天的履职" "the days that are told of",
        Named "出席情况" "应到、出席、请假、缺席和出席率" "attendance counted",
        Named "会议次数" "列了几次会议活动" "how many meetings are listed",
        Named "提案件数" "提案几件" "how many proposals",
        Named "社情民意件数" "社情民意几件" "how many opinions",
        Named "履职项数" "其他履职几项" "how many other acts",
        Named "述职次数" "述职评议几次" "how many reports on duty",
        Named "考核情况" "总分、等次、名次连成一句；没有考核办法的说明" "total, grade and rank in a sentence",
        Dash "办法" "考核办法的名称" "the title of the rules",
        Dash "总分" "总分" "the total",
        Dash "满分" "总分封顶" "the cap of the total",
        Dash "等次" "等次" "the grade",
        Dash "档次" "档次" "the band",
        Dash "名次" "名次" "the rank",
        Dash "排名人数" "参加排名的人数" "how many are ranked",
    }
    /// What each meeting of a dossier has.
    ATTENDED {
        Dash "序号" "第几次" "its place",
        Dash "日期" "开始日期" "first day",
        Dash "会议" "会议活动名称" "title",
        Dash "类型" "会议类型" "kind",
        Dash "出席" "出席状态和身份" "presence and part",
    }
    /// What each proposal of a dossier has.
    PROPOSED {
        Dash "序号" "第几件" "its place",
        Dash "编号" "届次和案号，没有案号的写流水号" "session and number",
        Dash "案由" "案由" "title",
        Dash "提案者" "个人、联名（第几）或集体" "individual, joint (which place) or collective",
        Dash "结果" "办理到哪一步、答复类别、提案人意见、重点和优秀" "where it stands, class of the reply, rating, key, excellent",
    }
    /// What each opinion of a dossier has.
    VOICED {
        Dash "序号" "第几件" "its place",
        Dash "编号" "编号" "number",
        Dash "标题" "标题" "title",
        Dash "日期" "来稿时间" "day of submission",
        Dash "采用" "采用的级别和情况" "levels and wordings of adoption",
        Dash "批示" "批示的级别和情况" "levels and wordings of instructions",
    }
    /// What each other act of a dossier has.
    DONE {
        Dash "序号" "第几项" "its place",
        Dash "日期" "日期" "day",
        Dash "类别" "类别" "kind",
        Dash "事项" "事项" "what it was",
        Dash "级别" "级别" "level",
        Dash "数量" "数量" "quantity",
    }
    /// What each report on duty of a dossier has.
    REPORTED {
        Dash "序号" "第几次" "its place",
        Dash "日期" "述职的日期，没有述职的不写" "when it was given; nothing while it is owed",
        Dash "名称" "评议的名称" "the appraisal",
        Dash "方式" "口头或书面" "oral or written",
        Dash "等次" "公布的评议等次" "the published level",
    }
    /// What each part of a dossier's score has; there are none where no rules are adopted.
    MARKED {
        Dash "序号" "第几项" "its place",
        Dash "项目" "考核项目（办法的一个部分）" "the part",
        Dash "满分" "封顶" "its cap",
        Dash "得分" "得分" "its points",
    }
    /// What each year and fact that leads to a consequence has.
    HISTORY {
        Named "序号" "第几条" "its place",
        Named "时间" "年度或日期" "year or day",
        Named "内容" "得分等次，或哪次会议、哪件提案" "points and grade, or which act",
        Dash "依据" "公布的版次，或台账来源" "edition, or where it stands in the ledgers",
    }
}
