//! The program's entry.

fn main() -> std::process::ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    yishi::cli::run(&arguments).into()
}
