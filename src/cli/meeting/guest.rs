//! Guests, who are no members.

use super::{Told, change, word};
use crate::cli::app::{App, Writing};
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::model::code::Code;
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::Guest as Invited;
use crate::model::meeting::word::GuestPart;
use crate::store::Tx;
use crate::store::meeting::GuestDraft;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "yishi meeting guest HY2026003 周明 --unit 县教育局局长 --part official\n\
yishi meeting guest HY2026003 周明 --remove --reason \"did not come\""
)]
pub struct Guest {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// The guest's name
    name: String,
    /// Unit and job
    #[arg(long)]
    unit: Option<String>,
    /// What they do there: 资源提供, 专家, 部门负责人, 主讲, 群众代表, 列席, 来宾
    #[arg(long, value_parser = word::<GuestPart>)]
    part: Option<GuestPart>,
    /// Note
    #[arg(long)]
    note: Option<String>,
    /// Cancel the guest
    #[arg(long, requires = "reason")]
    remove: bool,
    /// Why the guest is cancelled
    #[arg(long, requires = "remove")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn guest(app: &mut App, args: &Guest) -> Result<u8> {
    change(app, &args.meeting, &args.writing, |tx, held| {
        if let (true, Some(reason)) = (args.remove, &args.reason) {
            return unguest(tx, held, args, reason);
        }
        let part = args.part.unwrap_or(GuestPart::Guest);
        let draft = GuestDraft {
            name: args.name.clone(),
            unit: args.unit.clone(),
            part,
            note: args.note.clone(),
        };
        tx.add_guest(held.id, &draft)?;
        let (no, name, zh, en) = (&held.no, draft.name.trim(), part.zh(), part.en());
        let said = text!("{no} 来宾：{name}（{zh}）", "{no}: guest {name} ({en})");
        Ok(Told::shown(said, no))
    })
}

fn unguest(tx: &mut Tx<'_>, held: &Meeting, args: &Guest, reason: &str) -> Result<Told> {
    let (no, name) = (&held.no, args.name.trim());
    let roll = tx.read().roll(held.id)?;
    let fits = |g: &&Invited| {
        g.name == name
            && args.part.is_none_or(|p| g.part == p)
            && (args.unit.is_none() || g.unit == args.unit)
    };
    let fitting: Vec<&Invited> = roll.guests.iter().filter(fits).collect();
    let [one] = fitting.as_slice() else {
        let n = fitting.len();
        let (code, message) = match n {
            0 => (
                "not_found",
                text!("{no} 没有来宾「{name}」", "{no} has no guest “{name}”"),
            ),
            _ => (
                "ambiguous",
                text!(
                    "{no} 有 {n} 位来宾叫「{name}」",
                    "{no} has {many} named “{name}”",
                    many = so_many(&n, "guest", "guests")
                ),
            ),
        };
        return Err(Error::refused(code, message).hint(text!(
            "用 yishi meeting show {no} 查看，用 --unit 和 --part 指明",
            "yishi meeting show {no} lists them; say which with --unit and --part"
        )));
    };
    tx.cancel_guest(one.id, reason)?;
    let said = text!(
        "{no} 取消来宾 {name}：{reason}",
        "{no}: cancelled guest {name}: {reason}"
    );
    Ok(Told::shown(said, no))
}
