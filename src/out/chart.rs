//! Plots as inline SVG, with a table behind each: written by [`Html`] like everything else of a
//! document, so that labels are escaped, and coloured by its style, in light and in dark. Shape
//! or place always says what colour says.
//!
//! Hand-written on purpose: the crates that were measured (plotters, kuva, charming) cost 0.1 to 2 MB
//! and guess the width of Chinese text, load scripts, or draw fixed colours.

use super::grid::Grid;
use super::html::{self, Html};
use crate::lang::{Lang, Text};
use std::fmt::Display;

mod scale;

use scale::Scale;

/// The width of every plot in its own units; a column of text is as wide on a laptop.
const WIDTH: f64 = 720.0;
/// Height of a line of labels.
const ROW: f64 = 26.0;

/// What stands around a plot.
#[derive(Debug)]
pub struct Figure<'f> {
    /// What it shows.
    pub caption: Text,
    /// What it says in a sentence, for who does not see it.
    pub said: Text,
    /// The figures behind it.
    pub table: &'f Grid,
}

/// A plot with its caption and the table behind it.
fn figure(html: &mut Html, f: &Figure<'_>, height: f64, lang: Lang, draw: impl FnOnce(&mut Html)) {
    html.open("figure", &[]);
    html.element("figcaption", &[], f.caption.pick(lang));
    html.open(
        "div",
        &[
            ("class", "wide"),
            ("tabindex", "0"),
            ("role", "group"),
            ("aria-label", f.caption.pick(lang)),
        ],
    );
    let size = format!("0 0 {WIDTH} {}", height.ceil());
    html.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &size),
            ("role", "img"),
            ("aria-label", f.said.pick(lang)),
        ],
    );
    draw(html);
    html.close();
    html.close();
    if f.table.columns.is_empty() {
        html.close();
        return;
    }
    html.open("details", &[("open", "open")]);
    html.element("summary", &[], lang.pick("数据表", "the figures"));
    html::grid(html, f.table, lang);
    html.close();
    html.close();
}

/// A number as SVG has it.
fn n(value: impl Display) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn line(html: &mut Html, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let (x1, y1, x2, y2) = (n(x1), n(y1), n(x2), n(y2));
    html.void(
        "line",
        &[
            ("class", class),
            ("x1", &x1),
            ("y1", &y1),
            ("x2", &x2),
            ("y2", &y2),
        ],
    );
}

fn rect(html: &mut Html, class: &str, (x, y): (f64, f64), (wide, high): (f64, f64)) {
    let (x, y, wide, high) = (n(x), n(y), n(wide.max(0.0)), n(high.max(0.0)));
    html.void(
        "rect",
        &[
            ("class", class),
            ("x", &x),
            ("y", &y),
            ("width", &wide),
            ("height", &high),
        ],
    );
}

fn dot(html: &mut Html, class: &str, (x, y): (f64, f64), radius: f64) {
    let (x, y, radius) = (n(x), n(y), n(radius));
    html.void(
        "circle",
        &[("class", class), ("cx", &x), ("cy", &y), ("r", &radius)],
    );
}

/// Where a label stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

fn label(html: &mut Html, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let (x, y) = (n(x), n(y));
    html.element(
        "text",
        &[
            ("class", class),
            ("x", &x),
            ("y", &y),
            ("text-anchor", anchor),
        ],
        text,
    );
}

/// A label that fits in so many units: a Chinese character takes 13 of them.
fn fitted(text: &str, room: f64) -> String {
    let mut left = room;
    let mut out = String::new();
    for c in text.chars() {
        left -= if c.is_ascii() { 7.2 } else { 13.0 };
        if left < 13.0 && out.chars().count() + 1 < text.chars().count() {
            out.push('…');
            return out;
        }
        out.push(c);
    }
    out
}

/// The ticks of a horizontal scale with lines through the plot.
fn ticks(html: &mut Html, scale: &Scale, top: f64, bottom: f64) {
    for tick in scale.ticks() {
        let x = scale.at(tick);
        line(html, "net", (x, top), (x, bottom));
        label(html, "small", (x, bottom + 15.0), Anchor::Middle, &n(tick));
    }
}

/// How many values lie in each of the equal spans; `marks` are limits with their names.
pub fn histogram(
    html: &mut Html,
    f: &Figure<'_>,
    (edges, counts): (&[f64], &[usize]),
    marks: &[(f64, String)],
    lang: Lang,
) {
    let (top, bottom) = (34.0, 224.0);
    let (Some(low), Some(high)) = (edges.first(), edges.last()) else {
        return;
    };
    figure(html, f, bottom + 24.0, lang, |html| {
        let scale = Scale::exact((*low, *high), (36.0, WIDTH - 16.0));
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        for (at, count) in counts.iter().enumerate() {
            let (from, to) = (scale.at(edges[at]), scale.at(edges[at + 1]));
            let high = (bottom - top) * float(*count) / float(most);
            rect(
                html,
                "one",
                (from + 1.0, bottom - high),
                (to - from - 2.0, high),
            );
        }
        line(html, "axis", (36.0, bottom), (WIDTH - 16.0, bottom));
        for edge in edges {
            label(
                html,
                "small",
                (scale.at(*edge), bottom + 16.0),
                Anchor::Middle,
                &n(*edge),
            );
        }
        for (at, (value, name)) in marks.iter().enumerate() {
            if (*low..=*high).contains(value) {
                let x = scale.at(*value);
                line(html, "mark", (x, 8.0), (x, bottom));
                let y = 12.0 + 13.0 * float(at % 2);
                label(html, "small", (x + 4.0, y), Anchor::Start, name);
            }
        }
        // The counts come last and beside the lines of the grades, so that none is struck through.
        let lines: Vec<f64> = marks.iter().map(|(value, _)| scale.at(*value)).collect();
        for (at, count) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (from, to) = (scale.at(edges[at]), scale.at(edges[at + 1]));
            let (middle, said) = (f64::midpoint(from, to), count.to_string());
            let half = 4.0 * float(said.len()) + 3.0;
            let struck = lines.iter().find(|x| (**x - middle).abs() < half);
            let (x, anchor) = match struck {
                None => (middle, Anchor::Middle),
                Some(line) => (line - 4.0, Anchor::End),
            };
            let high = (bottom - top) * float(*count) / float(most);
            label(html, "small", (x, bottom - high - 4.0), anchor, &said);
        }
    });
}

/// One row of dots.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Whose values they are.
    pub name: String,
    /// The values.
    pub values: Vec<f64>,
    /// Where a quarter, a half and three quarters of them lie.
    pub quartiles: Option<[f64; 3]>,
}

/// Fewer values have no box: they say more themselves.
const BOXED: usize = 5;

/// The values of each body on one scale: a dot for each, a box from quarter to quarter, a thick
/// line at the median.
pub fn strips(html: &mut Html, f: &Figure<'_>, rows: &[Strip], lang: Lang) {
    let all = rows.iter().flat_map(|r| r.values.iter().copied());
    let Some(span) = scale::span(all) else { return };
    let (left, top) = (226.0, 8.0);
    let bottom = top + ROW * float(rows.len());
    figure(html, f, bottom + 24.0, lang, |html| {
        let scale = Scale::nice(span, (left, WIDTH - 20.0));
        ticks(html, &scale, top, bottom);
        for (at, row) in rows.iter().enumerate() {
            let y = top + ROW * (float(at) + 0.5);
            let named = format!("{} ({})", row.name, row.values.len());
            label(
                html,
                "",
                (left - 10.0, y + 4.5),
                Anchor::End,
                &fitted(&named, left - 14.0),
            );
            strip(html, &scale, y, row);
        }
        line(html, "axis", (left, bottom), (WIDTH - 20.0, bottom));
    });
}

fn strip(html: &mut Html, scale: &Scale, y: f64, row: &Strip) {
    let Some([low, middle, high]) = row.quartiles else {
        return;
    };
    if row.values.len() >= BOXED {
        let (from, to) = (scale.at(low), scale.at(high));
        rect(html, "box", (from, y - 8.0), (to - from, 16.0));
    }
    for (at, value) in row.values.iter().enumerate() {
        // Dots of equal values lie beside each other as far as there is room.
        let off = (float(at % 3) - 1.0) * 4.0;
        dot(html, "dot", (scale.at(*value), y + off), 2.6);
    }
    let x = scale.at(middle);
    line(html, "middle", (x, y - 10.0), (x, y + 10.0));
}

/// One that moves: what it was, what it is, its name.
pub type Move<'m> = (f64, f64, &'m str);

/// Each as a dot, what it was to the right, what it is downwards: on the line nothing changed,
/// above it is better. `named` get their names.
pub fn scatter(
    html: &mut Html,
    f: &Figure<'_>,
    moves: &[Move<'_>],
    named: usize,
    (across, down): (&str, &str),
    lang: Lang,
) {
    let most = moves.iter().map(|(a, b, _)| a.max(*b)).fold(1.0, f64::max);
    let (left, top, side) = (70.0, 16.0, 460.0);
    figure(html, f, top + side + 44.0, lang, |html| {
        let x = Scale::nice((1.0, most), (left, left + side));
        let y = Scale::nice((1.0, most), (top, top + side));
        for tick in x.ticks() {
            let (tx, ty) = (x.at(tick), y.at(tick));
            line(html, "net", (tx, top), (tx, top + side));
            line(html, "net", (left, ty), (left + side, ty));
            label(
                html,
                "small",
                (tx, top + side + 16.0),
                Anchor::Middle,
                &n(tick),
            );
            label(html, "small", (left - 6.0, ty + 4.0), Anchor::End, &n(tick));
        }
        line(html, "mark", (left, top), (left + side, top + side));
        label(
            html,
            "",
            (left + side / 2.0, top + side + 36.0),
            Anchor::Middle,
            across,
        );
        label(html, "", (4.0, top + 4.0), Anchor::Start, down);
        for (was, is, _) in moves {
            let (cx, cy) = (x.at(*was), y.at(*is));
            if is < was {
                dot(html, "one", (cx, cy), 3.4);
            } else if is > was {
                rect(html, "two", (cx - 3.0, cy - 3.0), (6.0, 6.0));
            } else {
                dot(html, "same", (cx, cy), 2.4);
            }
        }
        names(html, moves, named, &x, &y);
        let keys = lang.pick("● 上升　■ 下降　• 不变", "● up, ■ down, • same");
        label(
            html,
            "small",
            (left + side + 12.0, top + side - 4.0),
            Anchor::Start,
            keys,
        );
    });
}

/// The names of the first moves, none over another.
fn names(html: &mut Html, moves: &[Move<'_>], named: usize, x: &Scale, y: &Scale) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (was, is, name) in moves.iter().take(named) {
        let (at, down) = (x.at(*was) + 6.0, y.at(*is) + 4.5);
        let near = |(a, d): &(f64, f64)| (a - at).abs() < 56.0 && (d - down).abs() < 14.0;
        if !taken.iter().any(near) {
            taken.push((at, down));
            label(html, "small", (at, down), Anchor::Start, name);
        }
    }
}

/// The rank before and after of a few, each a line from left to right.
pub fn slope(
    html: &mut Html,
    f: &Figure<'_>,
    moves: &[Move<'_>],
    (was, is): (&str, &str),
    lang: Lang,
) {
    if moves.is_empty() {
        return;
    }
    let top = 34.0;
    let high = ROW * float(moves.len().max(4));
    figure(html, f, top + high + 12.0, lang, |html| {
        let (left, right) = (220.0, 500.0);
        label(html, "", (left, 16.0), Anchor::End, &fitted(was, left));
        label(
            html,
            "",
            (right, 16.0),
            Anchor::Start,
            &fitted(is, WIDTH - right),
        );
        let from = spaced(moves.iter().map(|m| m.0), (top, top + high));
        let to = spaced(moves.iter().map(|m| m.1), (top, top + high));
        for (at, (before, after, name)) in moves.iter().enumerate() {
            let class = if after < before {
                "up"
            } else if after > before {
                "down"
            } else {
                "flat"
            };
            let (y1, y2) = (from[at], to[at]);
            line(html, class, (left + 8.0, y1), (right - 8.0, y2));
            label(
                html,
                "",
                (left, y1 + 4.5),
                Anchor::End,
                &format!("{} {}", fitted(name, 150.0), n(*before)),
            );
            label(
                html,
                "",
                (right, y2 + 4.5),
                Anchor::Start,
                &format!("{} {}", n(*after), fitted(name, 150.0)),
            );
        }
    });
}

/// Places in the order of the values, evenly apart.
fn spaced(values: impl Iterator<Item = f64>, (top, bottom): (f64, f64)) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let step = (bottom - top) / float(values.len().max(1));
    let mut places = vec![top; values.len()];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = top + step * (float(place) + 0.5);
    }
    places
}

/// Two bars for each name, one above the other.
pub fn pairs(
    html: &mut Html,
    f: &Figure<'_>,
    rows: &[(String, f64, f64)],
    (first, second): (&str, &str),
    lang: Lang,
) {
    let most = rows.iter().map(|(_, a, b)| a.max(*b)).fold(1.0, f64::max);
    let (left, top, high) = (260.0, 30.0, 34.0);
    let bottom = top + high * float(rows.len());
    figure(html, f, bottom + 24.0, lang, |html| {
        rect(html, "one", (left, 8.0), (12.0, 10.0));
        label(html, "small", (left + 18.0, 17.0), Anchor::Start, first);
        rect(html, "two", (left + 150.0, 8.0), (12.0, 10.0));
        label(html, "small", (left + 168.0, 17.0), Anchor::Start, second);
        let scale = Scale::nice((0.0, most), (left, WIDTH - 50.0));
        ticks(html, &scale, top, bottom);
        for (at, (name, a, b)) in rows.iter().enumerate() {
            let y = top + high * float(at);
            label(
                html,
                "",
                (left - 10.0, y + high / 2.0 + 4.5),
                Anchor::End,
                &fitted(name, left - 14.0),
            );
            for (value, class, down) in [(*a, "one", 4.0), (*b, "two", 17.0)] {
                let wide = scale.at(value) - left;
                rect(html, class, (left, y + down), (wide, 12.0));
                label(
                    html,
                    "small",
                    (left + wide + 4.0, y + down + 10.5),
                    Anchor::Start,
                    &n(value),
                );
            }
        }
        line(html, "axis", (left, top), (left, bottom));
    });
}

#[allow(clippy::cast_precision_loss)] // a picture, not a figure
fn float(count: usize) -> f64 {
    count as f64
}
