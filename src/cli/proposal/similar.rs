//! `proposal similar`: earlier proposals on the same matter, and what became of them.

use super::{body, stored};
use crate::cli::app::App;
use crate::cli::quoted;
use crate::error::{Error, Result};
use crate::model::proposal::number::{Series, cited};
use crate::model::similar::{LEAST, Passage, SHORTEST, Sketch, Wanted};
use crate::out::Format;
use crate::out::proposal::similar as view;
use crate::store::Read;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal similar 12
yishi proposal similar 老旧小区加装电梯 --limit 5
yishi proposal similar - < 来稿.txt")]
pub struct Similar {
    /// Case number, 流水7 or 十届五次-12; any text, such as a title; - for a text from standard input
    #[arg(value_name = "PROPOSAL|TEXT")]
    what: String,
    /// Show at most this many (else 10)
    #[arg(long, value_name = "N", default_value_t = 10, hide_default_value = true, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// Least score, 1 to 100 (else 42)
    #[arg(long, value_name = "SCORE", default_value_t = LEAST, hide_default_value = true, value_parser = clap::value_parser!(u8).range(1..=100))]
    min: u8,
}

pub fn run(app: &mut App, args: &Similar) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let meant = meant(read, &args.what)?;
    let passage = match meant {
        Some(id) => read.proposal_text(id)?.unwrap_or_default(),
        None if args.what == "-" => Passage::of(&body::standard_input()?),
        None => Passage::of(&args.what),
    };
    let word = meant.is_none() && passage.is_word();
    if meant.is_none() && !word {
        long_enough(&passage)?;
    }
    let wanted = Wanted {
        passage,
        except: meant,
        least: args.min,
        limit: usize::from(args.limit),
    };
    let similar = if word {
        read.holding(&wanted)?
    } else {
        read.similar(&wanted)?
    };
    if app.printer.format() == Format::Json {
        let all = view::json(&similar, app.printer.lang());
        app.printer.json(&all)?;
        return Ok(0);
    }
    let of = meant.map(|id| stored(read, id)).transpose()?;
    app.printer
        .grid(&view::grid(&similar, of.as_ref(), &wanted, word))?;
    let show = similar.first().map(|s| quoted(&s.proposal.cite()));
    let next = show.map(|cite| format!("yishi proposal show {cite}"));
    app.printer.next(&Vec::from_iter(next))?;
    Ok(0)
}

/// Of more than this many that are filed at once none is looked up by itself.
const LOOKED_UP: usize = 100;

/// At most this many similar ones are named.
const NAMED: usize = 3;

/// Warns of each of some proposals that earlier ones speak of the same matter, with what became
/// of those.
pub fn warn(app: &mut App, ids: &[i64]) -> Result<()> {
    let many = ids.len();
    if many > LOOKED_UP {
        return app.printer.remark(&text!(
            "一次 {many} 件，没有逐件查相似；要查用 yishi proposal similar 案号",
            "{many} at once: similar ones were not looked up; yishi proposal similar NO does"
        ));
    }
    let store = app.open()?;
    let read = store.read();
    let found = read.similar_to_each(ids, NAMED)?;
    for (id, similar) in found {
        let filed = stored(read, id)?;
        app.printer.warn(&view::warning(&filed, &similar))?;
        let next = format!("yishi proposal similar {}", quoted(&filed.cite()));
        app.printer.next(&[next])?;
    }
    Ok(())
}

/// The proposal that a number means; none where the word is a text. A number that is nobody's is
/// refused: it is no text to look for. A title is a text, which finds its own proposal as well.
fn meant(read: Read<'_>, word: &str) -> Result<Option<i64>> {
    if word == "-" || !is_number(word) {
        return Ok(None);
    }
    let here = match read.find_proposal(word, read.session()?) {
        Err(e) if e.code == "not_found" => read.find_proposal(word, None),
        found => found,
    };
    here.map(Some).map_err(|e| {
        e.hint(text!(
            "要按文字查，就写一句话，或从标准输入给出：yishi proposal similar -",
            "to look for a text, write a sentence, or give it on standard input: yishi proposal similar -"
        ))
    })
}

/// Whether a word is a number as people cite one: `12`, `第12号`, `流水7`, `十届五次-12`, `闭原案001号`.
fn is_number(word: &str) -> bool {
    let cited = cited(word);
    let ends = word.trim().trim_end_matches('号');
    let ends = ends.chars().next_back().is_some_and(char::is_numeric);
    let signs = word.chars().filter(|c| !c.is_ascii()).count();
    let marked = matches!(cited.series, Series::Serial | Series::Provisional);
    cited.session.is_some() || marked || (ends && signs <= SHORTEST)
}

fn long_enough(passage: &Passage) -> Result<()> {
    let signs =
        [&passage.title, &passage.body].map(|t| t.chars().filter(|c| c.is_alphanumeric()).count());
    if signs.iter().sum::<usize>() < SHORTEST {
        return Err(Error::refused(
            "too_short",
            text!(
                "文字太短，至少要 2 个字",
                "the text is too short: at least 2 characters"
            ),
        )
        .hint(text!(
            "只有一个词就用 yishi proposal list 查找",
            "yishi proposal list searches for a single word"
        )));
    }
    if Sketch::of(passage).is_empty() {
        return Err(Error::refused(
            "nothing_to_compare",
            text!(
                "除了套话（关于、加强、建议……）什么也没有，无从比较",
                "there is nothing but set phrases (关于, 加强, 建议 …) to compare"
            ),
        )
        .hint(text!("写上事情本身", "say what it is about")));
    }
    Ok(())
}
