//! A made office: deterministic ledgers as CSV, with the texture of real ones (most attend, some
//! are on leave, few speak; joint proposals among individual ones).

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The table and indexes that the sqlite3 shell imports the same rows into.
pub const PLAIN: &str = "CREATE TABLE attendance (meeting TEXT NOT NULL, member TEXT NOT NULL, name TEXT, presence TEXT NOT NULL,
 speech TEXT, note TEXT, PRIMARY KEY (member, meeting)) STRICT; CREATE INDEX attendance_meeting ON attendance (meeting);";

const SURNAMES: [&str; 20] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨",
    "朱", "秦", "许", "何",
];
const GIVEN: [&str; 16] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "霞",
];
const KINDS: [(&str, &str); 6] = [
    ("全体会议", "是"),
    ("常委会会议", "是"),
    ("视察", "否"),
    ("调研", "否"),
    ("学习培训", "否"),
    ("专题协商会", "否"),
];

/// How large an office is.
pub struct Size {
    /// Members.
    pub members: usize,
    /// Meetings, each with everybody on its roll.
    pub meetings: usize,
    /// Years that they are spread over, the last being 2026.
    pub years: usize,
    /// Proposals of each member.
    pub proposals: usize,
    /// Opinions of each member.
    pub opinions: usize,
}

/// The ledgers' files.
pub struct Files {
    /// The roster.
    pub members: PathBuf,
    /// The meetings.
    pub meetings: PathBuf,
    /// The rolls.
    pub attendance: PathBuf,
    /// The proposals.
    pub proposals: PathBuf,
    /// The opinions.
    pub opinions: PathBuf,
}

impl Files {
    /// All that have rows.
    pub fn all(&self) -> Vec<PathBuf> {
        let all = [
            &self.members,
            &self.meetings,
            &self.attendance,
            &self.proposals,
            &self.opinions,
        ];
        all.into_iter().filter(|p| p.exists()).cloned().collect()
    }
}

/// A generator of numbers that is the same on every machine (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }
}

fn number(member: usize) -> usize {
    10_001 + member
}

fn day(at: usize, of: usize, years: usize) -> String {
    let year = 2026 - years + 1 + at * years / of;
    format!("{year}-{:02}-{:02}", at % 12 + 1, at % 27 + 1)
}

/// Writes the ledgers.
pub fn write(folder: &Path, size: &Size) -> Files {
    fs::create_dir_all(folder).expect("a folder for the ledgers");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let names: Vec<String> = (0..size.members)
        .map(|_| {
            let mut name = SURNAMES[chance.below(20)].to_owned();
            (0..if size.members > 2000 { 3 } else { 2 })
                .for_each(|_| name.push_str(GIVEN[chance.below(16)]));
            name
        })
        .collect();
    let files = Files {
        members: folder.join("member.csv"),
        meetings: folder.join("meeting.csv"),
        attendance: folder.join("attendance.csv"),
        proposals: folder.join("proposal.csv"),
        opinions: folder.join("opinion.csv"),
    };
    let save = |path: &Path, text: &str| fs::write(path, text).expect("room for the ledgers");
    let mut text = String::from("委员编号,姓名,性别,界别,政协职务,任职日期\n");
    for (m, name) in names.iter().enumerate() {
        let post = if m % 9 == 0 { "常委" } else { "委员" };
        let _ = writeln!(
            text,
            "{},{name},{},教育界,{post},2021-01-10",
            number(m),
            if m % 3 == 0 { "女" } else { "男" }
        );
    }
    save(&files.members, &text);
    text = String::from("会议编号,会议名称,会议类型,开始日期,结束日期,半天数,是否必须参加\n");
    for g in 0..size.meetings {
        let ((kind, duty), on) = (KINDS[g % KINDS.len()], day(g, size.meetings, size.years));
        let _ = writeln!(text, "HY{g:05},第{g}次{kind},{kind},{on},{on},1,{duty}");
    }
    save(&files.meetings, &text);
    text = String::from("会议编号,委员编号,姓名,出席状态,发言,备注\n");
    for g in 0..size.meetings {
        for (m, name) in names.iter().enumerate() {
            let state = ["出席"; 17]
                .iter()
                .chain(&["请假", "请假", "缺席"])
                .nth(chance.below(20))
                .unwrap_or(&"出席");
            let speech = if *state == "出席" && chance.below(100) == 0 {
                "书面"
            } else {
                ""
            };
            let _ = writeln!(text, "HY{g:05},{},{name},{state},{speech},", number(m));
        }
    }
    save(&files.attendance, &text);
    shared(&files, size, &names, &mut chance);
    files
}

/// Proposals and opinions; members are named by name where it is theirs alone.
fn shared(files: &Files, size: &Size, names: &[String], chance: &mut Chance) {
    let mut count = std::collections::HashMap::new();
    for name in names {
        *count.entry(name).or_insert(0) += 1;
    }
    let alone: Vec<&String> = names.iter().filter(|n| count[n] == 1).collect();
    if alone.is_empty() || size.proposals + size.opinions == 0 {
        return;
    }
    let save = |path: &Path, text: &str| fs::write(path, text).expect("room for the ledgers");
    let mut text = String::from("届次,流水号,案号,案由,性质,提案者,提交日期,审查结果\n");
    let all = size.proposals * size.members;
    for p in 0..all {
        let on = day(p, all, size.years);
        let session = ["一", "二", "三", "四", "五"][5 - size.years + p * size.years / all];
        let (form, who) = match p % 4 {
            0 => (
                "联名",
                [0, 1, 2]
                    .map(|at| alone[(p * 7 + at) % alone.len()].as_str())
                    .join("、"),
            ),
            _ => ("个人", alone[chance.below(alone.len())].clone()),
        };
        let review = if p % 10 == 0 {
            "不予立案"
        } else {
            "立案"
        };
        let _ = writeln!(
            text,
            "十届{session}次,{p},,关于第{p}件事的建议,{form},{who},{on},{review}"
        );
    }
    save(&files.proposals, &text);
    text = String::from("编号,标题,姓名,来稿时间,采用情况\n");
    let all = size.opinions * size.members;
    for o in 0..all {
        let on = day(o, all, size.years);
        let _ = writeln!(
            text,
            "SQ{o:06},反映第{o}件事,{},{on},{}",
            alone[chance.below(alone.len())],
            if o % 3 == 0 { "采用" } else { "" }
        );
    }
    save(&files.opinions, &text);
}
