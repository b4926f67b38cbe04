//! Which meeting a line of a roll means: by number, title and day, or by the header of a grid.

use super::{Batch, Refused};
use crate::error::Result;
use crate::model::member::Span;
use crate::model::row::{AttendanceRow, Fault, Heading};
use crate::model::when::When;
use crate::store::Read;
use crate::text;
use std::collections::HashMap;

const MEETINGS: &str =
    "SELECT id, no, title, start_on, end_on FROM meeting WHERE cancelled IS NULL";

/// A meeting that a roll may name.
#[derive(Debug)]
pub(super) struct Meeting {
    /// Its place in the list.
    at: usize,
    pub(super) id: i64,
    no: String,
    title: String,
    pub(super) start: Option<When>,
    end: Option<When>,
}

impl Meeting {
    /// Whether a grid's header may mean this meeting: its title, where it has one, and its day.
    fn answers(&self, heading: &Heading) -> bool {
        let days = Span {
            since: self.start,
            until: self.end.or(self.start),
        };
        (heading.title.is_empty() || heading.title == self.title || heading.title == self.no)
            && heading.on.is_none_or(|on| days.holds(on))
    }
}

/// The meetings of the file, by number and by title.
#[derive(Debug, Default)]
pub(super) struct Meetings {
    loaded: bool,
    pub(super) list: Vec<Meeting>,
    by_no: HashMap<String, usize>,
    by_title: HashMap<String, Vec<usize>>,
}

impl Meetings {
    pub(super) fn load(&mut self, read: Read<'_>) -> Result<()> {
        if std::mem::replace(&mut self.loaded, true) {
            return Ok(());
        }
        let mut statement = read.conn.prepare(MEETINGS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (no, title): (String, String) = (r.get(1)?, r.get(2)?);
            let day = |at: usize| -> Result<Option<When>> {
                Ok(When::from_iso(&r.get::<_, String>(at)?))
            };
            let at = self.list.len();
            self.by_no.insert(no.clone(), at);
            self.by_title.entry(title.clone()).or_default().push(at);
            self.list.push(Meeting {
                at,
                id: r.get(0)?,
                no,
                title,
                start: day(3)?,
                end: day(4)?,
            });
        }
        Ok(())
    }
}

impl Batch {
    pub(super) fn which_meeting(&self, row: &AttendanceRow) -> std::result::Result<usize, Refused> {
        if let Some(heading) = &row.heading {
            return self.headed(heading);
        }
        let found = match (&row.meeting, &row.meeting_title) {
            (Some(no), _) => self.meetings.by_no.get(no).copied().ok_or(("meeting", no)),
            (None, Some(title)) => match self.meetings.by_title.get(title).map(Vec::as_slice) {
                Some([one]) => Ok(*one),
                Some(several) => several
                    .iter()
                    .copied()
                    .find(|at| {
                        row.meeting_on.is_some() && self.meetings.list[*at].start == row.meeting_on
                    })
                    .ok_or(("meeting_title", title)),
                None => Err(("meeting_title", title)),
            },
            (None, None) => {
                let fault = self.fault(
                    "meeting",
                    "",
                    "meeting_blank",
                    text!("没有写是哪次会议", "no meeting is named"),
                    text!("填写会议编号", "fill in the meeting's number"),
                );
                return Err(vec![fault]);
            }
        };
        let found = found.map_err(|(field, value)| vec![self.no_meeting(field, value)])?;
        self.agreed(row, found)
    }

    /// The meeting that a grid's header names: by number, by title, else by what is left of it and
    /// its day. What it does not tell is the header's fault, on the header's line.
    fn headed(&self, heading: &Heading) -> std::result::Result<usize, Refused> {
        if let Some(at) = self.meetings.by_no.get(&heading.text) {
            return Ok(*at);
        }
        if let Some([one]) = self.meetings.by_title.get(&heading.text).map(Vec::as_slice) {
            return Ok(*one);
        }
        let nothing = heading.title.is_empty() && heading.on.is_none();
        let fits: Vec<&Meeting> = self
            .meetings
            .list
            .iter()
            .filter(|m| !nothing && m.answers(heading))
            .collect();
        if let [one] = fits.as_slice() {
            return Ok(one.at);
        }
        let fault = self.misheaded(&heading.text, &fits);
        Err(vec![Fault {
            line: self.header_row,
            ..fault
        }])
    }

    /// Why a grid's header names no meeting: none fits, or several do.
    fn misheaded(&self, header: &str, fits: &[&Meeting]) -> Fault {
        if fits.is_empty() {
            return Fault {
                fix: text!(
                    "把这一列的表头写成会议编号、会议名称或开会日期；会议要先在会议活动台账里；不是会议的列，在 --map 里忽略",
                    "head the column with the meeting's number, title or day; the meeting ledger has to have it; a column of no meeting, a --map file can ignore"
                ),
                ..self.no_meeting(header, header)
            };
        }
        let which = fits.iter().take(5).map(|m| format!("{} {}", m.no, m.title));
        let which = which.collect::<Vec<_>>().join("；");
        self.fault(
            header,
            header,
            "ambiguous_meeting",
            text!(
                "「{header}」不止一次会议：{which}",
                "“{header}” fits more than one meeting: {which}"
            ),
            text!(
                "把这一列的表头写成会议编号",
                "head the column with the meeting's number"
            ),
        )
    }

    /// Why a number or a title names no meeting: none has it, or several have.
    fn no_meeting(&self, field: &str, value: &str) -> Fault {
        let bearers = self.meetings.by_title.get(value).map_or(0, Vec::len);
        if bearers > 1 {
            return self.fault(
                field,
                value,
                "ambiguous_meeting",
                text!(
                    "有 {bearers} 次会议叫「{value}」",
                    "{bearers} meetings are called “{value}”"
                ),
                text!(
                    "改写会议编号，或加一列会议日期",
                    "write the meeting's number, or add a column with its day"
                ),
            );
        }
        let known = self
            .meetings
            .by_no
            .keys()
            .chain(self.meetings.by_title.keys())
            .map(String::as_str);
        let near = crate::model::near::nearest(value, known, 3).join("、");
        let fix = if near.is_empty() {
            text!(
                "先导入会议活动台账，或更正编号",
                "import the meeting ledger first, or correct the number"
            )
        } else {
            text!(
                "先导入会议活动台账，或更正：是不是 {near}",
                "import the meeting ledger first, or correct it: did you mean {near}"
            )
        };
        self.fault(
            field,
            value,
            "unknown_meeting",
            text!("没有会议「{value}」", "there is no meeting “{value}”"),
            fix,
        )
    }

    /// The meeting, where number and title of the row agree.
    fn agreed(&self, row: &AttendanceRow, at: usize) -> std::result::Result<usize, Refused> {
        let meeting = &self.meetings.list[at];
        match (&row.meeting_title, meeting.end) {
            (Some(title), _) if row.meeting.is_some() && *title != meeting.title => {
                let no = row.meeting.as_deref().unwrap_or_default();
                let stands = &meeting.title;
                let reason = text!(
                    "会议 {no} 是「{stands}」，不是「{title}」",
                    "meeting {no} is “{stands}”, not “{title}”"
                );
                Err(vec![self.fault(
                    "meeting_title",
                    title,
                    "meeting_mismatch",
                    reason,
                    text!("更正会议编号或名称", "correct the number or the title"),
                )])
            }
            _ => Ok(at),
        }
    }
}
