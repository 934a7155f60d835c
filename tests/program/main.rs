//! Tests that run the program, or the whole library, on projects that they write themselves.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "texts are put together where they are read, and the program writes extensions in lower case"
)]

mod acceptance;
mod addresses;
mod amounts;
mod bidders;
mod commands;
mod comparison;
mod determinism;
mod diagrams;
mod faults;
mod format;
mod formats;
mod fuzzing;
mod gate;
mod gate_properties;
mod glossary;
mod graphs;
mod hostile;
mod html;
mod incremental;
mod init;
mod invariants;
mod nasty;
mod new_item;
mod number;
mod offer_pages;
mod paper;
mod pipelines;
mod preview;
mod preview_faults;
mod preview_files;
mod preview_hosts;
mod preview_watch;
mod project;
mod properties;
mod publish;
mod rename;
mod serve;
mod snapshots;
mod stress;
mod survey;
mod targets;
mod writing;
