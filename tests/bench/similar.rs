//! 100,000 proposals with bodies: titles of a matter, a place and a frame; bodies of some 700
//! characters, half of their sentences on the matter, half taken from `tests/data/similar.csv`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const SET: &str = include_str!("../data/similar.csv");
const THINGS: [&str; 24] = [
    "加装电梯",
    "停车位",
    "充电桩",
    "养老服务",
    "校车",
    "饮用水源",
    "污水管网",
    "垃圾分类",
    "村卫生室",
    "公交线路",
    "高标准农田",
    "秸秆离田",
    "古民居",
    "乡村民宿",
    "冷链物流",
    "托育机构",
    "心理辅导",
    "消防通道",
    "河道清淤",
    "产业园区",
    "职业技能",
    "电子商务",
    "路灯照明",
    "农贸市场",
];
const PLACES: [&str; 20] = [
    "城关街道",
    "南湖镇",
    "北山乡",
    "西岭镇",
    "东河镇",
    "老城区",
    "开发区",
    "高铁新区",
    "青石镇",
    "柳林乡",
    "石桥镇",
    "双溪乡",
    "白马镇",
    "龙泉街道",
    "云峰镇",
    "金沙镇",
    "大王庙村",
    "红旗社区",
    "滨河片区",
    "沿江一带",
];
const DEEDS: [&str; 12] = [
    "选址布点",
    "运行维护",
    "收费标准",
    "资金筹措",
    "后续管护",
    "规划布局",
    "安全隐患排查",
    "质量提升",
    "数字化改造",
    "人员配备",
    "审批流程",
    "群众参与",
];
const FRAMES: [(&str, &str); 6] = [
    ("关于加强", "的建议"),
    ("关于进一步完善", "的提案"),
    ("关于推进", "的建议"),
    ("关于解决", "问题的提案"),
    ("关于规范", "的建议"),
    ("关于加快", "工作的提案"),
];
const SAID: [&str; 8] = [
    "{p}的{t}{d}存在短板，居民多次反映{t}的问题。",
    "调查显示，{p}涉及{t}的投诉逐年上升，{d}没有跟上。",
    "一是{t}底数不清，{p}缺少统筹的{d}方案。",
    "二是{t}的{d}缺乏稳定投入，建成之后无人负责。",
    "三是部门之间职责交叉，{t}的{d}推进缓慢。",
    "建议由县政府牵头，制定{p}{t}的{d}办法。",
    "建议把{t}列入民生实事，每年安排专项经费用于{d}。",
    "建议在{p}先行试点，总结{t}的经验后在全县推开。",
];

/// A generator of numbers that is the same on every machine (xorshift).
struct Chance(u64);

impl Chance {
    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        all[usize::try_from(self.0 >> 33).unwrap_or(0) % all.len()]
    }
}

/// Writes a ledger of `count` proposals of ten sessions; the roster has one member.
pub fn write(folder: &Path, count: usize) -> [PathBuf; 2] {
    fs::create_dir_all(folder).expect("a folder for the ledgers");
    let (members, proposals) = (folder.join("member.csv"), folder.join("proposal.csv"));
    fs::write(
        &members,
        "委员编号,姓名,界别,政协职务\n10001,王伟,教育界,委员\n",
    )
    .expect("room");
    let file = fs::File::create(&proposals).expect("room for the ledger");
    let mut file = std::io::BufWriter::new(file);
    let bodies = SET.lines().skip(1).filter_map(|l| l.splitn(3, ',').nth(2));
    let sentences: Vec<&str> = bodies
        .flat_map(|b| b.split_inclusive('。'))
        .filter(|s| !s.is_empty())
        .collect();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    writeln!(file, "届次,流水号,案由,性质,提案者,审查结果,正文").expect("room");
    for at in 0..count {
        let (session, serial) = (at * 10 / count, at);
        let session = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][session];
        let (title, body) = one(&mut chance, &sentences);
        writeln!(
            file,
            "九届{session}次,{serial},{title},个人,王伟,立案,{body}"
        )
        .expect("room");
    }
    file.flush().expect("room for the ledger");
    [members, proposals]
}

fn one(chance: &mut Chance, sentences: &[&str]) -> (String, String) {
    let (p, t, d) = (chance.of(&PLACES), chance.of(&THINGS), chance.of(&DEEDS));
    let (before, after) = chance.of(&FRAMES);
    let title = format!("{before}{p}{t}{d}{after}");
    let mut body = String::new();
    for sentence in SAID {
        let said = sentence
            .replace("{p}", p)
            .replace("{t}", t)
            .replace("{d}", d);
        let _ = write!(body, "{said}{}", chance.of(sentences));
    }
    (title, body)
}
