//! Speaks to people and programs: tables, pages, JSON, CSV, Markdown, plain lines.
//!
//! A command says what it has to say once, as a [`Grid`] (a list), a [`Page`] (one thing) or a
//! sentence ([`crate::lang::Text`]); [`Printer`] renders it in the format, language, width and
//! colour of the run. Everything here is pure but [`Printer`] and [`Terminal::here`].

pub mod appraisal;
pub mod book;
mod bracket;
mod cell;
pub mod chart;
mod clean;
mod data;
mod figure;
mod fold;
mod grid;
pub mod html;
mod layout;
mod look;
mod markdown;
mod page;
mod printer;
mod prompt;
mod table;
mod terminal;

pub use bracket::in_brackets;
pub use cell::{Cell, Tone};
pub use clean::{harmless, harmless_lines};
pub use data::json_text;
pub use figure::{Ink, bar, exact, masked_phone, percent, points, points_json, rate_json};
pub use fold::{fold, fold_lines, hang, pad, width};
pub use grid::{Align, Column, Grid};
pub use look::{Format, Look};
pub mod calendar;
pub mod desk;
pub mod due;
pub mod import;
pub mod log;
pub mod meeting;
pub mod member;
pub mod opinion;
pub mod paper;
pub mod profile;
pub mod proposal;
pub mod record;
pub mod score;
pub mod unit;

pub use page::{Body, Page, Section};
pub use printer::{Printer, Settings};
pub use prompt::Answers;
pub use terminal::{ColorChoice, Terminal};

#[cfg(test)]
mod tests;
