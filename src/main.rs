//! The program: the allocator, the log on standard error, and the exit code. The rest is
//! `hoso::cli`.

use std::{io::IsTerminal as _, process::ExitCode};

use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is logged unless `HOSO_LOG` says otherwise.
const LOGGED: &str = "warn,sqlx=error";

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("HOSO_LOG").unwrap_or_else(|_unset| EnvFilter::new(LOGGED));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .init();
    ExitCode::from(hoso::cli::run(std::env::args_os()).await.code())
}
