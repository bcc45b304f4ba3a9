//! Who there is: officers and heads, the few the story is told of, and everyone else by unit.

use chrono::NaiveDate;
use fastrand::Rng;

use super::{
    intake::opening_day,
    people::{Part, Person, rng_of},
    script::Scene,
    units::{Province, Work},
};

/// How long, in working days, submissions wait for the officer of the first commune.
const WAITING: [u32; 6] = [8, 6, 5, 4, 2, 1];
/// How long people of the first commune wait for an account.
const WITHOUT_ACCOUNT: [u32; 2] = [6, 3];

/// Everyone, by number.
pub(super) fn people(scene: &Scene, people: usize, began: NaiveDate) -> Vec<Person> {
    (0u32..)
        .zip(parts(scene, people))
        .map(|(number, (part, unit))| {
            let opened = opening_day(scene, number, part, began);
            let (ids, seed) = (&scene.ids, scene.seed);
            Person::invent(ids, seed, number, (part, unit), opened, &scene.province)
        })
        .collect()
}

fn parts(scene: &Scene, people: usize) -> Vec<(Part, usize)> {
    let province = &scene.province;
    let (departments, communes) = (province.doing(Work::Department), province.doing(Work::Commune));
    let mut parts: Vec<(Part, usize)> =
        departments.iter().chain(&communes).map(|unit| (Part::Officer, *unit)).collect();
    if let Some(commune) = communes.first() {
        parts.push((Part::Head, *commune));
        told_of(province, *commune, &mut parts);
    }
    let heads = departments.iter().chain(communes.iter().skip(1)).take(people / 50);
    parts.extend(heads.map(|unit| (Part::Head, *unit)));
    let mut rng = rng_of(scene.seed, 0, 5);
    let places = Places::of(province);
    while parts.len() < people {
        parts.push((Part::Usual, places.any(&mut rng)));
    }
    parts
}

/// The people of the first commune the story is told of, in its schools and centres.
fn told_of(province: &Province, commune: usize, parts: &mut Vec<(Part, usize)>) {
    let units: Vec<usize> = (0..province.units.len())
        .filter(|place| province.units[*place].parent == Some(commune))
        .collect();
    let story = [Part::Newcomer, Part::Longstanding, Part::Late, Part::Returned]
        .into_iter()
        .chain(WAITING.map(Part::Waiting))
        .chain(WITHOUT_ACCOUNT.map(Part::WithoutAccount));
    // The last units are schools, the first the station and the centre.
    for (part, unit) in story.zip(units.iter().rev().cycle()) {
        parts.push((part, *unit));
    }
}

/// Units by what they do, for choosing where someone works.
struct Places {
    /// Of a hundred people, so many work in one of these units.
    shares: Vec<(u32, Vec<usize>)>,
    /// A unit that was merged and the one it went into: whoever would work there works here.
    merged: Option<(usize, usize)>,
}

impl Places {
    fn of(province: &Province) -> Self {
        let doing = |works: &[Work]| works.iter().flat_map(|work| province.doing(*work)).collect();
        let shares: [(u32, Vec<usize>); 6] = [
            (62, doing(&[Work::Nursery, Work::Primary, Work::LowerSecondary])),
            (8, doing(&[Work::UpperSecondary])),
            (10, doing(&[Work::HealthStation, Work::Hospital])),
            (5, doing(&[Work::ServiceCentre, Work::ProjectBoard])),
            (10, doing(&[Work::Commune])),
            (5, doing(&[Work::Department])),
        ];
        let mut places = province.units.iter().enumerate();
        let merged = places.find_map(|(place, unit)| Some((place, unit.merged?.1)));
        Self { shares: shares.into_iter().filter(|(_, units)| !units.is_empty()).collect(), merged }
    }

    fn any(&self, rng: &mut Rng) -> usize {
        let all: u32 = self.shares.iter().map(|(share, _)| share).sum();
        let mut left = rng.u32(0..all.max(1));
        for (share, units) in &self.shares {
            if left < *share {
                let unit = units[rng.u32(0..1_000_000) as usize % units.len()];
                return self.merged.filter(|(gone, _into)| *gone == unit).map_or(unit, |it| it.1);
            }
            left -= share;
        }
        0
    }
}
