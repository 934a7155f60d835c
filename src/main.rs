//! The program: everything is in the library.

/// A third of the time went into the system's allocator; `docs/performance.md` has the figures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    heftfaden::cli::run()
}
