//! Projects for other programs: each foreign format in a file of its own.

pub mod json;
mod plan;
