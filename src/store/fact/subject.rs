//! The members of a span, one at a time, with posts, sectors and tenure.

use super::context::{Context, Role};
use super::{Span, Stream};
use crate::error::Result;
use crate::model::fact::{Post, Subject, Sym};
use crate::model::when::When;
use rusqlite::{Connection, Row};

const MEMBERS: &str = "SELECT id, no, name, sector_id FROM member
 WHERE cancelled IS NULL AND id BETWEEN ?1 AND ?2 ORDER BY id";
const AFFILIATIONS: &str = "SELECT member_id, word_id, since, until FROM affiliation
 WHERE member_id BETWEEN ?1 AND ?2 ORDER BY member_id, ord";
const TENURES: &str = "SELECT member_id, since, until FROM tenure
 WHERE member_id BETWEEN ?1 AND ?2 ORDER BY member_id";

/// Runs over the members of a span in the order of their ids.
pub(super) fn walk(
    conn: &Connection,
    span: Span,
    context: &Context,
    each: &mut dyn FnMut(&Subject) -> Result<()>,
) -> Result<()> {
    let mut members = conn.prepare_cached(MEMBERS)?;
    let mut affiliations = conn.prepare_cached(AFFILIATIONS)?;
    let mut affiliations = Stream::open(&mut affiliations, span, 0)?;
    let mut tenures = conn.prepare_cached(TENURES)?;
    let mut tenures = Stream::open(&mut tenures, span, 0)?;
    let mut subject = Subject {
        id: 0,
        no: String::new(),
        name: String::new(),
        sector: Sym::NONE,
        sectors: Vec::new(),
        posts: Vec::new(),
        tenure: Vec::new(),
    };
    let mut rows = members.query([span.first, span.last])?;
    while let Some(r) = rows.next()? {
        subject.id = r.get(0)?;
        fill(&mut subject.no, r, 1)?;
        fill(&mut subject.name, r, 2)?;
        subject.sector = context.word(r.get(3)?);
        subject.posts.clear();
        subject.sectors.clear();
        affiliations.take(subject.id, |r, _| {
            let (word, role) = context.belonging(r.get(1)?);
            let (name, held) = match role {
                Role::Held(name) => (name, &mut subject.posts),
                Role::Sector => (word, &mut subject.sectors),
                Role::Other => return Ok(()),
            };
            let (since, until) = (date(r, 2)?, date(r, 3)?);
            held.push(Post { name, since, until });
            Ok(())
        })?;
        subject.tenure.clear();
        tenures.take(subject.id, |r, _| {
            subject.tenure.push((date(r, 1)?, date(r, 2)?));
            Ok(())
        })?;
        each(&subject)?;
    }
    Ok(())
}

fn fill(text: &mut String, r: &Row<'_>, at: usize) -> Result<()> {
    text.clear();
    text.push_str(r.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?);
    Ok(())
}

fn date(r: &Row<'_>, at: usize) -> rusqlite::Result<Option<When>> {
    Ok(r.get_ref(at)?.as_str_or_null()?.and_then(When::from_iso))
}
