//! Projects for other programs: each foreign format in a file of its own.

pub mod answers;
pub mod json;
mod offers;
mod plan;
