//! `cargo bench`: what the design costs, as ratios of one run. Prints tables; the last ones kept
//! stand in docs/PERFORMANCE.md.
//!
//! `cargo bench -- commands` runs one part: `commands`, `http`, `lists`, `looks`, `mass-moves`,
//! `packages`, `rebuild`, `reads`, `verify`.

mod commands;
mod fixture;
mod http;
mod lists;
mod log;
mod looks;
mod mass_moves;
mod packages;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if wants("commands") {
        runtime.block_on(commands::run());
    }
    if wants("http") {
        runtime.block_on(http::run());
    }
    if wants("looks") {
        runtime.block_on(looks::run());
    }
    if wants("lists") {
        runtime.block_on(lists::run());
    }
    if wants("mass-moves") {
        runtime.block_on(mass_moves::run());
    }
    if wants("packages") {
        runtime.block_on(packages::run());
    }
    if ["rebuild", "reads", "verify"].into_iter().any(wants) {
        runtime.block_on(log::run(wants));
    }
}
