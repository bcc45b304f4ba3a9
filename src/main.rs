//! The program: the allocator, the log on standard error, and the exit code. The rest is
//! `hoso::cli`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    hoso::log::start();
    ExitCode::from(hoso::cli::run(std::env::args_os()).await.code())
}
