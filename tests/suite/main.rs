//! One test binary: the house's doors, the store's promises, the clerk's sessions.

mod batches;
mod deadlines;
mod doors;
mod faults;
mod journal;
mod languages;
mod office;
mod oracle;
mod outputs;
mod papers;
mod programs;
mod promises;
mod properties;
mod rules;
mod score;
mod sessions;
mod steps;
