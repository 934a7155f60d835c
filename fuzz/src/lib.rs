//! What the fuzzers call is what the tests call.

#[path = "../../tests/program/html.rs"]
#[allow(dead_code)]
mod html;
#[path = "../../tests/program/invariants.rs"]
mod invariants;
#[path = "../../tests/program/targets.rs"]
pub mod targets;
