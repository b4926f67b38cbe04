//! What stands beside the counting of single facts: rates, time, steps, spans and scales, each
//! from a clause of a published regulation.

use super::fixture::{Act, act, attends, member, p, parsed, records, reports, score, score_of};
use crate::model::fact::{Fact, FactKind, Subject, Symbols, mark};
use crate::model::score::{Points, Tally};
use crate::model::when::When;
use num_rational::Ratio;

pub(super) fn part(head: &str, item: &str) -> String {
    format!(
        "title = \"t\"\n{head}\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"项\"\n{item}\n"
    )
}

pub(super) fn total(text: &str, acts: &[Act]) -> Points {
    score(text, acts).tally.total
}

fn timed(state: &str, halves: u16, lasted: u16) -> Act {
    Act {
        halves,
        lasted,
        ..attends("学习培训", state)
    }
}

#[test]
fn points_are_multiplied_by_the_rate_of_another_count() {
    // R1: 参加专委会活动 10 分，最多两次，按分值乘出勤率.
    let text = part(
        "[[rate]]\nname = \"出勤率\"\nfact = \"attendance\"\nkind = [\"专委会会议\", \"界别活动\"]",
        "fact = \"attendance\"\nkind = \"专委会会议\"\npoints = 10\nmost = 2\nrate = \"出勤率\"",
    );
    let acts = [
        attends("专委会会议", "present"),
        attends("专委会会议", "late"),
        attends("专委会会议", "unrecorded"),
        attends("界别活动", "leave"),
    ];
    assert_eq!(total(&text, &acts), p(40, 3));
    assert_eq!(total(&text, &acts[..2]), p(20, 1));
    assert_eq!(total(&text, &acts[3..]), p(0, 1));
    let scored = score(&text, &acts[..1]);
    assert_eq!(scored.notes("项"), ["乘“出勤率” 100%（1/1）"]);
    let half_days = text.replace("name = \"出勤率\"", "name = \"出勤率\"\nper = \"half_day\"");
    let part_of_it = Act {
        halves: 1,
        lasted: 4,
        ..attends("专委会会议", "partial")
    };
    assert_eq!(total(&half_days, &[part_of_it]), p(5, 2));
}

#[test]
fn half_days_of_who_was_absent_or_on_leave_are_those_missed() {
    let item = "fact = \"attendance\"\nkind = \"学习培训\"\nstate = [\"缺席\", \"请假\"]\nper = \"每半天\"\npoints = -1";
    let text = part("", item);
    for (state, halves, points) in [
        ("absent", 0, -4),
        ("absent", 1, -3),
        ("leave", 0, -4),
        ("leave", 9, 0),
        ("present", 4, 0),
    ] {
        assert_eq!(
            total(&text, &[timed(state, halves, 4)]),
            p(points, 1),
            "{state}"
        );
    }
    let scored = score(&text, &[timed("absent", 1, 4)]);
    assert_eq!(scored.notes("项"), ["缺 3 个半天"]);
    let little = format!("attended = \"1/2\"\n{text}");
    assert_eq!(total(&little, &[timed("partial", 1, 4)]), p(-3, 1));
    let presence = text.replace("state = [\"缺席\", \"请假\"]\n", "");
    assert_eq!(total(&presence, &[timed("partial", 3, 4)]), p(-3, 1));
}

#[test]
fn a_gate_on_missed_half_days_counts_them() {
    let gate = "[[gate]]\ntitle = \"缺席\"\nfact = \"attendance\"\nstate = \"缺席\"\nper = \"每半天\"\nat_most = 3\nthen = \"约谈\"\n";
    let text = part(gate, "fact = \"attendance\"\npoints = 1");
    let stand = |acts: &[Act]| score(&text, acts).tally.gates[0];
    assert_eq!(stand(&[timed("absent", 0, 4)]).have, p(4, 1));
    assert!(!stand(&[timed("absent", 0, 4)]).met);
    assert!(stand(&[timed("absent", 1, 4)]).met);
}

#[test]
fn part_attendance_of_unknown_half_days_is_said_to_count_as_the_whole_meeting() {
    let item = "fact = \"attendance\"\npoints = 1";
    let by_half_days = part("", &format!("{item}\nper = \"每半天\""));
    let unknown = timed("partial", 4, 4).marked(mark::HALVES_UNKNOWN);
    let notes = |text: &str, act: &Act| score(text, std::slice::from_ref(act)).notes("项");
    assert_eq!(
        notes(&by_half_days, &unknown),
        ["4 个半天；半天数未登记，按全程计"]
    );
    assert_eq!(notes(&by_half_days, &timed("partial", 4, 4)), ["4 个半天"]);
    assert_eq!(notes(&part("", item), &unknown), [""]);
    let least = format!("attended = \"1/2\"\n{}", part("", item));
    assert_eq!(notes(&least, &unknown), ["半天数未登记，按全程计"]);
    let rate = "[[rate]]\nname = \"出勤率\"\nfact = \"attendance\"\nper = \"每半天\"";
    let rated = part(rate, &format!("{item}\nrate = \"出勤率\""));
    assert_eq!(
        notes(&rated, &unknown),
        ["半天数未登记，按全程计；乘“出勤率” 100%（4/4）"]
    );
}

#[test]
fn a_rate_is_told_with_what_it_is_a_rate_of() {
    let text = part(
        "[[rate]]\nname = \"出勤率\"\nfact = \"attendance\"",
        "fact = \"attendance\"\npoints = 1\nmost = 1\nrate = \"出勤率\"",
    );
    let mut acts = attends("学习培训", "present").times(5);
    acts.push(attends("学习培训", "absent"));
    let scored = score(&text, &acts);
    let line = scored.explained.parts.iter().flat_map(|p| &p.lines);
    let fact = line.flat_map(|l| &l.facts).next().unwrap();
    let note = fact.note.clone().unwrap();
    assert_eq!(note.zh, "乘“出勤率” 83.33%（5/6）");
    assert_eq!(note.en, "times `出勤率` 83.33% (5/6)");
}

#[test]
fn a_scale_says_its_factor_and_what_that_follows_from() {
    let scaled = |scale: &str| {
        let text = part("", "fact = \"attendance\"\npoints = 10").replace(
            "title = \"甲\"\n",
            &format!("title = \"甲\"\nscale = {scale}\n"),
        );
        let rules = super::fixture::parsed(&text);
        let mut symbols = crate::model::fact::Symbols::default();
        let engine = rules.compile(&mut symbols);
        let facts = [attends("学习培训", "present")
            .on("2026-09-01")
            .fact(0, &mut symbols)];
        let mut who = super::fixture::member(&mut symbols, &[("常委", "", "")]);
        who.tenure = vec![(When::from_iso("2026-07-01"), None)];
        let mut run = engine.run(engine.window(2026).unwrap());
        let told = run.explain(&who, &facts).unwrap();
        let mut lines = told.parts.into_iter().flat_map(|p| p.lines);
        let cut = lines.rfind(|l| l.item.is_none()).unwrap();
        cut.note.unwrap()
    };
    let up = scaled("\"任职时间\"");
    assert_eq!(up.zh, "“甲”乘 365/184，放大：全年 365 天，在任 184 天");
    let part = scaled("\"按任职天数\"");
    assert_eq!(part.zh, "“甲”乘 184/365，折减：全年 365 天，在任 184 天");
    let down = scaled("[\"1/2\", { by = \"职务\", \"常委\" = \"5/6\", else = 1 }]");
    assert_eq!(down.zh, "“甲”乘 5/12，折减：系数 1/2，年末职务的系数 5/6");
    assert!(
        down.en.starts_with("`甲` times 5/12, reduced:"),
        "{}",
        down.en
    );
}

#[test]
fn the_rate_of_other_acts_is_what_met_of_what_was_due() {
    // 民建北京市委 2014: 采用率 = 采用 / 报送.
    let text = part(
        "[[rate]]\nname = \"采用率\"\nfact = \"opinion\"\nmet = \"采用\"",
        "fact = \"opinion\"\nper = \"once\"\npoints = 20\nrate = \"采用率\"",
    );
    let adopted = act(FactKind::Opinion, "", "adopted");
    let acts = [adopted, reports(), reports(), reports()];
    assert_eq!(total(&text, &acts), p(5, 1));
    assert_eq!(total(&text, &[]), p(0, 1));
}

#[test]
fn who_attends_less_than_two_thirds_of_a_meeting_was_absent() {
    // Shandong 2013: 出席时间不足三分之二的按缺席计.
    let text = part(
        "attended = \"2/3\"",
        "fact = \"attendance\"\npoints = { by = \"state\", present = 10, partial = 5, absent = -5 }",
    );
    assert_eq!(total(&text, &[timed("present", 2, 3)]), p(10, 1));
    assert_eq!(total(&text, &[timed("partial", 2, 3)]), p(5, 1));
    let scored = score(&text, &[timed("partial", 1, 3)]);
    assert_eq!(scored.tally.total, p(-5, 1));
    assert_eq!(scored.notes("项"), ["3 个半天只出席 1 个，按缺席计"]);
    assert_eq!(total(&text, &[timed("leave", 0, 3)]), p(0, 1));
    assert_eq!(total(&text, &[attends("学习培训", "present")]), p(10, 1));
}

#[test]
fn points_go_by_the_time_attended() {
    let text = part("", "fact = \"attendance\"\npoints = 10\nper = \"按时间\"");
    assert_eq!(total(&text, &[timed("partial", 1, 3)]), p(10, 3));
    assert_eq!(total(&text, &[timed("present", 3, 3)]), p(10, 1));
    assert_eq!(total(&text, &[timed("present", 5, 3)]), p(10, 1));
    let scored = score(&text, &[timed("partial", 1, 3)]);
    assert_eq!(scored.notes("项"), ["3 个半天出席 1 个"]);
}

#[test]
fn fifteen_pieces_give_fifty_and_fewer_nothing() {
    // A county office: 15 篇以上 50 分，不足的不计分.
    let rule = part(
        "",
        "fact = \"record\"\nkind = \"信息\"\nsteps = { 15 = 50 }",
    );
    assert_eq!(total(&rule, &records("信息").times(14)), p(0, 1));
    assert_eq!(total(&rule, &records("信息").times(15)), p(50, 1));
    assert_eq!(total(&rule, &records("信息").times(40)), p(50, 1));
    let scored = score(&rule, &records("信息").times(15));
    let notes = scored.notes("项");
    assert_eq!(
        (notes[13].as_str(), notes[14].as_str()),
        ("累计 14，按档次计", "累计 15，按档次计")
    );
    let several = rule.replace(
        "{ 15 = 50 }",
        "{ 1 = 2, 3 = 5 }\npoints = { by = \"level\", \"省\" = 2, else = 1 }",
    );
    assert_eq!(total(&several, &[records("信息").level("省")]), p(2, 1));
    assert_eq!(
        total(&several, &records("信息").level("省").times(2)),
        p(5, 1)
    );
}

#[test]
fn steps_may_begin_below_nothing() {
    let rule = part("", "fact = \"record\"\nsteps = { 0 = -5, 1 = 0, 3 = 5 }");
    let scored = score(&rule, &[]);
    assert_eq!(scored.tally.total, p(-5, 1));
    assert_eq!(
        scored.explained.parts[0].lines[1].title.zh,
        "按档次的基础分"
    );
    assert_eq!(total(&rule, &records("信息").times(1)), p(0, 1));
    assert_eq!(total(&rule, &records("信息").times(3)), p(5, 1));
}

#[test]
fn a_month_gives_ten_at_most_and_the_year_120() {
    // Changshan 2014: 每月 10 分封顶，全年 120 分.
    let rule = part(
        "",
        "fact = \"adoption\"\npoints = { by = \"level\", \"县\" = 5, \"市\" = 10, \"省\" = 30 }\nevery = \"每月\"\nevery_cap = 10\ncap = 120",
    );
    let adopted =
        |level: &str, on: &'static str| act(FactKind::Adoption, "", "").level(level).on(on);
    let acts = [
        adopted("省", "2026-03-02"),
        adopted("县", "2026-03-20"),
        adopted("县", "2026-04-01"),
    ];
    let scored = score(&rule, &acts);
    assert_eq!(scored.tally.total, p(15, 1));
    let cut = &scored.explained.parts[0].lines[1];
    assert_eq!(
        (cut.title.zh.as_str(), cut.points),
        ("超出分期封顶", p(-25, 1))
    );
}

#[test]
fn a_month_without_its_minimum_costs_points() {
    let rule = part(
        "",
        "fact = \"opinion\"\nevery = \"month\"\nsteps = { 0 = -1, 2 = 10 }",
    );
    assert_eq!(total(&rule, &[]), p(-12, 1));
    let two = reports().on("2026-05-04").times(2);
    assert_eq!(total(&rule, &two), p(-1, 1));
    let one_each = [reports().on("2026-05-04"), reports().on("2026-06-04")];
    assert_eq!(total(&rule, &one_each), p(-12, 1));
}

#[test]
fn one_article_counts_in_each_quarter() {
    let rule = part(
        "",
        "fact = \"record\"\nper = \"once\"\nevery = \"quarter\"\npoints = 2.5",
    );
    let on = |day: &'static str| records("网站文章").on(day);
    assert_eq!(total(&rule, &on("2026-02-01").times(4)), p(5, 2));
    let spread = [
        on("2026-02-01"),
        on("2026-05"),
        on("2026-09-30"),
        on("2026-10-01"),
    ];
    assert_eq!(total(&rule, &spread), p(10, 1));
}

/// The score of someone in office between two days.
fn served(
    text: &str,
    since: &str,
    until: &str,
    posts: &[(&str, &str, &str)],
    acts: &[Act],
) -> Tally {
    let rules = parsed(text);
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let facts: Vec<Fact> = (0..)
        .zip(acts)
        .map(|(i, a)| a.fact(i, &mut symbols))
        .collect();
    let subject = Subject {
        tenure: vec![(When::from_iso(since), When::from_iso(until))],
        ..member(&mut symbols, posts)
    };
    let mut run = engine.run(engine.window(2026).unwrap());
    let tally = run.tally(&subject, &facts).unwrap();
    super::fixture::adds_up(&run.explain(&subject, &facts).unwrap(), &tally);
    tally
}

#[test]
fn who_joined_in_mid_year_is_scaled_by_the_days_in_office() {
    let text = format!(
        "{}\n",
        part(
            "total = { scale = \"任职时间\", cap = 100 }",
            "fact = \"attendance\"\npoints = 10"
        )
    );
    let acts = attends("学习培训", "present").on("2026-11-02").times(2);
    assert_eq!(served(&text, "2026-10-20", "", &[], &acts).total, p(100, 1));
    let half = served(&text, "2026-07-02", "", &[], &acts).total;
    assert_eq!(half, p(20 * 365, 183));
    assert_eq!(served(&text, "2021-01-10", "", &[], &acts).total, p(20, 1));
}

#[test]
fn a_base_of_120_for_the_standing_committee_and_90_for_others_is_scaled_to_100() {
    let text = part(
        "total = { scale = { by = \"职务\", \"常委\" = \"100/120\", else = \"100/90\" } }",
        "fact = \"attendance\"\npoints = 6",
    );
    let acts = attends("学习培训", "present").times(10);
    let scaled = |posts: &[(&str, &str, &str)]| score_of(&text, posts, &acts);
    assert_eq!(scaled(&[]).tally.total, p(200, 3));
    let standing = scaled(&[("常委", "", "")]);
    assert_eq!(standing.tally.total, p(50, 1));
    let last = standing.explained.parts.last().unwrap();
    assert_eq!(
        (last.lines[0].title.zh.as_str(), last.points),
        ("折算", p(-10, 1))
    );
    // The post at the end of the year decides.
    let until_june = scaled(&[("常委", "", "2026-06-30")]);
    assert_eq!(until_june.tally.total, p(200, 3));
}

#[test]
fn a_part_may_be_for_some_posts_only() {
    // R1: 常委全年都到 20 分，每缺一次减 5 分.
    let text = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"常委会\"\nholder = \"常委\"\nstart = 20\nfloor = 0\n[[part.item]]\ntitle = \"缺席\"\nfact = \"attendance\"\nkind = \"常委会会议\"\npoints = { by = \"state\", absent = -5 }\n";
    let missed = [attends("常委会会议", "absent")];
    assert_eq!(
        score_of(text, &[("常委", "", "")], &missed).tally.total,
        p(15, 1)
    );
    let other = score_of(text, &[("委员", "", "")], &missed);
    assert_eq!(other.tally.total, p(0, 1));
    assert_eq!(other.notes("缺席"), ["不适用于所任职务"]);
    assert!(other.explained.parts[0].closed);
    assert!(!score_of(text, &[("常委", "", "")], &missed).explained.parts[0].closed);
    let left = served(
        text,
        "2021",
        "2026-05-31",
        &[("常委", "", "2026-05-31")],
        &[],
    );
    assert_eq!(left.total, p(20, 1));
}

#[test]
fn a_fact_more_than_a_month_outside_the_year_is_far() {
    let text = part("", "fact = \"attendance\"\npoints = 1");
    let days = [
        "2024-05-01",
        "2025-11-30",
        "2025-12-01",
        "2026-05-01",
        "2027-01-31",
    ];
    let acts = days.map(|day| attends("视察", "present").on(day));
    let scored = score_of(&text, &[], &acts);
    let far: Vec<bool> = scored.explained.parts[0].lines[0]
        .facts
        .iter()
        .map(|f| f.far)
        .collect();
    assert_eq!(far, [true, true, false, false, false]);
}

#[test]
fn who_holds_some_posts_is_scored_and_not_ranked() {
    let text = part(
        "unranked = [\"主席\", \"副主席\"]",
        "fact = \"attendance\"\npoints = 1",
    );
    assert!(score_of(&text, &[("主席", "", "")], &[]).tally.unranked);
    assert!(!score_of(&text, &[("委员", "", "")], &[]).tally.unranked);
    assert!(
        !score_of(&text, &[("主席", "", "2026-03")], &[])
            .tally
            .unranked
    );
}

#[test]
fn points_given_by_hand_are_records_with_a_quantity() {
    let rule = part(
        "",
        "fact = \"record\"\nkind = \"手工加分\"\nper = \"quantity\"\npoints = 1",
    );
    let given = Act {
        quantity: Ratio::new(7, 2),
        ..records("手工加分")
    };
    assert_eq!(total(&rule, &[given]), p(7, 2));
}

#[test]
fn a_proposal_that_went_on_as_an_opinion_does_not_count_twice() {
    // R6: 立案第一提案人 20 分，转为社情民意的 15 分；社情民意 20 分.
    let text = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"转\"\nfact = \"proposal\"\nstate = \"转社情民意\"\npoints = 15\nfirst_of = \"稿\"\n[[part.item]]\ntitle = \"社情民意\"\nfact = \"opinion\"\npoints = 20\nfirst_of = \"稿\"\n";
    let turned = act(FactKind::Proposal, "individual", "to_opinion").at(-7);
    let acts = [turned, reports().at(-7), reports().at(7)];
    let scored = score(text, &acts);
    assert_eq!(scored.tally.total, p(35, 1));
    assert_eq!(
        scored.notes("社情民意"),
        ["同一事由只计一项，已计入“转”", ""]
    );
}
