//! The one-page duty dossier 履职档案: who a member is, and what they did in a year.

use super::{Phones, head, head_json};
use crate::model::appraisal::book::Report;
use crate::model::meeting::roll::AttendanceOf;
use crate::model::member::Member;
use crate::model::opinion::Opinion;
use crate::model::proposal::Proposal;
use crate::model::record::Record;
use crate::out::{Page, appraisal, meeting, opinion, proposal, record};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Everything that the dossier shows.
pub struct Dossier {
    /// Who.
    pub member: Member,
    /// The rolls of the year.
    pub attendance: AttendanceOf,
    /// Every proposal that the member stands on.
    pub proposals: Vec<Proposal>,
    /// Every opinion that the member sent in.
    pub opinions: Vec<Opinion>,
    /// Other duty acts.
    pub records: Vec<Record>,
    /// Reports on duty, given or owed.
    pub reports: Vec<Report>,
    /// The year of the rolls.
    pub year: i32,
    /// Today.
    pub today: NaiveDate,
    /// How the telephone number is shown.
    pub phones: Phones,
}

impl Dossier {
    /// The page.
    pub fn page(&self) -> Page {
        let year = self.year;
        let (proposals, opinions) = (self.proposals.len(), self.opinions.len());
        let mut page = head(&self.member, self.today, self.phones);
        let counts = meeting::dossier_counts(&self.attendance.tally);
        page.field(text!("{year} 年出席", "attendance {year}"), counts);
        let rolls = meeting::dossier_grid(&self.attendance);
        page.grid(text!("{year} 年会议活动", "Meetings of {year}"), rolls);
        let grid = proposal::dossier_grid(&self.proposals, self.member.id);
        page.grid(
            text!("提案（{proposals} 件）", "Proposals ({proposals})"),
            grid,
        );
        let grid = opinion::dossier_grid(&self.opinions);
        page.grid(
            text!("社情民意（{opinions} 件）", "Opinions ({opinions})"),
            grid,
        );
        if !self.records.is_empty() {
            let n = self.records.len();
            page.grid(
                text!("其他履职（{n} 项）", "Other duty acts ({n})"),
                record::dossier_grid(&self.records),
            );
        }
        if !self.reports.is_empty() {
            let n = self.reports.len();
            page.grid(
                text!("述职评议（{n} 次）", "Reports on duty ({n})"),
                appraisal::dossier_grid(&self.reports),
            );
        }
        page
    }

    /// The dossier as an object.
    pub fn json(&self) -> Value {
        let mut object = head_json(&self.member, self.today, self.phones);
        let lists = [
            ("attendance", meeting::counts_json(&self.attendance.tally)),
            ("meetings", meeting::attendance_json(&self.attendance)),
            (
                "proposals",
                self.proposals.iter().map(proposal::brief_json).collect(),
            ),
            (
                "opinions",
                self.opinions.iter().map(opinion::brief_json).collect(),
            ),
            (
                "records",
                self.records.iter().map(record::brief_json).collect(),
            ),
        ];
        object.insert("year".to_owned(), json!(self.year));
        if !self.reports.is_empty() {
            let all = self.reports.iter().map(appraisal::report_json).collect();
            object.insert("appraisals".to_owned(), all);
        }
        object.extend(lists.map(|(key, value)| (key.to_owned(), value)));
        Value::Object(object)
    }
}
