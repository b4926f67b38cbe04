//! The program's entry.

fn main() -> std::process::ExitCode {
    yishi::cli::run(std::env::args_os().collect()).into()
}
