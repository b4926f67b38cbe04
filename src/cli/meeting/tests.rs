//! The commands that refusals and notes name are commands that exist.

use crate::cli::{localise, tree};

/// As `store::meeting` and this room tell people to type them.
const NAMED: &[&str] = &[
    "list 座谈会",
    "show HY2026001",
    "add 座谈会 --kind 协商座谈会 --start 2026-04-09 --end 2026-04-10 --half-days 2 --duty 报名参加",
    "edit HY2026001 --half-days 6",
    "edit HY2026001 --start 2026-01",
    "edit HY2026001 --end 2026-01-08",
    "remove HY2026001 --reason 改期",
    "invite HY2026001 10001",
    "invite HY2026001 --where sector=教育界 --as 列席",
    "uninvite HY2026001 10001",
    "attend HY2026001 10001 --walk-in",
    "attend HY2026001 10001 --status 未登记",
    "attend HY2026001 10001 --status present",
    "attend HY2026001 10001 --sitting 2 --status 部分出席",
    "attend HY2026001 --rest --status 出席",
    "attend HY2026001 --sitting 2 --rest --status present",
    "sitting HY2026001 --on 2026-01-05 --half 上午",
    "sitting HY2026001 --on 2026-01-05 --half am",
    "speech HY2026001 10001 --remove",
    "speech HY2026001 10001 --form 书面 --title 建议",
    "leave HY2026001 10001",
    "leave HY2026001 10001 --reason 住院",
    "leave HY2026001 10001 --asked 2026-01-03",
    "leave HY2026001 10001 --grant 王主席 --on 2026-01-04",
    "leave HY2026001 10001 --refuse 王主席",
    "guest HY2026001 周明 --unit 县教育局",
    "guest HY2026001 周明 --remove --reason 未到会",
    "table sector=教育界 --year 2026",
];

fn typed(line: &str) -> Result<(), String> {
    let words = ["yishi", "meeting"].into_iter().chain(line.split(' '));
    let parsed = tree().try_get_matches_from(words);
    parsed.map(|_| ()).map_err(|e| format!("{line}: {e}"))
}

#[test]
fn the_commands_that_people_are_told_to_type_exist() {
    let wrong: Vec<String> = NAMED.iter().filter_map(|line| typed(line).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for line in [
        "attend HY2026001 10001",
        "attend HY2026001 --status 出席",
        "attend HY2026001 10001 --rest --status 出席",
        "attend HY2026001 10001 --status 来了",
        "invite HY2026001",
        "leave HY2026001 10001 --grant 甲 --refuse 乙",
        "guest HY2026001 周明 --remove",
        "add 座谈会 --kind 视察 --start 昨天",
        "table --year 2026 --from 2026-01-01",
    ] {
        assert!(typed(line).is_err(), "{line}");
    }
}

#[test]
fn every_part_has_chinese_help() {
    let tree = tree();
    // The options of the whole program come with every command and are told of once.
    let common: Vec<&str> = tree
        .get_arguments()
        .map(|a| a.get_id().as_str())
        .chain(["value FILE", "value FORMAT", "value LANG", "value WHEN"])
        .collect();
    let ours = |word: &String| {
        let (command, part) = word.split_once(": ").unwrap_or((word, ""));
        command.starts_with("meeting") && !common.contains(&part)
    };
    let missing: Vec<String> = localise::missing(&tree).into_iter().filter(ours).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let stale: Vec<String> = localise::stale(&tree).into_iter().filter(ours).collect();
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
