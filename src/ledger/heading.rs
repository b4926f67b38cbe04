//! The headers of a grid: each names a meeting by number, title or day.

use super::field::Field;
use super::mend::{Mended, plain};
use super::parse::date;
use super::recognise::Bound;
use super::row::Heading;
use std::rc::Rc;

/// What the headers of a grid's columns name, by the columns' places.
pub(super) fn headings(columns: &[Bound], year: Option<i32>) -> Vec<(usize, Rc<Heading>)> {
    columns
        .iter()
        .filter(|bound| bound.field == Field::Mark)
        .map(|bound| (bound.at, Rc::new(heading(&bound.header, year))))
        .collect()
}

/// A header as title and day: `第五次会议（2026.1.12）`, `1月12日 全会`, `2026-01-12`.
fn heading(header: &str, year: Option<i32>) -> Heading {
    let text = plain(header, &mut Mended::default()).into_owned();
    let day = |piece: &str| {
        let days = date::span(piece, year, &mut Mended::default()).ok()??;
        Some(days.0).filter(|first| first.month().is_some())
    };
    let (mut title, mut on) = (String::new(), None);
    let parting = |c: char| c.is_whitespace() || "（）()".contains(c);
    for piece in text.split(parting).filter(|piece| !piece.is_empty()) {
        let end = piece
            .find('日')
            .map_or(piece.len(), |at| at + '日'.len_utf8());
        match (on, day(piece), day(&piece[..end])) {
            (None, Some(found), _) => on = Some(found),
            (None, None, Some(found)) => {
                on = Some(found);
                title.push_str(&piece[end..]);
            }
            _ => title.push_str(piece),
        }
    }
    Heading { text, title, on }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::when::When;

    #[test]
    fn a_header_of_a_grid_names_a_title_and_a_day() {
        for (header, title, on) in [
            ("HY2026001", "HY2026001", None),
            ("第五次会议（2026.1.12）", "第五次会议", Some("2026-01-12")),
            ("1月12日\n全体会议", "全体会议", Some("2026-01-12")),
            ("1月12日全体会议", "全体会议", Some("2026-01-12")),
            ("1月12日—15日", "", Some("2026-01-12")),
            ("2026-01-12", "", Some("2026-01-12")),
            ("第二次常委会", "第二次常委会", None),
        ] {
            let found = heading(header, Some(2026));
            assert_eq!(found.title, title, "{header}");
            assert_eq!(found.on, on.and_then(When::from_iso), "{header}");
        }
    }
}
