//! Why a proposal is not written as it was said.

mod day;
pub(super) mod term;

pub(super) use day::{
    after_the_invitation, after_what_stands, extended_late, in_time_to_object, in_time_to_sign,
    promised_before,
};

use crate::error::{Error, Result};
use crate::model::code::{Code, ProposalStep, UnitPart};
use crate::model::deadline::Length;
use crate::model::proposal::feedback::Point;
use crate::model::proposal::lifecycle::{Need, open_steps, turn_of};
use crate::model::proposal::number::Series;
use crate::model::proposal::{
    Assignment, Course, Handling, Misfit, Misshare, Proposal, Proposer, Taken, Who, misshared,
};
use crate::store::Read;
use crate::text;

/// A step dated before one that it follows.
pub(super) fn in_order(course: &Course) -> Result<()> {
    let Some(found) = course.disorder() else {
        return Ok(());
    };
    let (step, step_en) = (found.step.zh(), found.step.en());
    let (after, after_en) = (found.after.zh(), found.after.en());
    let (on, earliest) = (found.on, found.after_on);
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{step}日期 {on} 早于{after}日期 {earliest}",
            "the {step_en} ({on}) is dated before the {after_en} ({earliest})"
        ),
    )
    .hint(text!(
        "核对两个日期，用 yishi proposal edit 更正写错的那一个",
        "check the two days and correct the wrong one with yishi proposal edit"
    )))
}

/// A form that does not fit its proposers.
pub(super) fn misfit(read: Read<'_>, misfit: Misfit, proposers: &[Who]) -> Result<Error> {
    let (code, message) = match misfit {
        Misfit::Nobody => (
            "no_proposer",
            text!("没有提案者", "the proposal has no proposer"),
        ),
        Misfit::MoreThanOne(n) => (
            "form_misfit",
            text!(
                "个人提案只能有一位提案者，这里有 {n} 位",
                "an individual proposal has one proposer, not {n}"
            ),
        ),
        Misfit::OnlyOne => (
            "form_misfit",
            text!(
                "联名提案至少要有两位提案者，这里只有一位",
                "a joint proposal has two proposers or more, not one"
            ),
        ),
        Misfit::Body(body) => (
            "form_misfit",
            text!(
                "「{body}」是团体，只能提集体提案",
                "“{body}” is a body and can stand on collective proposals only"
            ),
        ),
        Misfit::Twice(at) => {
            let name = match proposers.get(at.saturating_sub(1)) {
                Some(Who::Member(id)) => read.member(*id)?.map(|m| m.name).unwrap_or_default(),
                Some(Who::Body(name)) => name.clone(),
                None => String::new(),
            };
            (
                "proposer_twice",
                text!(
                    "提案者「{name}」写了两次",
                    "the proposer “{name}” is named twice"
                ),
            )
        }
    };
    Ok(Error::refused(code, message).hint(text!(
        "改正性质或提案者：--form 个人|联名|集体 --proposer 姓名",
        "correct form or proposers: --form individual|joint|collective --proposer NAME"
    )))
}

/// A session that cannot be read.
pub(super) fn bad_session(word: &str) -> Error {
    Error::refused(
        "bad_session",
        text!("「{word}」不是届次", "“{word}” is no session"),
    )
    .hint(text!(
        "写成 十届五次，例如 --session 十届五次",
        "write it as 十届五次, such as --session 十届五次"
    ))
}

/// A proposal without a title.
pub(super) fn no_title() -> Error {
    Error::refused("no_title", text!("没有案由", "the proposal has no title")).hint(text!(
        "写上案由：yishi proposal add 案由 --proposer 姓名",
        "give one: yishi proposal add TITLE --proposer NAME"
    ))
}

/// A proposal that is not there, or was cancelled.
pub(super) fn no_such() -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这件提案，或者它已被取消",
            "there is no such proposal, or it was cancelled"
        ),
    )
    .hint(text!(
        "用 yishi proposal list 查看",
        "yishi proposal list shows what there is"
    ))
}

/// A number that another proposal of the session has.
pub(super) fn number_taken(series: Series, no: &str, holder: &Holder) -> Error {
    let (zh, en, mark) = match series {
        Series::Either | Series::Provisional => ("案号", "number", ""),
        Series::Serial => ("流水号", "serial number", "流水"),
        Series::Letter => ("意见号", "letter number", "意见"),
    };
    let (session, title) = (&holder.session, &holder.title);
    match &holder.cancelled {
        None => Error::refused(
            "number_taken",
            text!(
                "{session}的{zh} {no} 已经是《{title}》的",
                "the {en} {no} of {session} is taken by “{title}”"
            ),
        )
        .hint(text!(
            "用 yishi proposal show {session}-{mark}{no} 查看，或者换一个号",
            "yishi proposal show {session}-{mark}{no} shows it; or choose another number"
        )),
        Some(reason) => Error::refused(
            "number_taken",
            text!(
                "{session}的{zh} {no} 是已取消的《{title}》的（{reason}）",
                "the {en} {no} of {session} is that of “{title}”, which was cancelled ({reason})"
            ),
        )
        .hint(text!(
            "用 yishi log 找到取消它的操作，可以 yishi undo 撤销；或者换一个号",
            "yishi log names the command that cancelled it, and yishi undo takes it back; or choose another number"
        )),
    }
}

/// Who has a number.
#[derive(Debug)]
pub(super) struct Holder {
    /// Its session.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
}

/// A unit named twice on one proposal.
pub(super) fn unit_twice(name: &str) -> Error {
    Error::refused(
        "unit_twice",
        text!(
            "「{name}」在主办、会办、分办单位里出现了两次",
            "the unit “{name}” is named twice among lead, co-handling and split units"
        ),
    )
    .hint(text!(
        "每个单位只留一种承办方式；写空就是去掉：--co ''",
        "leave each unit one part; an empty one takes all out: --co ''"
    ))
}

/// A step that the state does not allow, with those that it does.
pub(super) fn step_not_open(p: &Proposal, step: ProposalStep) -> Error {
    let (state, state_en) = (p.state.zh(), p.state.en());
    let (zh, en, cite) = (step.zh(), step.en(), p.cite());
    let mut open = open_steps(p.state);
    open.retain(|s| is_possible(p, *s));
    let names: Vec<&str> = open.iter().map(|s| s.zh()).collect();
    let codes: Vec<&str> = open.iter().map(|s| s.code()).collect();
    let (names, codes) = (names.join("、"), codes.join(", "));
    let error = Error::refused(
        "step_not_open",
        text!(
            "{cite} 现在是「{state}」，不能「{zh}」",
            "{cite} is {state_en}: no {en} from there"
        ),
    );
    error.hint(if open.is_empty() {
        text!(
            "它已经结束；yishi proposal show {cite} 看经过",
            "it is over; yishi proposal show {cite} tells its history"
        )
    } else {
        text!(
            "现在可以：{names}；yishi proposal show {cite} 看经过",
            "open now: {codes}; yishi proposal show {cite} tells its history"
        )
    })
}

/// Whether a step that the state allows is one that anything can be done with.
fn is_possible(p: &Proposal, step: ProposalStep) -> bool {
    let last = |steps: [ProposalStep; 2]| {
        let taken = p.taken.iter().rev().map(|e| e.step);
        taken.into_iter().find(|s| steps.contains(s))
    };
    match step {
        ProposalStep::Fulfil => p.promises_open(),
        ProposalStep::Resume => {
            last([ProposalStep::Pause, ProposalStep::Resume]) == Some(ProposalStep::Pause)
        }
        // Whose turn it is, each unit's part tells.
        ProposalStep::Keep | ProposalStep::Advise | ProposalStep::Decline => p
            .units
            .iter()
            .any(|u| turn_of(u.part, p.handling(u), step).is_some()),
        _ => true,
    }
}

/// A step without what it needs.
pub(super) fn lacks(p: &Proposal, step: ProposalStep, need: Need) -> Error {
    let error = lacking(step, need);
    let turn = |u: &&Assignment| turn_of(u.part, p.handling(u), step).is_some();
    let mut names: Vec<&str> = p
        .units
        .iter()
        .filter(turn)
        .map(|u| u.name.as_str())
        .collect();
    if names.is_empty() {
        names = p.units.iter().map(|u| u.name.as_str()).collect();
    }
    if need != Need::Unit || names.is_empty() {
        return error;
    }
    let (cite, zh, en) = (p.cite(), names.join("、"), names.join(", "));
    error.hint(text!("{cite} 的单位：{zh}", "the units of {cite}: {en}"))
}

fn lacking(step: ProposalStep, need: Need) -> Error {
    let (zh, en) = (step.zh(), step.en());
    let (what, what_en, option) = match need {
        Need::Handler => (
            "主办或分办单位",
            "a unit that leads or handles a part",
            "--to UNIT",
        ),
        Need::Taker => (
            "改派给哪个单位（主办 --to，会办 --co，分办 --split）",
            "the unit that it goes to (--to, --co or --split)",
            "--to UNIT",
        ),
        Need::Unit if step == ProposalStep::Reassign => {
            ("原单位", "the unit that gives it up", "--from UNIT")
        }
        Need::Unit => ("单位", "the unit", "--unit UNIT"),
        Need::Reason => ("理由", "the reason", "--reason WORDS"),
        Need::Listed => (
            "不予立案理由",
            "one of the listed reasons",
            "--reason WORDS",
        ),
        Need::Main => ("主案", "the main proposal", "--into PROPOSAL"),
        Need::Class => ("答复类别", "the class of the reply", "--class CLASS"),
        Need::Rating => ("提案人意见", "the proposer's rating", "--as WORD"),
        Need::Signer => ("会签委员", "the joint signer", "--member MEMBER"),
        Need::Means => ("面商方式", "the means", "--means WORD"),
        Need::Length => ("时长或日期", "a length or a day", "--plus 1m"),
    };
    let words = [
        ("WORDS", "文字"),
        ("UNIT", "单位"),
        ("PROPOSAL", "案号"),
        ("CLASS", "类别"),
        ("MEMBER", "委员"),
        ("WORD", "词语"),
    ];
    let option_zh = words
        .iter()
        .find_map(|(en, zh)| option.strip_suffix(en).map(|head| [head, zh].concat()))
        .unwrap_or_else(|| option.to_owned());
    Error::usage(
        "step_lacks",
        text!("「{zh}」要写明{what}", "the {en} needs {what_en}"),
    )
    .hint(text!("加上 {option_zh}", "add {option}"))
}

/// More time that is no time.
pub(super) fn real_length(taken: &Taken) -> Result<()> {
    let word = taken.length.as_deref().unwrap_or_default();
    let real = Length::parse(word).is_some_and(|length| length.count > 0);
    if real || taken.step != ProposalStep::Extend {
        return Ok(());
    }
    Err(Error::refused(
        "no_length",
        text!(
            "延期「{word}」不是时长，至少一天",
            "“{word}” is no length to extend by: one day or more"
        ),
    )
    .hint(text!(
        "写作 1m、15wd、10d、2w",
        "write it as 1m, 15wd, 10d, 2w"
    )))
}

/// A unit that does not have the proposal.
pub(super) fn not_assigned(p: &Proposal, unit: &str) -> Error {
    let names: Vec<&str> = p.units.iter().map(|u| u.name.as_str()).collect();
    let (cite, has, has_en) = (p.cite(), names.join("、"), names.join(", "));
    Error::refused(
        "unit_not_assigned",
        text!(
            "{cite} 没有交给「{unit}」",
            "{cite} was not assigned to “{unit}”"
        ),
    )
    .hint(text!(
        "承办单位：{has}；改派用 yishi proposal reassign",
        "its units: {has_en}; yishi proposal reassign moves it"
    ))
}

/// A unit's part that would leave an assignment that none makes.
pub(super) fn whole(p: &Proposal, mine: &Assignment, to: &[Vec<i64>; 3]) -> Result<()> {
    let Some(wrong) = misshared(p, mine.unit, to) else {
        return Ok(());
    };
    let (cite, name, part, part_en) = (p.cite(), &mine.name, mine.part.zh(), mine.part.en());
    let message = match wrong {
        Misshare::Nobody => text!(
            "{cite}：改派以后没有主办或分办单位，没有单位答复",
            "{cite}: nobody would lead or handle a part, and nobody would reply"
        ),
        Misshare::SecondLead => text!(
            "{cite}：改派以后有两个主办单位，主办只能是一个",
            "{cite}: two units would lead; one does"
        ),
        Misshare::Mixed => text!(
            "{cite}：改派以后既有主办又有分办，只能是一种",
            "{cite}: some would lead and others handle a part; it is one or the other"
        ),
    };
    let option = match mine.part {
        UnitPart::Lead => "--to",
        UnitPart::Co => "--co",
        UnitPart::Split => "--split",
    };
    Err(Error::refused("misshared", message).hint(text!(
        "「{name}」是{part}，改派给接它那一份的单位：yishi proposal reassign {cite} --from {name} {option} 单位",
        "“{name}” has the part {part_en}: move it with yishi proposal reassign {cite} --from {name} {option} UNIT"
    )))
}

/// A unit's step out of turn.
pub(super) fn not_the_units_turn(unit: &Assignment, stands: Handling, step: ProposalStep) -> Error {
    let (name, part, part_en) = (&unit.name, unit.part.zh(), unit.part.en());
    let (zh, en, state, state_en) = (step.zh(), step.en(), stands.zh(), stands.en());
    let open: Vec<ProposalStep> = ProposalStep::ALL
        .iter()
        .copied()
        .filter(|s| turn_of(unit.part, stands, *s).is_some())
        .collect();
    let names: Vec<&str> = open.iter().map(|s| s.zh()).collect();
    let codes: Vec<&str> = open.iter().map(|s| s.code()).collect();
    let (names, codes) = (names.join("、"), codes.join(", "));
    Error::refused(
        "unit_step_not_open",
        text!(
            "「{name}」（{part}）现在是「{state}」，不能「{zh}」",
            "“{name}” ({part_en}) is {state_en}: no {en} from there"
        ),
    )
    .hint(text!(
        "这个单位现在可以：{names}",
        "open to it now: {codes}"
    ))
}

/// A signature of someone who was not asked.
pub(super) fn not_a_signer(p: &Proposal) -> Error {
    let names: Vec<&str> = p
        .proposers
        .iter()
        .map(crate::model::proposal::Proposer::name)
        .collect();
    let (cite, zh, en) = (p.cite(), names.join("、"), names.join(", "));
    Error::refused(
        "not_a_signer",
        text!(
            "这位委员不在 {cite} 的提案者里",
            "this member does not stand on {cite}"
        ),
    )
    .hint(text!("提案者：{zh}", "its proposers: {en}"))
}

/// The first proposer signs by submitting it.
pub(super) fn first_signs(p: &Proposal) -> Error {
    let (cite, name) = (p.cite(), p.proposers.first().map_or("", Proposer::name));
    Error::refused(
        "first_proposer",
        text!(
            "{name} 是 {cite} 的第一提案人，不用会签",
            "{name} is the first proposer of {cite}, who need not sign"
        ),
    )
    .hint(text!(
        "会签的是其他提案人；都签了就提交：yishi proposal submit {cite}",
        "the others sign; once they have, submit it: yishi proposal submit {cite}"
    ))
}

/// A second signature of the same member.
pub(super) fn signed_already(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "signed_already",
        text!(
            "这位委员已在 {cite} 上会签",
            "this member has signed {cite} already"
        ),
    )
    .hint(text!(
        "用 yishi proposal show {cite} 看谁还没有会签",
        "yishi proposal show {cite} shows whose signature is missing"
    ))
}

/// A merging that would lead back to itself.
pub(super) fn merge_circle(p: &Proposal, main: &Proposal) -> Error {
    let (cite, main) = (p.cite(), main.cite());
    Error::refused(
        "merge_circle",
        text!(
            "{cite} 不能并入 {main}：并到了自己身上",
            "{cite} cannot be merged into {main}: it would lead back to itself"
        ),
    )
    .hint(text!(
        "换一件主案：--into",
        "choose another main proposal with --into"
    ))
}

/// A main proposal that was not filed.
pub(super) fn main_not_filed(main: &Proposal, into: Option<&Proposal>) -> Error {
    if let Some(into) = into {
        let (cite, into) = (main.cite(), into.cite());
        return Error::refused(
            "main_not_filed",
            text!(
                "{cite} 已并入 {into}，不能再作主案",
                "{cite} went into {into} and leads no others"
            ),
        )
        .hint(text!(
            "并入主案：--into {into}",
            "merge into the main one: --into {into}"
        ));
    }
    let (cite, state, state_en) = (main.cite(), main.state.zh(), main.state.en());
    Error::refused(
        "main_not_filed",
        text!(
            "主案 {cite} 是「{state}」，还没有立案",
            "the main proposal {cite} is {state_en}, not filed"
        ),
    )
    .hint(text!(
        "先立案：yishi proposal review {cite} --as 立案",
        "file it first: yishi proposal review {cite} --as file"
    ))
}

/// A point that the office's form for feedback does not have.
pub(super) fn no_such_point(name: &str, points: &[&Point]) -> Error {
    let error = Error::refused(
        "unknown_point",
        text!(
            "反馈表里没有「{name}」这一项",
            "the form for feedback has no point “{name}”"
        ),
    );
    if points.is_empty() {
        return error.hint(text!(
            "反馈表的项目写在期限方案的 [[feedback.point]] 里；见 yishi config profile show",
            "the points stand in the deadline profile as [[feedback.point]]: yishi config profile show"
        ));
    }
    let names: Vec<&str> = points.iter().map(|p| p.name.as_str()).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    error.hint(text!("可以写：{zh}", "it has: {en}"))
}

/// An answer that the form does not offer.
pub(super) fn no_such_answer(point: &Point, answer: &str) -> Error {
    let name = &point.name;
    let (zh, en) = (point.answers.join("、"), point.answers.join(", "));
    Error::refused(
        "unknown_answer",
        text!(
            "「{name}」不能答「{answer}」",
            "“{answer}” is no answer to “{name}”"
        ),
    )
    .hint(text!("可以答：{zh}", "its answers: {en}"))
}

/// A point that was answered twice at once.
pub(super) fn point_twice(name: &str) -> Error {
    Error::refused(
        "point_twice",
        text!("「{name}」写了两次意见", "“{name}” is answered twice"),
    )
    .hint(text!("每项只写一个意见", "give one answer to each point"))
}

/// Nobody is left to be asked for a signature.
pub(super) fn nobody_to_ask(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "nobody_to_ask",
        text!(
            "{cite} 没有待会签的附议人",
            "{cite} has no joint signer whose signature is missing"
        ),
    )
    .hint(text!(
        "附议人写在提案者里：yishi proposal edit {cite} --proposer 第一提案人,附议人",
        "joint signers stand among the proposers: yishi proposal edit {cite} --proposer FIRST,OTHERS"
    ))
}
