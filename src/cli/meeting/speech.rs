//! Speeches, oral or written.

use super::{Told, change, word};
use crate::cli::app::{App, Writing};
use crate::cli::people::{Person, one};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, SpeechForm};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::Speech as Spoken;
use crate::store::Tx;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "yishi meeting speech HY2026003 张三 --form oral --title 关于乡村教师待遇的建议\n\
yishi meeting speech HY2026003 张三 --remove"
)]
pub struct Speech {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER")]
    member: String,
    /// 口头 or 书面 (oral, written)
    #[arg(long, value_parser = word::<SpeechForm>, required_unless_present = "remove")]
    form: Option<SpeechForm>,
    /// What about
    #[arg(long)]
    title: Option<String>,
    /// Take the speech away
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn speech(app: &mut App, args: &Speech) -> Result<u8> {
    change(app, &args.meeting, &args.writing, |tx, held| {
        let person = &one(tx.read(), &args.member)?;
        if args.remove {
            return unspeak(tx, held, person, args);
        }
        let form = args.form.unwrap_or(SpeechForm::Oral);
        tx.add_speech(held.id, person.id, form, args.title.as_deref())?;
        let (no, who) = (&held.no, who(person));
        let what = spoken(form, args.title.as_deref());
        let (zh, en) = (what.zh, what.en);
        let said = text!("{no} 登记 {who} 的{zh}", "{no}: recorded of {who}: {en}");
        Ok(Told::shown(said, no))
    })
}

fn who(person: &Person) -> String {
    format!("{} {}", person.no, person.name)
}

fn spoken(form: SpeechForm, title: Option<&str>) -> Text {
    let (zh, en) = (form.zh(), form.en());
    match title {
        Some(title) => text!("{zh}发言《{title}》", "{en} speech “{title}”"),
        None => text!("{zh}发言", "{en} speech"),
    }
}

/// Takes away the one speech that fits.
fn unspeak(tx: &mut Tx<'_>, held: &Meeting, person: &Person, args: &Speech) -> Result<Told> {
    let roll = tx.read().roll(held.id)?;
    let line = roll.lines.into_iter().find(|l| l.member == person.id);
    let all = line.map(|l| l.speeches).unwrap_or_default();
    let fits = |s: &&Spoken| {
        args.form.is_none_or(|f| s.form == f)
            && (args.title.is_none() || s.title.as_deref() == args.title.as_deref())
    };
    let fitting: Vec<&Spoken> = all.iter().filter(fits).collect();
    let [one] = fitting.as_slice() else {
        return Err(which_speech(held, person, &all));
    };
    tx.remove_speech(held.id, person.id, one.form, one.title.as_deref())?;
    let (no, who) = (&held.no, who(person));
    let what = spoken(one.form, one.title.as_deref());
    let (zh, en) = (what.zh, what.en);
    let said = text!("{no} 去掉 {who} 的{zh}", "{no}: took away of {who}: {en}");
    Ok(Told::shown(said, no))
}

fn which_speech(held: &Meeting, person: &Person, all: &[Spoken]) -> Error {
    let (no, who) = (&held.no, who(person));
    if all.is_empty() {
        let message = text!(
            "{who} 在 {no} 没有登记发言",
            "no speech of {who} is recorded at {no}"
        );
        return Error::refused("no_speech", message).hint(text!(
            "用 yishi meeting show {no} 查看",
            "yishi meeting show {no} lists them"
        ));
    }
    let texts: Vec<Text> = all
        .iter()
        .map(|s| spoken(s.form, s.title.as_deref()))
        .collect();
    let zh: Vec<&str> = texts.iter().map(|t| t.zh.as_str()).collect();
    let en: Vec<&str> = texts.iter().map(|t| t.en.as_str()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    Error::refused(
        "ambiguous",
        text!(
            "不知道要去掉哪一个发言；{who} 在 {no} 有：{zh}",
            "which speech? {who} has at {no}: {en}"
        ),
    )
    .hint(text!(
        "用 --form 和 --title 指明",
        "say it with --form and --title"
    ))
}
