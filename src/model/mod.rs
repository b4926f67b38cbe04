//! The rules of the field and nothing else: no SQL, no command line, no clock, no printing.

pub mod appraisal;
pub mod belong;
pub mod calendar;
pub mod code;
pub mod commend;
pub mod deadline;
pub mod desk;
pub mod fact;
pub mod filter;
pub mod import;
pub mod journal;
pub mod lifecycle;
pub mod meeting;
pub mod member;
pub mod near;
pub mod opinion;
pub mod paper;
pub mod proposal;
pub mod record;
pub mod row;
pub mod score;
pub mod session;
pub mod similar;
pub mod unit;
pub mod when;
pub mod who;
