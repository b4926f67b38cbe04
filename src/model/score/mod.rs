//! The score engine: a city's regulation as data, exact points, each with where it came from.
//!
//! ```text
//! text ── Rules::read ──> Rules ── compile ──> Engine ── run(window) ──> Run ── tally   ──> Tally
//!             ├─> every Mistake, with line and column                     └── explain ──> Explanation
//!             └─> what is doubtful, and words that the office lacks
//! ```
//!
//! A rule set is TOML in the regulation's own order and words. Closed words are taken as code or
//! in Chinese (`present` or `"出席"`); words of the office's dictionaries as the office writes
//! them. Chinese keys stand in quotes, as TOML wants. Numbers are exact: `2`, `2.5`, `"1/3"`, and
//! `"50%"` wherever a number is no number of points.
//!
//! # The file
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `title` | the regulation's name | `title = "委员履职考核办法"` |
//! | `issued` | when it was issued | `issued = 2019-01-10` |
//! | `from`, `until` | the days on which it applies; facts of other days do not count | `from = 2019-01-01` |
//! | `window` | which days make a year of duty; the calendar year unless given. The first year of another window may begin on a day of its own: `{ from = "12-01", to = "11-30", 2027 = 2027-01-01 }` | `window = { from = "12-01", to = "11-30" }` |
//! | `subject` | whose score: `member` 委员 (unless given), `group` 履职小组, `committee` 专委会, `sector` 界别, `party` 政治面貌, `township` 乡镇街道, `unit` 承办单位. A body has the acts of its members while they belonged to it; what several of them did together counts once, for the foremost; and what is on record of the body itself. Townships and units have only their own. An office adopts one rule set a year for each | `subject = "履职小组"` |
//! | `attended` | who attended less than this share of a meeting's half-days counts as absent, of all meetings or of some kinds | `attended = "2/3"`, `{ share = "2/3", kind = "全体会议" }` |
//! | `held` | which posts of the year count for `holder`, `unranked` and a `scale` by post: `end` 年末 (unless given), those of its last day in office; `any` 任过, on any of its days; `most` 过半, on more than half of the days in office. Items go by the `post` of the day of the act | `held = "过半"` |
//! | `unranked` | who holds one of these posts at the end of the year is scored and not ranked | `unranked = ["主席", "副主席"]` |
//! | `total` | start, scale, cap, carry and floor of the whole, as of a part | `total = { start = 60, cap = 120 }` |
//! | `[[grade]]` | `name`, and `at_least` points; one grade may be without, for all others. `quota`: at most this share of those ranked, or `{ share, least, of, ties = "in" (都给) }` or `{ count, of, ties }`, a share with `least` so many, or so many, of all, or with `of` of each `sector` 界别, `committee` 专委会, `group` 履职小组, `party` 政治面貌, `post` 职务, `tag` 标签; several as a list, of which all hold, those of bodies first; who does not fit has the next grade, and who ties at the cut goes out unless `ties` says in | `name = "优秀"`, `at_least = 85`, `quota = "20%"` |
//! | `bands` | bands of ranks: so many equal ones, or `{ into = 7, of, ties = "down" (就低) }`, or with a `list` of `{ name, share }`, `{ name, count }` and a last `{ name }` for who is left. Members of equal points are in the same band: that of the first of them, or of the last where `ties` says down | `bands = 7` |
//! | `[[rate]]` | a rate of one count in another, for items to use | |
//! | `[[gate]]` | a condition beside the score | |
//! | `[[consequence]]` | what follows beside the grade: letters, talks, warnings, revocation | |
//! | `confirmed` | records 其他履职 count only once someone else has confirmed them | `confirmed = true` |
//! | `[[part]]` | a part, in the regulation's order | |
//! | `[[case]]` | a case worked by hand, which `score rules test` tries | |
//!
//! # A part `[[part]]`
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `code` | stable code, the key in JSON; `total` is taken | `code = "meetings"` |
//! | `title`, `article` | heading and article | `article = "第八条"` |
//! | `start` | points before anything is counted | `start = 70` |
//! | `cap`, `floor` | never more, never less | `cap = 50` |
//! | | `start`, `cap` and `floor` may go by the post that counts for the year; and a cap may be a share of what another part comes to, which is reckoned first | `cap = { by = "职务", "常委" = 40, else = 30 }`, `cap = { share = "20%", of = "base" }` |
//! | `within` | the part that this one belongs to; it is capped first | `within = "proposals"` |
//! | `holder`, `holder_not` | the part is for who holds, or does not hold, one of these posts at the end of the year of duty; others have nothing from it | `holder = "常委"` |
//! | `scale` | what the part is multiplied by before it is capped: a number, a number `by = "post"` (职务) held at the end of the year or `by = "year"` (年度, a weight that changes; a year that it does not name is refused unless there is `else`), `tenure` 任职时间 (the days of the year for each day in office: made up for who joined or left), `served` 按任职天数 (the days in office for each day of the year: his part of it), both by the days in the post where the part, or one around it, has a `holder`; several as a list, multiplied together: `[1, 2]` is 2 | `scale = { by = "职务", "常委" = "5/6", else = 1 }` |
//! | `carry` | what becomes of points beyond the cap: into another part (its `code`), or into the `next_year` (次年); as a table `{ to, times, at_most }` with what a point is worth there, and the most. They count where they go, and only there; what comes from last year goes no further | `carry = { to = "bonus", times = "1/2" }` |
//! | `take` | `sum` (累计), or `highest` (取最高): only the best item or inner part counts | `take = "取最高"` |
//! | `[[part.item]]` | what counts | |
//!
//! # An item `[[part.item]]`
//!
//! Which facts it selects. A fact is counted by every item that selects it.
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `title`, `article` | heading and article | `title = "出席全体会议"` |
//! | `fact` | one or several of `attendance` 出席情况, `speech` 发言, `proposal` 提案, `opinion` 社情民意, `adoption` 采用, `instruction` 批示, `record` 其他履职, `status` 任职变动, `appraisal` 评议 (of units, reports on duty: in the appraisal's own year, with points and result once these are published), `handling` 提案办理 (units only), `score` 委员得分 (bodies only: the year's score of each ranked member who belongs to it on the last day that counts, or on the last day in office before, under the rules adopted for members) | `fact = "提案"` |
//! | `kind`, `kind_not` | kind of meeting or record, form of proposal, kind of status event, kind of appraisal, class of a reply: any of these, none of these | `kind_not = ["全体会议", "视察"]` |
//! | `state`, `state_not` | presence, oral or written (speech, report on duty), where a proposal stands, `in_time` 按时, `late` 逾期, `open` 未答复 of a handling. An attendance item that names none counts who came: present, late, left early, partial | `state = "书面"` |
//! | `role`, `role_not` | role at a meeting; `first` 第一 or `joint` 联名; 主办, 会办, 分办 of a handling | `role = "first"` |
//! | `level`, `level_not` | of attendance the kind of the leave that was granted 请假类型 (因公出国请假不计: `level_not = "因公出国"`, in items and rates); who adopted; category of a proposal; level of a record; result of an appraisal; grade of a score; rating of a reply | `level = ["省", "全国"]` |
//! | `mark`, `mark_not` | all of these, none of these: `required` 必须参加, `sign_up` 报名参加, `walk_in` 临时参加, `key` 重点提案, `excellent` 优秀提案, `filed` 立案, `adopted` 采用, `instructed` 批示, `confirmed` 已确认 | `mark = "立案"` |
//! | `post`, `post_not` | a post held on the day of the fact; in its month where the fact has no day | `post = ["主席", "常委"]` |
//! | `holder`, `holder_not` | the item is for who holds, or does not hold, one of these posts in the year, as in a part; others have nothing from it, not even its floor | `holder = "常委"` |
//! | `tag`, `committee`, `group`, with `_not` | a tag 标签, a committee 专委会, a group 履职小组 that the member has or belongs to on the day of the fact | `tag = "特聘委员"` |
//! | `sector`, `sector_not` | the member's sector on the last day that counts, or on the last day in office before | `sector = "教育界"` |
//! | `from`, `until` | the days of the clause, where it has its own: an amended clause is two items, with one `clause` | `until = 2026-06-30` |
//!
//! How it is counted, in this order:
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `points` | a number, or a table by `kind`, `state`, `role` or `level` of the fact, by a `post` (职务) held on its day, the first that the table names, or by the member's `sector` (界别); words that the table does not name do not count, unless it has `else` (`"其余"`) | `points = { by = "状态", "出席" = 50, "请假" = 30 }` |
//! | `times` | a factor, in the same two forms; several as a list | `times = { by = "role", first = 1, joint = "1/2" }` |
//! | `per` | `event` 每次; `half_day` 每半天: the half-days attended, and of who was absent or on leave (缺席、请假) the half-days missed, which are the meeting's without those attended; `quantity` 数量 (of records; the points of an appraisal, the total of a score); `time` 按时间, the share of the meeting's half-days attended; `once` 一次, the best one | `per = "每半天"` |
//! | `rate` | the name of a `[[rate]]` that multiplies the points | `rate = "出勤率"` |
//! | `share` | how an act of several persons is shared, for all or by form. `first` (1 unless given), `others` each (0 unless given) or `"平分"` (`split`) what is left, or `each` alike, or `places`, the fraction of each in order; `at_most` so many persons, in order. Who acts alone gets all. The scores of a body's members are shared among them: their sum is `per = "quantity"`, their mean the same with `share = { each = "平分" }` | `share."联名" = { first = "1/2", others = "平分" }` |
//! | `best_of` | a name; of the items with this name only the best counts for one occasion: the same meeting, opinion, proposal | `best_of = "同一活动"` |
//! | `first_of` | the same, but the item that comes first in the rules counts | `first_of = "信息"` |
//! | `same` | what makes them rivals: `occasion` 同一事由, unless given, or `work` 同一稿件, the same title of a speech at whatever meetings | `same = "同一稿件"` |
//! | `beyond` | the first so many by date do not count; a fact worth 0 takes no place, here and in `tiers` | `beyond = 1` |
//! | `most` | at most so many count, the best ones | `most = 2` |
//! | `tiers` | factors by order of date; the last holds for all that follow | `tiers = [1, "1/2", 0]` |
//! | `steps` | what the sum so far gives in all: from so much on, so many points; what is below the first step gives none, and a step at 0 is given to who did nothing. `points` are 1 unless given. Steps of a rate are shares: with `per = "once"` and the `rate`, `{ "80%" = 5, "90%" = 10 }` | `steps = { 5 = 10, 15 = 50 }` |
//! | `every` | `month` 每月, `quarter` 每季度, `half_year` 每半年: `beyond`, `most`, `once`, `tiers` and `steps` apply in each, by the calendar | `every = "每季度"` |
//! | `every_cap` | of each month, quarter, half-year | `every_cap = 10` |
//! | `cap`, `floor` | of the item | `cap = 10` |
//! | `clause` | a name; the items of the part with it are the versions of one clause, of days that do not overlap. `beyond`, `most`, `once`, `tiers`, `steps`, `every`, `cap` and `floor` hold for all of them together, as the last version in force in the year of duty has them | `clause = "出席会议"` |
//! | `also` | that it is meant to count besides other items of the part that count the same act, so that the check does not ask | `also = true` |
//!
//! # A rate `[[rate]]`
//!
//! `name`, and what is due, selected as in an item; `met` are the states that meet it (who came, for
//! attendance), `per` is `event`, `half_day` or `quantity`, as in an item. Attendance that is not recorded is not due
//! unless `state` says so. `empty` is the rate where nothing was due: unless given 1 where others say what is due
//! (attendance, handling), else 0: who handed in nothing has no full rate of adoption, and the check asks.
//!
//! # A gate `[[gate]]`
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `title`, `article` | heading and article | `title = "三个一"` |
//! | what it counts | facts, selected as in an item, with `per` as in a rate; or `graded`: the years that ended with one of these grades | `graded = "不称职"` |
//! | `rate` | instead: the year's `[[rate]]`, limited by a share: 出席率不足 80% 的不得评优 | `rate = "出席率"`, `at_least = "80%"` |
//! | `part` | instead: the year's points of a part, by its code: 会议部分低于 20 分的不得评优; who has no such part is not asked | `part = "meetings"`, `at_least = 20` |
//! | `gates` | instead: how many of these gates, by title, are met: 五个一中完成四个. A gate that another counts needs no `grade` or `then` of its own; one that counts grades or gates is not counted | `gates = ["一件提案", "一次调研"]`, `at_least = 1` |
//! | `over` | `year` 本年 (unless given), a number of years up to this one, `term` 本届 | `over = 2` |
//! | `at_least`, `at_most` | one of the two | `at_most = 0` |
//! | `every` | each month, quarter or half-year in office has to meet the limit; the explanation names each that does not, and those not yet due | `every = "每季度"` |
//! | `holder`, `holder_not` | for whom it is, as in a part | `holder = "常委"` |
//! | `grade` | the best grade that is left to who fails | `grade = "不称职"` |
//! | `lower` | by how many grades who fails comes lower, down to the last | `lower = 1` |
//! | `then` | what else follows, in the regulation's words | `then = "约谈"` |
//!
//! # A consequence `[[consequence]]`
//!
//! A gate turned round: what it counts and the limit are written as in a gate, and it follows where
//! the limit is met. What a gate says in `then` follows as well, for who fails it. The years are taken
//! as published, else by the rules adopted for each; what is not known is a gap that is named,
//! never nothing, and decides nothing ([`consequence`]).
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `title`, `article` | heading, which no other has, and article | `title = "连续两年低于 60 分"` |
//! | what it counts | facts as in a gate; or years of duty: `below` so many points, `graded` so, with a gate `unmet` | `below = 60` |
//! | `over` | as in a gate | `over = "本届"` |
//! | `at_least`, `at_most` | it follows from so many on, or from so few; of years, all of `over` unless given | `at_least = 2` |
//! | `every` | of facts, with `over` a number of years: `year` 每年, each of those years by itself meets the limit (连续两年，每年都) | `every = "每年"` |
//! | `in_a_row` | of facts of one kind with their `state` and `at_least`: 连续, so many follow each other by date; one of the same selection in any other state between (who came, was on leave) ends the row; one that nobody recorded leaves it open | `in_a_row = true` |
//! | `holder`, `holder_not` | for whom it is | `holder = "常委"` |
//! | `[[consequence.and]]` | a further condition, which has to hold as well | |
//! | `then` | what follows, in the regulation's words | `then = "约谈"` |
//! | `measure` | the measure, where the words do not tell it: 提醒函, 约谈, 通报批评, 警告, 劝辞, 撤销资格, 其他处理 | `measure = "警告"` |
//! | `who` | who does it | `who = "界别组召集人"` |
//! | `ladder` | of the consequences with this name the heaviest is proposed; from light to heavy | `ladder = "缺席"` |
//!
//! Too few over the term is told in its last year only, the fifth; over some years it is told of those
//! who were in office in all of them.
//!
//! # A case `[[case]]`
//!
//! [`draft`] writes a first one for a draft. `title`; `year`, `post`, `tag`, `committee`, `group`, `sector`, `since` and `until` of the person; `act`, a list of facts with the
//! words of the ledgers (`fact`, `kind`, `state`, `role`, `level`, `mark`, `on`, `place` and `of`,
//! `halves` and `lasted`, `quantity`, `occasion`, the same number for acts of one occasion in
//! whatever ledgers, `work`, and `times` for several alike); and what comes out:
//! `total`, `parts = { code = points }`, `grade`, `unmet` (the titles of the gates that are not met),
//! `consequences` (the titles of what follows; `term` is the year in which the term began, else that of
//! the first act).
//! A day that is not given is the first of the year of duty, a state the usual one (present, filed).
//!
//! # The published constructs (E1 to E46 of the comparison of regulations)
//!
//! | | construct | syntax |
//! |---|---|---|
//! | E1, E2, E4, E44 | caps of items and parts, the cut shown, or no cap | `cap`; a line 超出封顶 in the explanation |
//! | E3 | nested caps, caps by another part | `within`; `cap = { share, of }` |
//! | E5 | once, however many | `per = "once"` |
//! | E6 | from the second one on | `beyond = 1` |
//! | E7, E8, E9 | first, joint, equal rest, at most three | `share`, or `points` by `role` |
//! | E10 | the highest of alternatives | `take = "highest"`, `best_of` |
//! | E11 | combinations | items with their `mark`s in one `best_of`, or `mark_not` |
//! | E12 | exclusion with priority | `first_of` |
//! | E13, E14 | highest level only, or all levels | `points` by `level`, with or without `best_of` |
//! | E15 | factors by role and kind | `times` |
//! | E16 | points times a rate | `[[rate]]`, `rate` |
//! | E17 | full at first, deducted to a floor | `start`, negative points, `floor` |
//! | E18, E19 | a value or a deduction for each state | `points` by `state` |
//! | E20 | required, by sign-up, walk-in | `mark`, `mark_not` |
//! | E21 | half-days | `per = "half_day"` |
//! | E22 | partial attendance | `points` by `state` (`partial`), `per = "time"`, `attended` |
//! | E23 | rules for some posts | `post`, `post_not` of the day; `points`, `times` by `post`; `holder`, `holder_not` of parts, items and gates; `start`, `cap`, `floor` of a part by post |
//! | E24 | changes in mid-year | items go by the post of the day, `held`; `scale = "served"`, `scale = "tenure"`, by the days in the post where the part is for one |
//! | E25, E26 | window, versions by date | `window`; `from`, `until` of the file, of an item, a rate, a gate; `clause` of an amended item, [`merge`] of two files; [`coverage`] between the years |
//! | E27 | conditions beside the score | `[[gate]]` with `at_least` on acts, on a `rate`, on the points of a `part`, on how many other `gates` are met; `grade`, `lower` |
//! | E28 | vetoes | `[[gate]]` on `status`, `at_most = 0`, `grade` |
//! | E29 | grades | `[[grade]]` |
//! | E30 | quotas, overall and within bodies | `quota` of a grade, one or a list, with `share`, `least` or `count`, and `of`; [`quota::award`] |
//! | E31, E32 | years in a row, acts in a row, terms | `[[consequence]]` with `over`, `every`, `in_a_row`, `[[gate]]` with `graded`, `over` |
//! | E33, E34 | competition ranks, bands, not ranked | [`rank`], `bands`, [`band`], `unranked` |
//! | E35 | points given by hand | `record` with `per = "quantity"`: its ledger demands reason, evidence, approver; explanations tell them |
//! | E36 | cancellations | `remove --reason` of the ledgers: the row stays with its reason and gives nothing; `score changes` names the entry |
//! | E43 | who recorded, two steps | `confirmed`, `mark = "confirmed"`: organiser, who confirmed, when stand in the ledger |
//! | E37 | groups | `subject`; sum or mean of members' scores: `fact = "委员得分"`, `per = "quantity"`, for the mean with `share = { each = "split" }` |
//! | E38 | frequency | `every`, in items and gates |
//! | E39 | steps | `steps` |
//! | E40 | scaling | `scale` |
//! | E41 | conversion without double count | a proposal that went on as an opinion of the same title and author is one occasion with it: `first_of`, `best_of` |
//! | E42 | one report at several meetings | `best_of` with `same = "work"` |
//! | E45 | less for repeats | `tiers` |
//! | E46 | decimals | every number is exact |
//! | | points beyond a cap 结转 | `carry` |
//!
//! # Decisions
//!
//! - A month or a year without a day counts by its first day, so that it lies in one window only.
//!   Against tenure and posts it counts when any of its days does.
//! - An item none of whose days lie in the year of duty is not there, nor is its floor; a part of which
//!   that is true of all items gives nothing, not even its start.
//! - A member without any tenure on record counts as in office; one who was not in office on any
//!   day of the window is not ranked ([`Tally::in_office`]).
//! - What goes by the end of the year of duty (`holder`, `scale` by post, `unranked`) goes by the posts
//!   held on its last day, or on the last day in office, unless `held` says otherwise.
//! - Half-days that nobody wrote down: who came, late or not, counts for the whole meeting, who was
//!   absent or on leave missed all of it. Of part attendance that is a guess: wherever rules go by half-days
//!   the explanation says so, and a run says how many there are.
//! - A place lies in the first band that is not full with those before it, so that the best of any body is
//!   in its first band. Who belongs to several bodies of one kind counts in the first on record that
//!   still holds at the end of the year; those of none make a body of their own.
//! - What is carried comes after start and scale of the part that takes it and before its cap. What a part
//!   has too much of last year is reckoned by the same rules from that year's acts alone; a part that is
//!   for others takes nothing, and what was meant for it is lost.
//! - Gates never change points, only the grade; who fails one comes as many grades lower as
//!   it says and has at best the grade that it names, the lowest of several. Gates that count grades look at points and the other gates only; earlier
//!   years are reckoned by the same rules, where those applied and anything is on record.
//! - The term begins with its first session; where the office has not said which session it is, a
//!   gate over the term counts all that is on record.
//! - A month, quarter or half-year that has not ended by the day of the run (or the earlier day that
//!   figures are asked for) is not yet due: too little in it takes nothing off and fails no gate, what
//!   is reached in it counts. Those wholly outside of a member's time in office do not count at all
//!   ([`period`], [`Run::on`]). Cases of a rule file are of years that are past.
//! - A rate multiplies each fact before caps, so that facts add up to their line; what a step gives
//!   goes to the fact that reaches it.
//! - Points are compared unrounded, with grades and with each other; they are rounded half away
//!   from zero to hundredths only to be shown ([`points`]).
//! - The tally adds whole numbers at a common scale (the least one at which the numbers of the
//!   rules, and equal shares among up to twelve, are whole), checked; what does not fit is added
//!   again as fractions. Both are the same code, and the explanation is the same pass with a
//!   listener, so that none of the three can differ.
//! - One pass, nothing allocated for a fact or a member (rates and gates take a pass each, only where
//!   the rules have any). Measured on one core of two at 50 facts a
//!   member under the Tongcheng rules: 10,000,000 facts of 200,000 members in 0.5 s (20 million
//!   facts a second); an explanation takes 25 µs. Reading them from the file takes longer (store/fact.rs).

mod amount;
pub mod band;
mod carry;
pub mod case;
mod check;
mod clause;
mod common;
pub mod compare;
mod confirm;
pub mod consequence;
pub mod contest;
pub mod copies;
pub mod coverage;
mod dead;
pub mod draft;
mod engine;
pub mod every;
pub mod example;
mod exclude;
mod explain;
mod gaps;
pub mod gate;
mod gauge;
pub mod guide;
mod holder;
mod item;
mod known;
mod lexicon;
pub mod limit;
pub mod merge;
mod meter;
mod mistake;
pub mod next;
mod notes;
mod odd;
mod overlap;
mod parse;
mod pass;
pub mod period;
mod person;
mod plan;
pub mod points;
mod possible;
pub mod publication;
mod punctuation;
pub mod quota;
mod rank;
mod ranking;
mod reach;
pub(crate) mod read;
pub mod rules;
pub mod scale;
mod select;
mod sense;
pub mod sensitivity;
mod share;
pub mod since;
pub mod spread;
mod steps;
mod subject;
pub(crate) mod syntax;
mod trail;
mod weigh;
mod window;
mod words;

#[cfg(test)]
pub(super) mod tests;

pub use carry::{Carry, To};
pub use engine::{Engine, Run, Tally, TooFine};
pub use explain::{Explanation, FactTrail, GateTrail, InnerTrail, Line, PartTrail, Scaled};
pub use known::{Known, Strange};
pub use mistake::{Mistake, Place};
pub use parse::Reading;
pub use points::Points;
pub use rank::rank;
pub use ranking::{Belongs, Ranking, Score};
pub use rules::Rules;
pub use window::{Season, Window};
pub use words::fact_word;

/// The code that stands for the whole, where the rules bound it: no part may have it.
pub const TOTAL: &str = "total";
