//! The content of `hoso demo`: an invented province with the shape of a real one and years of
//! history, made through the same commands as everything else. Nobody and nothing in it is real.
//!
//! The same plan makes the same facts, byte for byte, on every machine: names and days come from
//! seeded generators, ids from the seed. `units` is the province, `roles` and `people` who there is;
//! `intake`, `agency`, `life` and `changes` write what happens to them, `stage` runs it.

mod agency;
mod changes;
mod days;
mod duplicates;
mod endings;
mod entries;
mod ids;
mod intake;
mod life;
mod mass_move;
mod names;
mod people;
mod posts;
mod record;
mod roles;
mod script;
mod staff;
mod stage;
#[cfg(test)]
mod tests;
mod transfers;
mod units;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hoso_events::{
    calendar::local_date,
    ids::{AccountId, DossierId, UnitId},
};
use hoso_projections::accounts;

use crate::{
    app::{Actor, App, CommandError, Refusal},
    clock::ScriptedClock,
    store::StoreError,
};
use days::{KNOWN_FROM, KNOWN_UNTIL, WorkingDays, instant, later, months_earlier, morning};
use ids::Ids;
use people::{Person, rng_of};
use script::{Act, Pen, Scene};
use stage::Stage;
use units::Province;

/// What a database with an invented province says about itself; written down before it is filled.
pub const ABOUT_INVENTED: (&str, &str) = ("invented", "yes");

/// The most people: what the app keeps between commands then holds every account.
pub const PEOPLE_MAX: usize = 3_500;

/// The most years of history.
pub const YEARS_MAX: u32 = 4;

/// The seed of the standard plan: the number of the decision the demo is about.
const SEED: u64 = 842_2023;

/// What to invent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many people; a few more when the story needs them, at most [`PEOPLE_MAX`].
    pub people: usize,
    /// How many units, from 30 to 5,000.
    pub units: usize,
    pub seed: u64,
    /// The present of the demo: nothing happens from then on.
    pub until: DateTime<Utc>,
    /// How many years of history lie before it.
    pub years: u32,
}

impl Plan {
    /// 1,300 units, 2,000 people and three years, up to the latest morning of a working day.
    pub fn standard(now: DateTime<Utc>) -> Self {
        let days = WorkingDays::official();
        let mut day = local_date(now).min(KNOWN_UNTIL);
        if morning(day) > now {
            day = days::earlier(day, 1);
        }
        // A clock that is years behind gets a present the calendars know all the same.
        let day = days.on_or_before(day).max(later(KNOWN_FROM, 450));
        let until = morning(days.on_or_before(day));
        Self { people: 2_000, units: 1_300, seed: SEED, until, years: 3 }
    }

    /// The instant of the first fact; the clock must not be past it when the filling starts.
    pub fn starts_at(&self) -> DateTime<Utc> {
        instant(self.began(&WorkingDays::official()), days::Hour::Early)
    }

    fn began(&self, days: &WorkingDays) -> NaiveDate {
        let years = self.years.clamp(1, YEARS_MAX);
        let day = months_earlier(local_date(self.until), 12 * years);
        days.on_or_after(day.max(KNOWN_FROM))
    }

    fn scene(&self) -> Scene {
        let (ids, days) = (Ids::new(self.seed), WorkingDays::official());
        let began = self.began(&days);
        let last_day = local_date(self.until);
        let span = u64::from(days::days_between(began, last_day));
        let changed_on = [span * 2 / 5, span * 3 / 5]
            .map(|after| days.on_or_after(days::first_of_month(later(began, after))));
        let province = Province::plan(&ids, self.units, changed_on);
        Scene { ids, seed: self.seed, days, province, until: self.until, last_day }
    }
}

/// What was invented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub units: u64,
    pub people: u64,
    /// How many facts the log holds.
    pub facts: u64,
    pub cast: Vec<CastMember>,
}

/// Someone a viewer of the demo may act as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastMember {
    pub account: AccountId,
    pub name: String,
    /// One of [`ROLE_KEYS`].
    pub role_key: &'static str,
    pub unit_code: String,
    pub dossier: Option<DossierId>,
}

/// The cast, in the order a viewer should meet it.
///
/// - `new_official`: in the middle of the first record, two working days left.
/// - `official`: a record kept since the first weeks, with a long history.
/// - `late_official`: should have handed in the first record four working days ago.
/// - `returned_official`: has the first record back with two objections.
/// - `data_officer`: keeps the dossiers of a commune; checks overdue, due today and waiting.
/// - `neighbour_officer`: keeps those of the next commune, to and from which people move.
/// - `head`: heads the first commune.
/// - `inspector`: reads the whole province, for some months.
/// - `administrator`: keeps units, rules and accounts; reads no dossier.
pub const ROLE_KEYS: [&str; 9] = [
    "new_official",
    "official",
    "late_official",
    "returned_official",
    "data_officer",
    "neighbour_officer",
    "head",
    "inspector",
    "administrator",
];

/// Fills an empty log with what the plan says. `clock` is the clock of the app's log; it stands at
/// `plan.until` afterwards. A command that is refused is a mistake of ours and ends the filling.
pub async fn fill(
    app: &App,
    clock: &ScriptedClock,
    plan: &Plan,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Filled, CommandError> {
    let world = app.store().world().await?;
    if world.units.root().is_some() {
        return Err(CommandError::Refused(Refusal::plain("second_root")));
    }
    let scene = plan.scene();
    let began = plan.began(&scene.days);
    let people = roles::people(&scene, plan.people.min(PEOPLE_MAX), began);
    let mut acts = staff::acts(&scene, &world, began);
    let scripts: Vec<_> = people.iter().map(|person| script_of(&scene, person)).collect();
    acts.extend(transfers::acts(&scene, &people, &scripts));
    acts.extend(endings::acts(&scene, &people, &scripts));
    acts.extend(duplicates::acts(&scene, &people));
    acts.extend(scripts.into_iter().flatten());
    // Stable: what one person does in an hour stays in its order.
    acts.sort_by_key(|act| act.at);
    let mut facts = Stage::new(app, &scene, &people).run(clock, acts, progress).await?;
    clock.set(plan.until - TimeDelta::seconds(1));
    if let Some(administrator) = administrator(app, scene.last_day).await? {
        let told = mass_move::tell(app, &scene, &administrator).await?;
        facts = told.unwrap_or(facts);
    }
    clock.set(plan.until);
    Ok(Filled {
        units: scene.province.units.len() as u64,
        people: people.len() as u64,
        facts,
        cast: cast(app).await?,
    })
}

/// The administrator of the cast, as they may act on that day.
async fn administrator(app: &App, on: NaiveDate) -> Result<Option<Actor>, CommandError> {
    let world = app.store().world().await?;
    let id = ids::of_cast("administrator").to_string();
    let row = accounts::by_id(app.store().db(), &id).await.map_err(StoreError::from)?;
    Ok(row.and_then(|row| Actor::of_account(&row, on, &world.units)))
}

fn script_of(scene: &Scene, person: &Person) -> Vec<Act> {
    let pen = |kind, purpose, day| {
        Pen::new(scene, person, kind, rng_of(scene.seed, person.number, purpose), day)
    };
    let mut own = pen("own", 10, person.opened);
    intake::write(&mut own);
    if !own.is_over() {
        life::write(&mut own);
    }
    let mut agency = pen("agency", 11, person.opened);
    agency::write(&mut agency);
    own.acts.extend(agency.acts);
    own.acts
}

/// The cast of a filled database; nobody where there is none.
pub async fn cast(app: &App) -> Result<Vec<CastMember>, CommandError> {
    let world = app.store().world().await?;
    let mut cast = vec![];
    for role_key in ROLE_KEYS {
        let account = AccountId::from_uuid(ids::of_cast(role_key));
        let row = accounts::by_id(app.store().db(), &account.to_string())
            .await
            .map_err(StoreError::from)?;
        let Some(row) = row else { continue };
        let unit = UnitId::parse(&row.unit_id).ok().and_then(|unit| world.units.get(unit));
        cast.push(CastMember {
            account,
            name: row.name,
            role_key,
            unit_code: unit.map(|unit| unit.code.to_string()).unwrap_or_default(),
            dossier: row.dossier_id.and_then(|id| DossierId::parse(&id).ok()),
        });
    }
    Ok(cast)
}
