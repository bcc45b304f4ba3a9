//! Servers over a place of one's choice: another database, another place for files, two side by side.

use std::sync::Arc;

use hoso::{
    app::{App, checkpoints::Keeper},
    clock::{Clock as _, ScriptedClock},
    files::Files,
    store::{Location, Purpose, Store},
};

use super::fixture::{Service, province};

impl Service {
    /// A server over a log with calendars and rules; nothing else is added.
    pub async fn at(location: &Location, files: Files) -> Self {
        let now = "2026-01-05T01:00:00Z".parse().expect("an instant");
        let clock = Arc::new(ScriptedClock::new(now, 7));
        let store = Store::open(location, Purpose::Write, clock.clone()).await.expect("a log");
        // Its key lies with the files, where they lie in a folder.
        let keeper = files.folder().map(|folder| Keeper::in_folder(folder.join("keys"), "hoso"));
        let app = App::new(Arc::new(store)).with_files(files);
        let app = Arc::new(match keeper {
            Some(keeper) => app.with_keeper(keeper),
            None => app,
        });
        app.bootstrap().await.expect("calendars and rules");
        Self { app, clock, cast: vec![], _folder: None }
    }

    /// The province, its files kept there.
    pub async fn province_with(files: Files) -> Self {
        let mut service = province().await;
        service.keep_files(files);
        service
    }

    /// The province in a database.
    pub async fn province_at(location: &Location, files: Files) -> Self {
        Self::at(location, files).await.peopled().await
    }

    /// From now on files are kept there.
    pub fn keep_files(&mut self, files: Files) {
        self.app = Arc::new(App::new(self.app.store().clone()).with_files(files));
    }

    /// Another server over the same database.
    pub async fn beside(&self, location: &Location, files: Files) -> Self {
        let mut other = Self::at(location, files).await;
        other.clock.set(self.clock.now());
        other.cast.clone_from(&self.cast);
        other
    }
}
