//! What every topic shares: places for a log, a small province with invented people, and a way to
//! run one test on both databases.

pub mod cluster;
pub mod commits;
pub mod duplicates;
pub mod endings;
pub mod history;
pub mod mass_moves;
pub mod people;
pub mod place;
pub mod s3;
pub mod tamper;
pub mod transfers;
pub mod world;

use std::future::Future;

pub use people::*;
pub use place::{Behind, Place};
pub use world::{World, world, world_of};

/// Runs each of these async tests on both databases: as `sqlite::name` and as `postgres::name`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $( #[test] fn $name() { $crate::support::on_sqlite(super::$name); } )+
        }
        mod postgres {
            $( #[test] fn $name() { $crate::support::on_postgres(super::$name); } )+
        }
    };
}
pub(crate) use on_both;

/// Runs a test on a new SQLite file.
pub fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Place) -> F) {
    in_runtime(async { test(Place::sqlite()).await });
}

/// Runs a test on a new PostgreSQL database; where there is no PostgreSQL, says so and does not.
pub fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Place) -> F) {
    in_runtime(async {
        if let Some(place) = Place::postgres().await {
            test(place).await;
        }
    });
}

/// Runs async work to its end.
pub fn in_runtime<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().expect("a runtime").block_on(work)
}
