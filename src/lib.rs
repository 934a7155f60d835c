//! Heftfaden: from a folder of Markdown chapters to a traced website.
//!
//! Data flows one way. [`source`] reads a project's files, [`parse`] turns each into a chapter, [`link`] makes one
//! project of them all; [`compare`] weighs the offers in it, [`check`] finds what is wrong with it, [`site`] renders its pages, [`exchange`] its exports, and
//! [`publish`] writes them.

pub mod bidders;
pub mod check;
pub mod cli;
pub mod compare;
pub mod config;
pub mod diag;
pub mod edit;
pub mod exchange;
pub mod link;
pub mod load;
pub mod model;
pub mod parse;
pub mod publish;
pub mod serve;
pub mod site;
pub mod source;

pub use load::{Loaded, Workshop, assemble, load};
