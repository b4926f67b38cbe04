//! What member lists can be cut by.

use crate::model::code::{Code, Sex};
use crate::store::filter::{Field, Kind, codes};

/// Where free words are looked for.
pub(super) const WORDS: &str = "m.no LIKE {} ESCAPE '\\' OR m.name LIKE {} ESCAPE '\\' OR m.unit LIKE {} ESCAPE '\\' OR m.initials LIKE {} ESCAPE '\\' OR m.pinyin LIKE {} ESCAPE '\\'
 OR EXISTS (SELECT 1 FROM member_alias x WHERE x.member_id = m.id AND x.name LIKE {} ESCAPE '\\')";

fn sex_code(word: &str) -> Option<&'static str> {
    Sex::parse(word).map(Code::code)
}

macro_rules! belongs {
    ($dict:literal) => {
        concat!("EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = '", $dict, "' AND a.until IS NULL AND ")
    };
}

/// What member lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号", "委员编号"], Kind::Label, "m.no"),
    Field::plain(&["name", "姓名"], Kind::Text, "m.name"),
    Field::plain(
        &["sex", "性别"],
        Kind::Code(sex_code, codes::<Sex>),
        "m.sex",
    ),
    Field::plain(&["birth", "出生年月"], Kind::Day, "m.birth"),
    Field::plain(&["nation", "民族"], Kind::Text, "m.nation"),
    Field::plain(&["sector", "界别"], Kind::Text, "s.name"),
    Field::lines(
        &["committee", "专委会"],
        Kind::Text,
        belongs!("committee"),
        "w.name",
    ),
    Field::lines(
        &["group", "小组", "履职小组"],
        Kind::Text,
        belongs!("group"),
        "w.name",
    ),
    Field::lines(
        &["post", "政协职务"],
        Kind::Text,
        belongs!("post"),
        "w.name",
    ),
    Field::lines(
        &["party", "党派", "政治面貌"],
        Kind::Text,
        belongs!("party"),
        "w.name",
    ),
    Field::lines(&["tag", "标签"], Kind::Text, belongs!("tag"), "w.name"),
    Field::plain(&["unit", "单位"], Kind::Text, "m.unit"),
    Field::plain(&["job", "职务"], Kind::Text, "m.job"),
    Field::plain(&["rank", "排序号"], Kind::Number, "m.rank"),
    Field::lines(
        &["since", "任职日期"],
        Kind::Day,
        "EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND ",
        "t.since",
    ),
    Field::lines(
        &["until", "离任日期"],
        Kind::Day,
        "EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND ",
        "t.until",
    ),
    crate::store::standing::STATUS,
];
