//! Papers 公文: DOCX templates and what is made of them.
//!
//! The templates in the program are plain WordprocessingML packages of one layout, `*.docx` beside
//! this file: A4, margins and 28 lines of 三号仿宋 as GB/T 9704 has them, titles in 方正小标宋, headings
//! in 黑体, every font named for eastAsia and with a substitute that each system has (altName), the
//! page number in the footer. They were written part by part (content types, relations, styles,
//! font table, theme, settings, footer, document) by a short script that spells out the XML; to change
//! one, `yishi config template export KIND -o FILE`, edit it in Word and put it back in its place.

mod brace;
mod docx;
pub mod dossier;
mod facts;
mod fill;
pub mod measure;
mod names;
mod part;
mod plain;
mod result;
mod tree;

pub use docx::{Filled, Template};
pub use facts::{brief, of_feedback, of_proposal, of_reply, urge};
pub use fill::{Report, Spot};
pub use part::of_unit;
pub use result::{Outcome, result};

use crate::model::paper::Paper;

/// The program's own template of a paper.
pub fn built_in(paper: Paper) -> &'static [u8] {
    match paper {
        Paper::Assign => include_bytes!("assign.docx"),
        Paper::Urge => include_bytes!("urge.docx"),
        Paper::Reply => include_bytes!("reply.docx"),
        Paper::Feedback => include_bytes!("feedback.docx"),
        Paper::Brief => include_bytes!("brief.docx"),
        Paper::Result => include_bytes!("result.docx"),
        Paper::Reminder => include_bytes!("reminder.docx"),
        Paper::Talk => include_bytes!("talk.docx"),
        Paper::Measure => include_bytes!("measure.docx"),
        Paper::Notice => include_bytes!("notice.docx"),
        Paper::Dossier => include_bytes!("dossier.docx"),
    }
}

#[cfg(test)]
mod tests;
