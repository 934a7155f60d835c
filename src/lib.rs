//! Heftfaden: from a folder of Markdown chapters to a traced website.
pub mod config;
pub mod diag;
pub mod model;
pub mod parse;
pub mod source;
