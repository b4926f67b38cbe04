//! Closed words as offices write them.

use crate::ledger::mend::bare;
use crate::model::code::{
    Code, Duty, LeaveState, Part, Presence, ProposalForm, ProposalState, Sex, SpeechForm,
};
use crate::model::row::Spoken;

/// What a cell of a roll says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Whether the person was there; `None` where the cell only speaks of a request.
    pub presence: Presence,
    /// What became of a request for leave.
    pub leave: Option<LeaveState>,
    /// The kind of leave that the word names.
    pub kind: Option<&'static str>,
    /// Came without sign-up.
    pub walk_in: bool,
}

/// Reads a word of a roll. The words of most rows are met first, without copying.
pub fn presence(text: &str) -> Option<Mark> {
    let mark = |presence| Mark {
        presence,
        leave: None,
        kind: None,
        walk_in: false,
    };
    match text {
        "出席" => return Some(mark(Presence::Present)),
        "缺席" => return Some(mark(Presence::Absent)),
        "请假" => return Some(mark(Presence::Leave)),
        _ => {}
    }
    let leave = |state, kind| Mark {
        leave: state,
        kind,
        ..mark(Presence::Leave)
    };
    Some(match bare(text).as_str() {
        "已出席" | "到会" | "已到" | "到" | "签到" | "已签到" | "参加" | "已参加" | "参会"
        | "已参会" | "实到" | "到场" | "全程参加" | "√" | "✓" | "✔" | "☑" | "○" | "〇" | "是"
        | "1" | "Y" | "y" => mark(Presence::Present),
        "已签到(未报名)"
        | "签到(未报名)"
        | "未报名参加"
        | "未报名到会"
        | "临时参加"
        | "临时到会"
        | "临时出席"
        | "临时参会" => Mark {
            walk_in: true,
            ..mark(Presence::Present)
        },
        "迟到" => mark(Presence::Late),
        "早退" => mark(Presence::LeftEarly),
        "部分出席" | "中途离会" | "部分参加" => mark(Presence::Partial),
        "请假(同意)" | "同意请假" | "已请假" | "请假已批准" | "准假" => {
            leave(Some(LeaveState::Granted), None)
        }
        "请假(不同意)" | "不同意请假" | "请假未批准" => {
            leave(Some(LeaveState::Refused), None)
        }
        "请假申请" | "申请请假" | "请假中" | "请假待审核" => {
            leave(Some(LeaveState::Asked), None)
        }
        "事假" => leave(None, Some("事假")),
        "病假" => leave(None, Some("病假")),
        "公假" | "因公请假" => leave(None, Some("公假")),
        "产假" => leave(None, Some("产假")),
        "△" => mark(Presence::Leave),
        "旷会" | "未到" | "未到会" | "无故缺席" | "未请假" | "缺" | "未参加" | "未出席"
        | "缺勤" | "×" | "✗" | "✘" | "x" | "X" | "否" => mark(Presence::Absent),
        "未确认" | "待确认" | "未登记" | "未反馈" | "-" | "—" | "/" => {
            mark(Presence::Unrecorded)
        }
        other => mark(Presence::parse(other)?),
    })
}

/// Reads a word of a roll and what stands with it: `请假（出差）`, `缺席（未请假）`, `迟到：10分钟`.
pub fn presence_told(text: &str) -> Option<(Mark, Option<String>)> {
    if let Some(mark) = presence(text) {
        return Some((mark, None));
    }
    let text = text.trim();
    let cut = text.find(['（', '(', '：', ':', '—', '-'])?;
    let mark = presence(&text[..cut])?;
    let told = text[cut..]
        .trim_start_matches(['（', '(', '：', ':', '—', '-', ' '])
        .trim_end_matches(['）', ')', ' ']);
    if told.is_empty() {
        return None;
    }
    match (mark.presence, presence(told)) {
        // What stands behind makes the word more exact: 出席（迟到）, 请假（病假）.
        (Presence::Present, Some(inner)) if is_partly(inner.presence) => Some((inner, None)),
        (Presence::Leave, Some(inner)) if inner.presence == Presence::Leave => Some((inner, None)),
        (own, Some(inner)) if inner.presence != own => None,
        _ => Some((mark, Some(told.to_owned()))),
    }
}

fn is_partly(presence: Presence) -> bool {
    matches!(
        presence,
        Presence::Late | Presence::LeftEarly | Presence::Partial
    )
}

/// Whether a text names a kind of leave rather than telling its reason.
pub fn is_leave_kind(text: &str) -> bool {
    matches!(
        text,
        "出差" | "出国" | "生病" | "因公" | "因病" | "因事" | "其他"
    ) || (text.ends_with('假') && text.chars().count() <= 4)
}

/// Yes or no; `None` where the word is neither.
pub fn yes(text: &str) -> Option<bool> {
    match bare(text).as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "1" | "Y" | "y" | "yes" | "TRUE" | "true"
        | "重点" | "优秀" | "重点提案" | "优秀提案" | "●" | "○" => Some(true),
        "否" | "无" | "×" | "x" | "X" | "0" | "N" | "n" | "no" | "FALSE" | "false" | "-" | "—"
        | "/" | "不是" | "没有" | "一般" => Some(false),
        other if other.contains("督办") => Some(true),
        _ => None,
    }
}

/// 男 or 女.
pub fn sex(text: &str) -> Option<Sex> {
    match bare(text).as_str() {
        "男" | "男性" => Some(Sex::Male),
        "女" | "女性" => Some(Sex::Female),
        other => Sex::parse(other),
    }
}

/// Who has to come.
pub fn duty(text: &str) -> Option<Duty> {
    match bare(text).as_str() {
        "必须" | "必到" | "应到" | "必须到会" => Some(Duty::Required),
        "报名" | "自愿报名" | "报名制" => Some(Duty::SignUp),
        "自愿" | "可参加" => Some(Duty::Open),
        other => Duty::parse(other)
            .or_else(|| yes(other).map(|yes| if yes { Duty::Required } else { Duty::Open })),
    }
}

/// A person's place at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// What they do there.
    Part(Part),
    /// They came without sign-up (临时到会).
    WalkIn,
}

/// A person's place at a meeting: their part, or that they came without sign-up.
pub fn seat(text: &str) -> Option<Seat> {
    if presence(text).is_some_and(|mark| mark.walk_in) || bare(text) == "临时" {
        return Some(Seat::WalkIn);
    }
    part(text).map(Seat::Part)
}

/// A person's part in a meeting.
pub fn part(text: &str) -> Option<Part> {
    match bare(text).as_str() {
        "委员" | "政协委员" | "正式" | "出席人员" | "参会" | "参会人员" | "参加" => {
            Some(Part::Attendee)
        }
        "列席人员" | "特邀" | "特邀人员" | "旁听" => Some(Part::Observer),
        "主持人" => Some(Part::Host),
        "召集人" => Some(Part::Convenor),
        "主讲人" => Some(Part::Keynote),
        other => Part::parse(other),
    }
}

/// Who proposes.
pub fn form(text: &str) -> Option<ProposalForm> {
    let word = bare(text);
    let word = word.strip_suffix("提案").unwrap_or(&word);
    match word {
        "委员" | "委员个人" | "单独" => Some(ProposalForm::Individual),
        "委员联名" | "联合" | "委员联合" => Some(ProposalForm::Joint),
        "党派" | "党派团体" | "民主党派" | "团体" | "人民团体" | "界别" | "专委会"
        | "专门委员会" | "界别小组" | "委员小组" | "党派集体" | "小组" => {
            Some(ProposalForm::Collective)
        }
        other => ProposalForm::parse(other),
    }
}

/// What became of a proposal.
pub fn state(text: &str) -> Option<ProposalState> {
    match bare(text).as_str() {
        "准予立案" | "已立案" | "予以立案" | "同意立案" | "是" => {
            Some(ProposalState::Filed)
        }
        "不立案" | "未立案" | "否" => Some(ProposalState::NotFiled),
        "合并" | "已并案" | "合并立案" => Some(ProposalState::Merged),
        "转为社情民意" | "转社情民意信息" | "转为社情民意信息" => {
            Some(ProposalState::ToOpinion)
        }
        "转为意见建议"
        | "转意见"
        | "不立案转意见"
        | "转委员来信"
        | "转为委员来信"
        | "不予立案转委员来信"
        | "转信函"
        | "转建议" => Some(ProposalState::ToLetter),
        "退回" | "不立案退回" | "已退回" => Some(ProposalState::Returned),
        "撤回" | "已撤案" | "撤销" => Some(ProposalState::Withdrawn),
        "提交" | "待审查" | "审查中" | "待审核" | "已登记" | "登记" | "审核" => {
            Some(ProposalState::Submitted)
        }
        "交办" | "办理中" | "已分办" | "办理" => Some(ProposalState::Assigned),
        "答复" | "已办复" => Some(ProposalState::Replied),
        "反馈" => Some(ProposalState::Rated),
        "已办结" | "结案" | "已结案" | "完成" => Some(ProposalState::Closed),
        other => ProposalState::parse(other),
    }
}

/// Speeches as a cell tells of them, each with its title where there is one; the flag is set where
/// a tick alone was read as an oral speech: `口头、书面`, `口头：关于甲；书面：《乙》`, `√`.
pub fn speeches(text: &str) -> Option<(Vec<Spoken>, bool)> {
    let (mut spoken, mut ticked): (Vec<Spoken>, bool) = (Vec::new(), false);
    for piece in text
        .split(['；', ';', '\n'])
        .filter(|p| !p.trim().is_empty())
    {
        if let Some((more, tick)) = titled(piece) {
            ticked |= tick;
            spoken.extend(more);
        } else {
            // A title may hold the sign that divides speeches.
            let title = spoken.last_mut()?.title.as_mut()?;
            title.push('；');
            title.push_str(piece.trim());
        }
    }
    Some((spoken, ticked))
}

/// One or two forms and the title that stands behind them.
fn titled(piece: &str) -> Option<(Vec<Spoken>, bool)> {
    let cut = piece.find(['：', ':', '（', '(', '《', '—', '－']);
    let (head, title) = match cut.map(|at| piece.split_at(at)) {
        Some((head, rest)) if !head.trim().is_empty() => (head, title_of(rest)),
        _ => (piece, None),
    };
    let known = forms(head).filter(|(forms, _)| !forms.is_empty());
    let ((forms, tick), title) = match (known, title) {
        (Some(known), title) => (known, title),
        (None, _) => (forms(piece)?, None),
    };
    let spoken = forms.into_iter().map(|form| Spoken {
        form,
        title: title.clone(),
    });
    Some((spoken.collect(), tick && title.is_none()))
}

/// A title without what divides it from the form, nor the brackets around the whole.
fn title_of(rest: &str) -> Option<String> {
    let mut title = rest
        .trim_start_matches(['：', ':', '—', '－', ' ', '\u{3000}'])
        .trim();
    for (open, close) in [('（', '）'), ('(', ')'), ('《', '》')] {
        let inner = title.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner.filter(|t| !t.contains([open, close])) {
            title = inner.trim();
        }
    }
    (!title.is_empty()).then(|| title.to_owned())
}

/// How someone spoke; the flag is set where a tick alone was read as an oral speech.
fn forms(text: &str) -> Option<(Vec<SpeechForm>, bool)> {
    let word = bare(text);
    let (oral, written) = (
        word.contains("口头") || word.contains("大会发言"),
        word.contains("书面"),
    );
    match (oral, written) {
        (true, true) => Some((vec![SpeechForm::Oral, SpeechForm::Written], false)),
        (true, false) => Some((vec![SpeechForm::Oral], false)),
        (false, true) => Some((vec![SpeechForm::Written], false)),
        (false, false) => match word.as_str() {
            "发言" | "已发言" | "作发言" => Some((vec![SpeechForm::Oral], true)),
            "未发言" => Some((Vec::new(), false)),
            other => match SpeechForm::parse(other) {
                Some(form) => Some((vec![form], false)),
                None => yes(other).map(|yes| {
                    if yes {
                        (vec![SpeechForm::Oral], true)
                    } else {
                        (Vec::new(), false)
                    }
                }),
            },
        },
    }
}

/// Whether a cell under 采用情况 or 批示 tells of something that happened: 未采用, 否, 无 and 待定 do
/// not, nor does having been passed on (已报送) without a word of adoption.
pub fn happened(text: &str) -> bool {
    let text = super::super::mend::bare(text);
    let none = [
        "未", "不", "没", "否", "无", "待", "×", "✗", "✕", "0", "-", "—", "/", "拟", "正在",
    ];
    let passed_on = ["报送", "已报", "上报", "转报"]
        .iter()
        .any(|w| text.contains(w));
    let adopted = ["采用", "采纳", "录用", "刊", "转化", "批示", "编发"]
        .iter()
        .any(|w| text.contains(w));
    !text.is_empty() && !none.iter().any(|w| text.starts_with(w)) && (adopted || !passed_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roll_speaks_in_many_words() {
        let word = |text| presence(text).map(|mark| mark.presence);
        for text in [
            "出席",
            "已出席",
            "到会",
            "√",
            "○",
            "已签到",
            "已签到（未报名）",
        ] {
            assert_eq!(word(text), Some(Presence::Present), "{text}");
        }
        for text in ["缺席", "旷会", "未到", "无故缺席", "×"] {
            assert_eq!(word(text), Some(Presence::Absent), "{text}");
        }
        assert_eq!(word("未确认"), Some(Presence::Unrecorded));
        assert_eq!(word("大概"), None);
        assert!(presence("已签到(未报名)").is_some_and(|mark| mark.walk_in));
        assert_eq!(
            presence("不同意请假").and_then(|mark| mark.leave),
            Some(LeaveState::Refused)
        );
        assert_eq!(presence("病假").and_then(|mark| mark.kind), Some("病假"));
    }

    #[test]
    fn what_stands_behind_a_word_of_a_roll_is_kept() {
        let told = |text| {
            presence_told(text)
                .map(|(mark, told)| (mark.presence, mark.kind, told.unwrap_or_default()))
        };
        let read = |presence, kind, rest: &str| Some((presence, kind, rest.to_owned()));
        assert_eq!(told("请假（出差）"), read(Presence::Leave, None, "出差"));
        assert_eq!(told("请假(病假)"), read(Presence::Leave, Some("病假"), ""));
        assert_eq!(
            told("事假（接孩子）"),
            read(Presence::Leave, Some("事假"), "接孩子")
        );
        assert_eq!(
            told("缺席（未请假）"),
            read(Presence::Absent, None, "未请假")
        );
        assert_eq!(told("出席（迟到）"), read(Presence::Late, None, ""));
        assert_eq!(told("请假：出差"), read(Presence::Leave, None, "出差"));
        assert_eq!(told("请假（缺席）"), None);
        assert_eq!(told("大概（请假）"), None);
        assert!(
            presence_told("请假（同意）")
                .is_some_and(|(m, _)| m.leave == Some(LeaveState::Granted))
        );
    }

    #[test]
    fn reviews_and_forms_are_read_as_offices_write_them() {
        assert_eq!(state("转意见建议"), Some(ProposalState::ToLetter));
        assert_eq!(state("不立案"), Some(ProposalState::NotFiled));
        assert_eq!(form("委员联名提案"), Some(ProposalForm::Joint));
        assert_eq!(form("党派"), Some(ProposalForm::Collective));
        assert_eq!(form("其他"), None);
    }

    #[test]
    fn a_tick_under_speech_is_oral_and_told() {
        let read = |text| {
            let (spoken, ticked) = speeches(text)?;
            let spoken = spoken.iter().map(|s| s.form).collect::<Vec<_>>();
            Some((spoken, ticked))
        };
        assert_eq!(read("√"), Some((vec![SpeechForm::Oral], true)));
        let both = vec![SpeechForm::Oral, SpeechForm::Written];
        assert_eq!(read("口头、书面"), Some((both, false)));
        assert_eq!(read("无"), Some((vec![], false)));
        assert_eq!(read("很好"), None);
    }

    #[test]
    fn the_title_behind_a_speech_is_kept() {
        let read = |text| {
            let (spoken, _) = speeches(text).unwrap_or_default();
            let each = spoken
                .iter()
                .map(|s| (s.form, s.title.clone().unwrap_or_default()));
            each.collect::<Vec<_>>()
        };
        let (oral, written) = (SpeechForm::Oral, SpeechForm::Written);
        for text in [
            "口头：关于甲",
            "口头（关于甲）",
            "口头发言:《关于甲》",
            "口头《关于甲》",
        ] {
            assert_eq!(read(text), [(oral, "关于甲".to_owned())], "{text}");
        }
        let each = [(oral, "甲；丙".to_owned()), (written, "乙".to_owned())];
        assert_eq!(read("口头：甲；丙；书面：乙"), each);
        assert_eq!(read("（口头）"), [(oral, String::new())]);
        assert_eq!(read("口头"), [(oral, String::new())]);
        let all = [(oral, "《甲》和《乙》".to_owned())];
        assert_eq!(read("大会发言：《甲》和《乙》"), all);
    }

    #[test]
    fn who_came_without_sign_up_is_known_by_state_or_place() {
        for text in ["临时参加", "临时到会", "已签到（未报名）"] {
            assert!(presence(text).is_some_and(|mark| mark.walk_in), "{text}");
            assert_eq!(seat(text), Some(Seat::WalkIn), "{text}");
        }
        assert_eq!(seat("列席"), Some(Seat::Part(Part::Observer)));
        assert_eq!(seat("教师"), None);
    }
}
