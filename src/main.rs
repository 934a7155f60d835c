//! The program: everything is in the library.

fn main() -> std::process::ExitCode {
    heftfaden::cli::run()
}
