//! One person's acts in order: a pen that writes down who does what when, never going back.

use chrono::{DateTime, NaiveDate, Utc};
use fastrand::Rng;
use hoso_events::{
    account::AccountCommand,
    dossier::{DossierCommand, NewEntry},
    ids::{RowId, SecondmentId, SubmissionId, TransferId},
};

use super::{
    days::{Hour, WorkingDays, instant},
    ids::Ids,
    people::{Person, percent},
    units::Province,
};
use crate::app::Command;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The service itself, before anyone else is there.
    Service,
    /// The administrator of the province.
    Administrator,
    /// The person with this number.
    Person(u32),
    /// The officer who keeps the dossiers of this unit; for an officer's own, their colleague at
    /// the department of home affairs.
    OfficerFor { unit: usize, person: u32 },
}

/// Something someone does at a time.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub at: DateTime<Utc>,
    pub by: By,
    pub command: Command,
}

/// What everyone's script needs to know.
pub(super) struct Scene {
    pub ids: Ids,
    pub seed: u64,
    pub days: WorkingDays,
    pub province: Province,
    /// Nothing happens from this instant on.
    pub until: DateTime<Utc>,
    /// The day of that instant.
    pub last_day: NaiveDate,
}

/// Writes the acts of one line of a person's life.
pub(super) struct Pen<'a> {
    pub scene: &'a Scene,
    pub person: &'a Person,
    pub rng: Rng,
    pub acts: Vec<Act>,
    pub day: NaiveDate,
    pub hour: Hour,
    made: u32,
    kind: &'static str,
}

impl<'a> Pen<'a> {
    /// A pen for one line (`kind`) of a person's life, beginning on a day.
    pub(super) fn new(
        scene: &'a Scene,
        person: &'a Person,
        kind: &'static str,
        rng: Rng,
        day: NaiveDate,
    ) -> Self {
        let day = scene.days.on_or_after(day);
        Self { scene, person, rng, acts: vec![], day, hour: Hour::Early, made: 0, kind }
    }

    /// Whether nothing written from now on will happen any more.
    pub(super) fn is_over(&self) -> bool {
        instant(self.day, self.hour) >= self.scene.until
    }

    /// Waits working days.
    pub(super) fn wait(&mut self, days: u32) {
        if days > 0 {
            self.day = self.scene.days.after(self.day, days);
            self.hour = Hour::Early;
        }
    }

    /// Waits until a day; what lies behind stays behind.
    pub(super) fn wait_until(&mut self, day: NaiveDate) {
        let day = self.scene.days.on_or_after(day);
        if day > self.day {
            self.day = day;
            self.hour = Hour::Early;
        }
    }

    /// Waits until an hour, of the next working day when it has passed today.
    fn wait_for(&mut self, hour: Hour) {
        if hour < self.hour {
            self.wait(1);
        }
        self.hour = hour;
    }

    /// A new id of this line.
    fn id(&mut self) -> uuid::Uuid {
        self.made += 1;
        self.scene.ids.of_person(self.kind, self.person.number, self.made)
    }

    pub(super) fn submission(&mut self) -> SubmissionId {
        SubmissionId::from_uuid(self.id())
    }

    pub(super) fn transfer(&mut self) -> TransferId {
        TransferId::from_uuid(self.id())
    }

    pub(super) fn secondment(&mut self) -> SecondmentId {
        SecondmentId::from_uuid(self.id())
    }

    pub(super) fn row_id(&mut self) -> RowId {
        RowId::from_uuid(self.id())
    }

    /// A number of a paper, such as `417/QĐ-SNV`.
    pub(super) fn number(&mut self, symbol: &str) -> String {
        format!("{}/{symbol}", self.rng.u32(11..2_900))
    }

    pub(super) fn happens(&mut self, chances: u32) -> bool {
        percent(&mut self.rng, chances)
    }

    fn act(&mut self, by: By, command: Command) {
        let at = instant(self.day, self.hour);
        if at < self.scene.until {
            self.acts.push(Act { at, by, command });
        }
    }

    /// The officer does something to the dossier, at the start of the day or after lunch.
    pub(super) fn officer(&mut self, command: DossierCommand) {
        if self.hour == Hour::Late {
            self.wait_for(Hour::Afternoon);
        }
        let by = By::OfficerFor { unit: self.person.unit, person: self.person.number };
        self.act(by, Command::Dossier(self.person.dossier, command));
    }

    /// The officer of another unit does something to the dossier.
    pub(super) fn officer_of(&mut self, unit: usize, command: DossierCommand) {
        let by = By::OfficerFor { unit, person: self.person.number };
        self.act(by, Command::Dossier(self.person.dossier, command));
    }

    /// The officer does something to the account.
    pub(super) fn officer_on_account(&mut self, command: AccountCommand) {
        self.wait_for(Hour::Late);
        let by = By::OfficerFor { unit: self.person.unit, person: self.person.number };
        self.act(by, Command::Account(self.person.account, command));
    }

    /// The administrator does something to the account.
    pub(super) fn administrator_on_account(&mut self, command: AccountCommand) {
        self.wait_for(Hour::Late);
        self.act(By::Administrator, Command::Account(self.person.account, command));
    }

    /// The person does something to their own dossier, between lessons or in the afternoon.
    pub(super) fn person(&mut self, command: DossierCommand) {
        if self.hour == Hour::Early {
            self.wait_for(Hour::Late);
        }
        let by = By::Person(self.person.number);
        self.act(by, Command::Dossier(self.person.dossier, command));
    }

    /// The officer records what only the unit may enter, on a decision.
    pub(super) fn agency(
        &mut self,
        entries: Vec<NewEntry>,
        effective_on: NaiveDate,
        decision: hoso_events::values::Paper,
    ) {
        self.officer(DossierCommand::RecordAgencyEntry { entries, effective_on, decision });
    }
}
