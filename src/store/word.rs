//! The open dictionaries: sectors, committees, kinds of meeting and the like, as the office writes
//! them. They come filled with what is common, and grow only when the office says so.

use super::columns::Columns;
use super::table::{WORD, WORD_ALIAS};
use super::value::{maybe, text};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Dict, WordClass};
use crate::model::near;
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

/// A word of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its row.
    pub id: i64,
    /// The word.
    pub name: String,
    /// What it is, in dictionaries that tell classes apart.
    pub class: Option<WordClass>,
    /// How many members or rows use it.
    pub used: i64,
}

const FIND: &str = "SELECT id FROM word WHERE dict = :dict AND name = :name
 UNION ALL SELECT word_id FROM word_alias WHERE dict = :dict AND name = :name LIMIT 1";
const NAMES: &str = "SELECT name FROM word WHERE dict = :dict ORDER BY ord, id";
const LIST: &str = "SELECT w.id, w.name, w.class,
 (SELECT count(*) FROM affiliation WHERE word_id = w.id AND NOT (w.dict = 'sector' AND until IS NULL)) + (SELECT count(*) FROM member WHERE sector_id = w.id)
 + (SELECT count(*) FROM meeting WHERE kind_id = w.id) + (SELECT count(*) FROM proposal WHERE w.id IN (category_id, reply_class_id, rating_id))
 + (SELECT count(*) FROM record WHERE w.id IN (kind_id, level_id, body_id)) + (SELECT count(*) FROM adoption WHERE level_id = w.id)
 + (SELECT count(*) FROM appraisal WHERE kind_id = w.id) + (SELECT count(*) FROM appraised WHERE body_id = w.id) AS used
 FROM word w WHERE dict = :dict ORDER BY ord, id";
/// A dictionary of so many words is listed whole where none comes near.
const FEW: usize = 12;
const CLASS: &str = "SELECT class FROM word WHERE id = :id";
const NEXT_ORD: &str = "SELECT coalesce(max(ord), 0) + 1 FROM word WHERE dict = :dict";

/// The words that a new file starts with. Sources: the national list of sectors since 2023, the
/// charter's forms of meeting, dictionaries of local systems.
const COMMON: &[(Dict, &str, &[&str])] = &[
    (
        Dict::MeetingKind,
        "meeting",
        &[
            "全体会议",
            "常委会会议",
            "主席会议",
            "专题议政性常委会会议",
            "专题协商会",
            "协商座谈会",
            "界别协商会",
            "对口协商会",
            "提案办理协商会",
            "协商议事会议",
            "专委会会议",
        ],
    ),
    (
        Dict::MeetingKind,
        "activity",
        &[
            "视察",
            "调研",
            "考察",
            "学习培训",
            "政协讲堂",
            "界别活动",
            "走访",
            "民主监督",
            "民主评议",
            "公益活动",
        ],
    ),
    // The ten reasons of the national rules on reviewing proposals.
    (
        Dict::RefusalReason,
        "",
        &[
            "涉及党和国家秘密",
            "国家明令禁止",
            "中共党员对党内有关组织、人事安排等方面有意见",
            "民主党派成员反映本组织内部问题",
            "进入民事、刑事、行政诉讼及仲裁程序",
            "属于学术研讨",
            "为本人或亲属解决个人问题",
            "宣传、推介具体作品、产品",
            "指名举报",
            "内容空泛、没有具体建议",
        ],
    ),
    (
        Dict::ContactMeans,
        "",
        &["面谈", "座谈会", "走访", "电话", "邮件", "书信", "其他"],
    ),
    (
        Dict::Sector,
        "",
        &[
            "中国共产党",
            "民革",
            "民盟",
            "民建",
            "民进",
            "农工党",
            "致公党",
            "九三学社",
            "台盟",
            "无党派人士",
            "共青团和青联界",
            "总工会",
            "妇联",
            "工商联",
            "科协",
            "台联",
            "侨联",
            "文化艺术界",
            "科学技术界",
            "社会科学界",
            "经济界",
            "农业界",
            "教育界",
            "体育界",
            "新闻出版界",
            "医药卫生界",
            "对外友好界",
            "社会福利和社会保障界",
            "少数民族界",
            "宗教界",
            "环境资源界",
            "特邀香港人士",
            "特邀澳门人士",
            "特别邀请人士",
        ],
    ),
    (
        Dict::Party,
        "",
        &[
            "中共党员",
            "共青团员",
            "民革党员",
            "民盟盟员",
            "民建会员",
            "民进会员",
            "农工党党员",
            "致公党党员",
            "九三学社社员",
            "台盟盟员",
            "无党派人士",
            "群众",
        ],
    ),
    (
        Dict::Post,
        "",
        &["主席", "副主席", "秘书长", "副秘书长", "常委", "委员"],
    ),
    (Dict::Tag, "", &["智库专家", "文史专员"]),
    (Dict::LeaveKind, "", &["出国", "出差", "生病", "其他"]),
    (Dict::Level, "", &["县", "市", "省", "全国"]),
    (Dict::Rating, "", &["满意", "基本满意", "理解", "不满意"]),
    (Dict::AppraisalKind, "", &["民主评议", "述职评议"]),
    (
        Dict::RecordKind,
        "",
        &[
            "调研报告",
            "学习培训",
            "公益活动",
            "表彰奖励",
            "媒体宣传",
            "联系界别群众",
            "述职",
            "文史资料",
        ],
    ),
];

/// Common other names of common words.
const COMMON_ALIASES: &[(Dict, &str, &[&str])] = &[
    (
        Dict::MeetingKind,
        "全体会议",
        &["全会", "全委会", "全体大会"],
    ),
    (
        Dict::MeetingKind,
        "常委会会议",
        &["常委会", "常委会议", "常务委员会会议"],
    ),
    (
        Dict::MeetingKind,
        "专题议政性常委会会议",
        &["专题议政性常委会"],
    ),
    (Dict::MeetingKind, "学习培训", &["培训", "学习"]),
    (Dict::Post, "常委", &["常务委员"]),
    (Dict::Party, "中共党员", &["中国共产党党员", "党员", "中共"]),
    (Dict::Party, "无党派人士", &["无党派"]),
];

impl Read<'_> {
    /// The word or its other name in a dictionary. 其它 is 其他; a sector may lack its 界.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn word(&self, dict: Dict, name: &str) -> Result<Option<i64>> {
        let mut spellings = vec![name.to_owned(), name.replace("其它", "其他")];
        if dict == Dict::Sector {
            spellings.push(format!("{name}界"));
            spellings.extend(name.strip_suffix('界').map(str::to_owned));
        }
        let mut statement = self.conn.prepare_cached(FIND)?;
        for spelling in spellings {
            let found = statement
                .query_row(
                    named_params! { ":dict": dict.code(), ":name": spelling },
                    |r| r.get(0),
                )
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The words of a dictionary, in the office's order.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn word_names(&self, dict: Dict) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(NAMES)?;
        let names = statement
            .query_map(named_params! { ":dict": dict.code() }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(names)
    }

    /// The words of a dictionary with how often each is used.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn words(&self, dict: Dict) -> Result<Vec<Word>> {
        let mut statement = self.conn.prepare_cached(LIST)?;
        let read = |r: &rusqlite::Row<'_>| {
            let mut c = Columns::of(r);
            Ok(Word {
                id: c.take()?,
                name: c.take()?,
                class: c.maybe_code()?,
                used: c.take()?,
            })
        };
        let words = statement
            .query_map(named_params! { ":dict": dict.code() }, read)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(words)
    }

    /// The class of a word; none where its dictionary tells none apart.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn word_class(&self, word: i64) -> Result<Option<WordClass>> {
        let mut statement = self.conn.prepare_cached(CLASS)?;
        let class = statement
            .query_row(named_params! { ":id": word }, |r| {
                Columns::of(r).maybe_code()
            })
            .optional()?;
        Ok(class.flatten())
    }

    /// The word of a dictionary, or an error that names the nearest ones.
    ///
    /// # Errors
    /// `unknown_word`; the database's own failures.
    pub fn known_word(&self, dict: Dict, name: &str) -> Result<i64> {
        if let Some(id) = self.word(dict, name)? {
            return Ok(id);
        }
        let (zh, en, code) = (dict.zh(), dict.en(), dict.code());
        let names = self.word_names(dict)?;
        let near = near::nearest(name, names.iter().map(String::as_str), 3);
        let mut error = Error::refused(
            "unknown_word",
            text!("{zh}里没有「{name}」", "there is no {en} “{name}”"),
        )
        .did_you_mean(&near);
        if near.is_empty() && (1..=FEW).contains(&names.len()) {
            let Text { zh, en } = Text::listed(&names);
            error = error.hint(text!("词典里有：{zh}", "there are: {en}"));
        }
        if names.is_empty() && dict == Dict::ReplyClass {
            error = error.hint(text!(
                "词典还是空的，逐个添加，例如 A类、B类、C类：yishi word add reply_class A类；或按「解决或采纳、列入计划拟解决、留作参考」：yishi word add reply_class 解决或采纳",
                "the dictionary is empty yet; add its words one by one, such as A类, B类, C类: yishi word add reply_class A类; or 解决或采纳, 列入计划拟解决, 留作参考: yishi word add reply_class 解决或采纳"
            ));
        }
        Err(error.hint(text!(
            "确实要用新词，先添加：yishi word add {code} {name}",
            "add it first if it is right: yishi word add {code} {name}"
        )))
    }
}

impl Tx<'_> {
    /// The word of a dictionary, added where it is not there yet.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn add_word(&mut self, dict: Dict, name: &str, class: Option<&str>) -> Result<i64> {
        if let Some(id) = self.read().word(dict, name)? {
            return Ok(id);
        }
        let ord: i64 = self
            .prepare_cached(NEXT_ORD)?
            .query_row(named_params! { ":dict": dict.code() }, |r| r.get(0))?;
        let by_name = || WordClass::by_name(dict, name).map(Code::code);
        let class = class.or_else(by_name);
        self.insert(
            &WORD,
            &[
                text(dict.code()),
                text(name),
                maybe(class),
                Value::Integer(ord),
            ],
        )
    }

    /// Says what a word is; tells whether anything differs.
    ///
    /// # Errors
    /// `no_class` where the dictionary does not tell that class apart; `unknown_word`; the
    /// database's own failures.
    pub fn class_word(&mut self, dict: Dict, word: &str, class: WordClass) -> Result<bool> {
        let id = self.read().known_word(dict, word)?;
        let classes = WordClass::of(dict);
        if !classes.contains(&class) {
            return Err(no_class(dict, classes, class));
        }
        self.set(&WORD, id, &[("class", text(class.code()))])
    }

    /// Gives a word another name.
    ///
    /// # Errors
    /// `word_taken` where the name is a word already; the database's own failures.
    pub fn add_word_alias(&mut self, dict: Dict, word: &str, alias: &str) -> Result<i64> {
        let id = self.read().known_word(dict, word)?;
        if self.read().word(dict, alias)?.is_some() {
            return Err(Error::refused(
                "word_taken",
                text!("「{alias}」已经有了", "“{alias}” is taken already"),
            ));
        }
        self.insert(
            &WORD_ALIAS,
            &[Value::Integer(id), text(dict.code()), text(alias)],
        )
    }

    /// Fills the dictionaries of a new file.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn fill_dictionaries(&mut self) -> Result<()> {
        for (dict, class, words) in COMMON {
            for word in *words {
                self.add_word(*dict, word, Some(class).filter(|c| !c.is_empty()).copied())?;
            }
        }
        for (dict, word, aliases) in COMMON_ALIASES {
            for alias in *aliases {
                self.add_word_alias(*dict, word, alias)?;
            }
        }
        Ok(())
    }
}

fn no_class(dict: Dict, classes: &[WordClass], class: WordClass) -> Error {
    let (zh, en) = (dict.zh(), dict.en());
    let (class_zh, class_en) = (class.zh(), class.en());
    let error = Error::refused(
        "no_class",
        text!(
            "{zh}里没有「{class_zh}」这一类",
            "a {en} is no “{class_en}”"
        ),
    );
    let all = |word: fn(&WordClass) -> String| {
        let words: Vec<String> = classes.iter().map(word).collect();
        words.join("、")
    };
    if classes.is_empty() {
        return error.hint(text!(
            "分类的只有会议类型（会议、活动）和履职类别（履职事项、手工计分）",
            "only kinds of meeting (meeting, activity) and of record (act, by_hand) have classes"
        ));
    }
    let (zh, en) = (all(|c| c.zh().to_owned()), all(|c| c.code().to_owned()));
    error.hint(text!("可用：{zh}", "there are: {en}"))
}
