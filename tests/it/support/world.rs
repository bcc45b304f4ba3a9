//! A small province in an open log: its units, an officer, and people whose history is made by
//! commands alone.

use std::sync::Arc;

use hoso::{
    app::{Actor, App, Command, CommandError, Done, Request},
    clock::ScriptedClock,
    store::{Location, Store},
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    dossier::DossierCommand,
    ids::{AccountId, DossierId, UnitId},
    provenance::Source,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{PersonName, UnitCode, UnitName},
};
use hoso_projections::{accounts, database::Database};

use super::{
    Place,
    people::{self, COMMUNE, FINANCE, GRANT, HANH, PROVINCE, SCHOOL, day, dossier, paper},
};

/// Monday 02/11/2026, eight in the morning in Tây Ninh.
pub const MORNING: &str = "2026-11-02T01:00:00Z";

/// An open log with a province in it.
pub struct World {
    pub place: Place,
    pub clock: Arc<ScriptedClock>,
    pub store: Arc<Store>,
    pub app: Arc<App>,
    /// Hạnh, data officer of the department of finance.
    pub officer: Actor,
    /// Whether each command meets a program that was started a moment ago and has nothing in mind.
    pub forgetful: bool,
}

/// A new province: four units, the calendars and rules in force, and one officer.
pub async fn world(place: Place) -> World {
    world_of(place, 1).await
}

/// The same as another instance has it: with ids of its own.
pub async fn world_of(place: Place, seed: u64) -> World {
    let clock = Arc::new(ScriptedClock::new(people::at(MORNING), seed));
    let store = place.open(clock.clone()).await;
    let app = Arc::new(App::new(store.clone()));
    app.bootstrap().await.expect("calendars and rules");
    found(&app).await;
    let officer = actor(&app, HANH).await;
    World { place, clock, store, app, officer, forgetful: false }
}

/// Establishes the units and gives Hạnh her account.
async fn found(app: &App) {
    let unit = |unit: UnitId, code: &str, name: &str, kind, parent| NewUnit {
        unit,
        code: UnitCode::parse(code).expect("a code"),
        name: UnitName::parse(name).expect("a name"),
        kind,
        parent,
    };
    let units = vec![
        unit(PROVINCE, "H53", "Tỉnh Tây Ninh", UnitKind::Province, None),
        unit(FINANCE, "H53.01", "Sở Tài chính", UnitKind::Department, Some(PROVINCE)),
        unit(COMMUNE, "H53.50", "Xã Đức Hòa", UnitKind::Commune, Some(PROVINCE)),
        unit(SCHOOL, "H53.50.1", "Trường Đức Hòa", UnitKind::School, Some(COMMUNE)),
    ];
    let effective_on = day("2026-01-01");
    let name = PersonName::parse("Trần Thị Hạnh").expect("a name");
    let from = day("2026-11-02");
    for command in [
        Command::Unit(UnitCommand::EstablishUnits { units, effective_on, basis: paper() }),
        Command::Account(
            HANH,
            AccountCommand::IssueAccount {
                holder: Holder::Staff,
                name,
                unit: FINANCE,
                issued_on: from,
            },
        ),
        Command::Account(
            HANH,
            AccountCommand::GrantAccess {
                grant: GRANT,
                role: Role::DataOfficer,
                scope: FINANCE,
                from,
                until: None,
                request: paper(),
            },
        ),
    ] {
        let request = Request::new(command, Source::CommandLine);
        app.execute(&Actor::service(), request).await.expect("the province is founded");
    }
}

/// Who acts through an account today.
pub async fn actor(app: &App, account: AccountId) -> Actor {
    let store = app.store();
    let row = accounts::by_id(store.db(), &account.to_string()).await.expect("accounts are read");
    let world = store.world().await.expect("the world is known");
    let row = row.expect("the account is there");
    Actor::of_account(&row, store.clock().today(), &world.units).expect("the account is active")
}

impl World {
    /// Sets the clock.
    pub fn at(&self, instant: &str) {
        self.clock.set(people::at(instant));
    }

    fn app(&self) -> Arc<App> {
        if self.forgetful { Arc::new(App::new(self.store.clone())) } else { self.app.clone() }
    }

    pub fn db(&self) -> &Database {
        self.store.db()
    }

    /// What comes of a command of the service itself.
    pub async fn execute(&self, command: Command) -> Result<Done, CommandError> {
        let request = Request::new(command, Source::CommandLine);
        self.app().execute(&Actor::service(), request).await
    }

    /// A command of the service itself that must be carried out.
    pub async fn service(&self, command: Command) -> Done {
        let name = command.name();
        let done = self.execute(command).await;
        done.unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// What comes of a command of the officer's on dossier `n`.
    pub async fn asks(&self, n: u32, command: DossierCommand) -> Result<Done, CommandError> {
        let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
        self.app().execute(&self.officer, request).await
    }

    /// A command of the officer's that must be carried out.
    pub async fn does(&self, n: u32, command: DossierCommand) -> Done {
        let name = command.name();
        let done = self.asks(n, command).await;
        done.unwrap_or_else(|error| panic!("{name} on dossier {n}: {error:?}"))
    }

    /// Takes in dossier `n`, confirmed on the last Friday of October.
    pub async fn opens(&self, n: u32) -> DossierId {
        self.does(n, people::open(n, "Nguyễn Thị Mai", "2026-10-30")).await;
        dossier(n)
    }

    /// Gives the person of dossier `n` their account.
    pub async fn issues_account(&self, n: u32) {
        let command = Command::Account(
            people::account(n),
            AccountCommand::IssueAccount {
                holder: Holder::Official { dossier: dossier(n) },
                name: PersonName::parse("Nguyễn Thị Mai").expect("a name"),
                unit: FINANCE,
                issued_on: self.store.clock().today(),
            },
        );
        let request = Request::new(command, Source::Page);
        self.app().execute(&self.officer, request).await.expect("the account is issued");
    }

    /// Types the whole first record of dossier `n`.
    pub async fn fills(&self, n: u32) {
        for command in people::whole_record() {
            self.does(n, command).await;
        }
    }

    /// Brings dossier `n` to where it is kept: opened, typed, handed in as submission `n`, checked.
    pub async fn keeps(&self, n: u32) {
        self.opens(n).await;
        self.issues_account(n).await;
        self.fills(n).await;
        self.does(n, people::submit(people::submission(n))).await;
        self.does(n, people::check(people::submission(n))).await;
    }

    /// A second server over the same database, or the same file opened again.
    pub async fn another_app(&self, seed: u64) -> Arc<App> {
        assert!(matches!(self.place.location, Location::Postgres(_)), "one process writes a file");
        let clock = Arc::new(ScriptedClock::new(people::at(MORNING), seed));
        Arc::new(App::new(self.place.open(clock).await))
    }
}
