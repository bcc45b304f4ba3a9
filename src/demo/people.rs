//! The people of the demo: who they are, where they work, since when, and in what pay.

use chrono::{Datelike as _, NaiveDate};
use fastrand::Rng;
use hoso_events::{
    catalogue::{SalaryTable, catalogue},
    ids::{AccountId, DossierId},
    retirement,
};

use super::{
    days::{days_between, earlier, first_of_month, later, months_later},
    ids::{Ids, of_cast},
    names::{self, People, Sex},
    posts::{self, Post},
    script::Scene,
    units::{Province, Work},
};

/// What a person is in the story of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Keeps the dossiers of a department or commune.
    Officer,
    /// Heads a department or commune.
    Head,
    /// Has had a full record for long.
    Longstanding,
    /// Is in the middle of the first record, with two working days left.
    Newcomer,
    /// Should have handed in the first record days ago.
    Late,
    /// Has the first record back with objections.
    Returned,
    /// Waits for the check, this many working days after handing in.
    Waiting(u32),
    /// Waits for an account, this many working days after the confirmation.
    WithoutAccount(u32),
    /// Anyone else.
    Usual,
}

/// One person, as they are when their dossier is opened.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub number: u32,
    pub part: Part,
    /// The place of the unit they belong to.
    pub unit: usize,
    pub dossier: DossierId,
    pub account: AccountId,
    pub name: String,
    pub sex: Sex,
    pub people: People,
    pub birth: NaiveDate,
    pub personal_id: String,
    pub commune: String,
    pub post: Post,
    pub recruited: NaiveDate,
    pub joined: NaiveDate,
    pub step: u8,
    pub paid_from: NaiveDate,
    pub party_joined: Option<NaiveDate>,
    pub married: bool,
    /// The day the dossier is taken in.
    pub opened: NaiveDate,
}

/// A generator for one person and one purpose, which nothing drawn elsewhere disturbs.
pub(super) fn rng_of(seed: u64, person: u32, purpose: u64) -> Rng {
    let mixed = (seed ^ (purpose << 48)).wrapping_add(u64::from(person).wrapping_mul(0x9e37_79b9));
    let mut rng = Rng::with_seed(mixed);
    // Neighbouring seeds start alike; the first draws are thrown away.
    for _warming in 0..4 {
        rng.u64(..);
    }
    rng
}

/// Whether something with this many chances in a hundred happens.
pub(super) fn percent(rng: &mut Rng, chances: u32) -> bool {
    rng.u32(0..100) < chances
}

/// The months between two regular raises in a salary group.
pub(super) fn raise_months(group: &str) -> u32 {
    // TT 08/2013/TT-BNV: 36 months where a degree is asked for, 24 elsewhere.
    if group.starts_with('A') { 36 } else { 24 }
}

/// The salary table of a group.
pub(super) fn salary_table(group: &str) -> &'static SalaryTable {
    catalogue().salary_table(group).expect("every group of the demo's posts has a table")
}

/// A coefficient or allowance in hundredths, as it is stored.
pub(super) fn hundredths(units: i64) -> String {
    format!("{}.{:02}", units / 100, units % 100)
}

impl Person {
    /// Invents the person with this number.
    pub(super) fn invent(
        ids: &Ids,
        seed: u64,
        number: u32,
        (part, unit): (Part, usize),
        opened: NaiveDate,
        province: &Province,
    ) -> Self {
        let mut rng = rng_of(seed, number, 1);
        let work = province.units[unit].work;
        let post = match part {
            Part::Officer => posts::RECORDS_OFFICER,
            Part::Head => posts::head(work),
            _ if percent(&mut rng, 6) => posts::head(work),
            _ => posts::any(&mut rng, work),
        };
        let women_of_hundred = match work {
            Work::Nursery => 97,
            Work::Primary => 78,
            Work::LowerSecondary | Work::UpperSecondary | Work::HealthStation => 64,
            _ => 45,
        };
        let sex = if percent(&mut rng, women_of_hundred) { Sex::Female } else { Sex::Male };
        let people = People::any(&mut rng);
        let years_served = match part {
            Part::Longstanding => 10,
            Part::Head => rng.u32(12..22),
            Part::Usual if percent(&mut rng, 12) => 0,
            _ => rng.u32(1..27),
        };
        let recruited = match years_served {
            // Just recruited: the decision is a week or two old.
            0 => earlier(opened, u64::from(rng.u32(9..18))),
            years => earlier(opened, u64::from(years * 365 + rng.u32(40..360))),
        };
        let birth = earlier(recruited, u64::from(rng.u32(22..30) * 365 + rng.u32(30..360)));
        let birth = match retires_in(part) {
            Some(months) => coming_to_retirement(sex, months_later(opened, months)),
            None => birth,
        };
        let joined = match years_served {
            0..4 => recruited,
            years => later(recruited, u64::from(rng.u32(0..years * 200))),
        };
        let (step, paid_from) = pay_on(&post, recruited, opened);
        let party_joined = (years_served > 3 && percent(&mut rng, 45)).then(|| {
            let days = rng.u32(700..years_served * 365);
            later(recruited, u64::from(days))
        });
        let communes = province.doing(Work::Commune);
        let home = match work {
            Work::Department | Work::Hospital => {
                communes[rng.u32(0..100_000) as usize % communes.len()]
            }
            _ => unit,
        };
        let role_key = role_key(part, province, unit);
        let account = match role_key {
            Some(key) => of_cast(key),
            None => ids.of_person("account", number, 0),
        };
        Self {
            number,
            part,
            unit,
            dossier: DossierId::from_uuid(ids.of_person("dossier", number, 0)),
            account: AccountId::from_uuid(account),
            name: names::full_name(&mut rng, sex, people),
            sex,
            people,
            birth,
            personal_id: personal_id(&mut rng, number, sex, birth),
            commune: province.commune_name(home),
            post,
            recruited,
            joined,
            step,
            paid_from,
            party_joined,
            married: days_between(birth, opened) > 26 * 365 && percent(&mut rng, 80),
            opened,
        }
    }
}

/// Of those who wait in the first commune, two come to the age of retirement: in how many months.
fn retires_in(part: Part) -> Option<u32> {
    match part {
        // By the law nobody retires from February to April: soon is sooner than that.
        Part::Waiting(5) => Some(1),
        Part::Waiting(2) => Some(9),
        _ => None,
    }
}

/// A birthday of someone who is expected to retire soon after a day.
fn coming_to_retirement(sex: Sex, after: NaiveDate) -> NaiveDate {
    let sex = match sex {
        Sex::Male => retirement::Sex::Male,
        Sex::Female => retirement::Sex::Female,
    };
    later(retirement::ages().born_from(sex, after).first_day(), 8)
}

/// The day someone retires in the story: some of the oldest do.
pub(super) fn retires_on(scene: &Scene, person: &Person) -> Option<NaiveDate> {
    let mut rng = rng_of(scene.seed, person.number, 3);
    let span = days_between(person.opened, scene.last_day);
    let may = person.part == Part::Usual
        && days_between(person.birth, scene.last_day) > 56 * 365
        && span > 200;
    (may && percent(&mut rng, 45)).then(|| later(person.opened, u64::from(rng.u32(150..span))))
}

/// The officers of the first two communes and the head of the first are of the cast; so are those
/// whose part only one person has.
fn role_key(part: Part, province: &Province, unit: usize) -> Option<&'static str> {
    let communes = province.doing(Work::Commune);
    let is_commune = |place: usize| communes.get(place) == Some(&unit);
    match part {
        Part::Officer if is_commune(0) => Some("data_officer"),
        Part::Officer if is_commune(1) => Some("neighbour_officer"),
        Part::Head if is_commune(0) => Some("head"),
        Part::Longstanding => Some("official"),
        Part::Newcomer => Some("new_official"),
        Part::Late => Some("late_official"),
        Part::Returned => Some("returned_official"),
        _ => None,
    }
}

/// Step and first day of pay of someone raised regularly since they were recruited.
fn pay_on(post: &Post, recruited: NaiveDate, on: NaiveDate) -> (u8, NaiveDate) {
    let group = post.group();
    let months = raise_months(group);
    let (mut step, mut from) = (1, first_of_month(recruited));
    while step < salary_table(group).steps && months_later(from, months) <= on {
        from = months_later(from, months);
        step += 1;
    }
    (step, from.max(recruited))
}

/// Twelve digits: Tây Ninh or the former Long An, century and sex, year of birth, six digits of
/// its own for each number.
fn personal_id(rng: &mut Rng, number: u32, sex: Sex, birth: NaiveDate) -> String {
    let province = if percent(rng, 55) { "072" } else { "080" };
    let century = if birth.year() < 2000 { 0 } else { 2 };
    let digit = century + i32::from(sex == Sex::Female);
    // 7919 and a million have no common factor: no two numbers share the six digits.
    let own = (u64::from(number) * 7_919 + 104_729) % 1_000_000;
    format!("{province}{digit}{:02}{own:06}", birth.year() % 100)
}
