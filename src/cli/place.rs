//! Where the database is, and opening it: beside a running server for reading, alone for writing.

use std::{
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::Arc,
};

use hoso_projections::database::Database;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgConnectOptions;

use super::exit::{CliError, Exit};
use crate::{
    app::{
        App,
        checkpoints::{self, Keeper},
    },
    clock::{Clock, SystemClock},
    store::{
        Location, Purpose, Store, StoreError,
        health::{schema_version, schema_version_known},
        integrity::hex,
        open,
    },
};

/// The database file in the data folder.
const FILE: &str = "hoso.db";
/// The folder of scans in the data folder.
const FILES: &str = "files";
/// The folder of the key and of what is remembered of the log, in the data folder.
const CHECKPOINTS: &str = "checkpoints";
/// The demo's database file in the data folder.
const DEMO_FILE: &str = "demo.db";

/// Where the database is, as the user said it.
#[derive(Debug, Clone)]
pub struct Place {
    /// A PostgreSQL URL or the path of a file.
    pub database: Option<String>,
    pub data: PathBuf,
}

impl Place {
    /// Whether the user named a database, rather than taking the one in the data folder.
    pub fn is_chosen(&self) -> bool {
        self.database.is_some()
    }

    /// The database of every command but `demo`.
    pub fn location(&self) -> Location {
        self.or_file(FILE)
    }

    /// The database of `demo`.
    pub fn demo_location(&self) -> Location {
        self.or_file(DEMO_FILE)
    }

    /// The folder scans are kept in unless another place is named.
    pub fn files(&self) -> PathBuf {
        self.data.join(FILES)
    }

    /// What is remembered of the database, apart from it.
    pub fn keeper(&self) -> Keeper {
        self.keeper_of(&self.location())
    }

    /// The same of the demo's database.
    pub fn demo_keeper(&self) -> Keeper {
        self.keeper_of(&self.demo_location())
    }

    fn keeper_of(&self, location: &Location) -> Keeper {
        let name: String = match location {
            Location::File(path) => {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                // Files of one name in different folders are different databases.
                match path.parent() == Some(self.data.as_path()) {
                    true => stem.into(),
                    false => format!("{stem}-{}", short_of(path)),
                }
            }
            Location::Postgres(_) => shown(location),
        };
        let safe = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
        let name: String = name.chars().map(safe).collect();
        Keeper::in_folder(self.data.join(CHECKPOINTS), name)
    }

    fn or_file(&self, name: &str) -> Location {
        match &self.database {
            Some(text) => Location::parse(text),
            None => Location::File(self.data.join(name)),
        }
    }

    /// Opens for reading, also beside a running server.
    pub async fn read(&self) -> Result<App, CliError> {
        let location = self.location();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        match Store::open(&location, Purpose::Read, clock).await {
            Ok(store) => {
                check_schema(store.db()).await?;
                Ok(App::new(Arc::new(store)))
            }
            Err(error @ StoreError::Database(_)) => {
                // Perhaps because the tables are not there, which is better said.
                if let Ok(opened) = open::open(&location, Purpose::Read).await {
                    check_schema(&opened.db).await?;
                }
                Err(error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a database that is there for writing. One that is not there is not made: a mistyped
    /// path would look like an empty province.
    pub async fn write(&self) -> Result<App, CliError> {
        match self.location() {
            Location::File(path) if !path.exists() => Err(StoreError::NoDatabase.into()),
            _ => self.create().await,
        }
    }

    /// Opens for writing, and makes the database where there is none: tables brought up to date,
    /// calendars and rules there. A log that is not the one that is remembered is not written to.
    pub async fn create(&self) -> Result<App, CliError> {
        let app = open_for_writing(&self.location(), Arc::new(SystemClock)).await?;
        checkpoints::guard(app.store(), &self.keeper()).await?;
        app.bootstrap().await?;
        Ok(app)
    }
}

/// Opens the log at a place for writing, by a clock.
pub async fn open_for_writing(location: &Location, clock: Arc<dyn Clock>) -> Result<App, CliError> {
    Ok(App::new(Arc::new(Store::open(location, Purpose::Write, clock).await?)))
}

async fn check_schema(db: &Database) -> Result<(), CliError> {
    let known = schema_version_known(db.dialect());
    let Some(found) = schema_version(db).await? else {
        return Err(StoreError::NoDatabase.into());
    };
    if found == known {
        return Ok(());
    }
    let code = if found < known { "schema_old" } else { "schema_new" };
    let words = vec![("found", found.to_string()), ("known", known.to_string())];
    Err(CliError::plain(Exit::Configuration, code, words))
}

/// Closes every connection, so that nothing touches the files any more.
pub async fn close(app: App) {
    app.store().close().await;
}

/// A short name of where a file lies.
fn short_of(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_unknown| path.to_owned());
    hex(&Sha256::digest(whole.as_os_str().as_encoded_bytes())[..4])
}

/// A place as it may be shown: never with a password.
pub fn shown(location: &Location) -> String {
    match location {
        Location::File(path) => path.display().to_string(),
        Location::Postgres(url) => match PgConnectOptions::from_str(url) {
            Ok(options) => {
                let database = options.get_database().unwrap_or_default();
                format!("postgres://{}:{}/{database}", options.get_host(), options.get_port())
            }
            Err(_not_a_url) => "postgres://…".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_of_one_name_are_remembered_apart() {
        let remembered = |database: Option<&str>| {
            let database = database.map(str::to_owned);
            Place { database, data: PathBuf::from("data") }.keeper().memory_path()
        };
        assert_eq!(remembered(None), PathBuf::from("data/checkpoints/hoso.note"));
        assert_eq!(remembered(Some("data/hoso.db")), remembered(None));
        let others = ["a/hoso.db", "b/hoso.db", "postgres://a/hoso", "postgres://b/hoso"];
        let all: std::collections::BTreeSet<_> =
            others.iter().map(|other| remembered(Some(other))).chain([remembered(None)]).collect();
        assert_eq!(all.len(), 5, "{all:?}");
    }

    #[test]
    fn a_place_is_shown_without_its_password() {
        let url = Location::Postgres("postgres://anna:secret@db.example:5433/hoso".to_owned());
        assert_eq!(shown(&url), "postgres://db.example:5433/hoso");
    }
}
