//! What member lists can be cut by, as the record stands or as it stood on a day.

#[cfg(doc)]
use crate::model::belong::stands_on;
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
        concat!("EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = '", $dict, "' AND {held} AND ")
    };
}

/// Which lines hold where no day is asked for: those that have not ended.
const OPEN: &str = "a.until IS NULL";
/// Those that hold on the day on which the member stands ([`stands_on`]); ends are compared as far
/// as they are exact.
const HELD: &str = "(a.since IS NULL OR a.since <= {stands}) AND (a.until IS NULL OR a.until >= substr({stands}, 1, length(a.until)))";
/// [`stands_on`] in SQL.
const STANDS: &str = "min({day}, ifnull((SELECT max(CASE length(t.until) WHEN 4 THEN t.until || '-12-31' WHEN 7 THEN date(t.until || '-01', '+1 month', '-1 day')
 WHEN 10 THEN t.until ELSE '9999' END) FROM tenure t WHERE t.member_id = m.id AND (t.since IS NULL OR t.since <= {day})), '9999'))";
/// The sector of then: of the dated lines, where there are any.
const SECTOR: &str = "CASE WHEN EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = 'sector')
 THEN (SELECT w.name FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = 'sector' AND {held} ORDER BY a.ord, a.id LIMIT 1) ELSE s.name END";

/// The clause for the record as it stands.
pub(super) fn as_it_stands(sql: &str) -> String {
    sql.replace("{held}", OPEN).replace("{sector}", "s.name")
}

/// The clause for a day, which the parameter `day` (`?7`) holds.
pub(super) fn as_of(sql: &str, day: &str) -> String {
    let mut sql = sql.to_owned();
    for (mark, made) in [
        ("{sector}", SECTOR),
        ("{held}", HELD),
        ("{stands}", STANDS),
        ("{day}", day),
        ("today()", day),
    ] {
        sql = sql.replace(mark, made);
    }
    sql
}

/// What member lists can be cut by. `{held}` and `{sector}` are made by [`as_it_stands`] or
/// [`as_of`].
pub(super) const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号", "委员编号"], Kind::Label, "m.no"),
    Field::plain(&["name", "姓名"], Kind::Text, "m.name"),
    Field::plain(
        &["sex", "性别"],
        Kind::Code(sex_code, codes::<Sex>),
        "m.sex",
    ),
    Field::plain(&["birth", "出生年月"], Kind::Day, "m.birth"),
    Field::plain(&["nation", "民族"], Kind::Text, "m.nation"),
    Field::plain(&["sector", "界别"], Kind::Text, "{sector}"),
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
