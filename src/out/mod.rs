//! Speaks to people and programs: tables, JSON, CSV, Markdown.
