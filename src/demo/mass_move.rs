//! Two mass moves at the present of the demo: a school went into its neighbour by one decision, and
//! another waits to be looked over and approved.

use std::collections::BTreeMap;

use hoso_events::{
    ids::{MassMoveId, UnitId},
    mass_move::GrantsThen,
    provenance::Source,
};
use hoso_projections::people;

use super::{
    days::earlier,
    entries::{paper, reason},
    script::Scene,
    units::Work,
};
use crate::{
    app::{
        Actor, App, CommandError,
        import::{ListError, Watch},
        mass_moves::{AskedMove, Ends, Whom},
    },
    store::StoreError,
};

/// How many people a school has that is merged: what a page shows whole.
const PEOPLE: std::ops::RangeInclusive<i64> = 2..=40;
/// How many days before the present the decisions are dated.
const DATED_BEFORE: u64 = 10;

/// Carries one out and leaves one to be approved, where the province has schools for it; answers with
/// the last position written.
pub(super) async fn tell(
    app: &App,
    scene: &Scene,
    administrator: &Actor,
) -> Result<Option<u64>, CommandError> {
    let mut position = None;
    let mergers = schools(app, scene).await?;
    for (place, (from, to)) in mergers.into_iter().enumerate() {
        let id = MassMoveId::from_uuid(scene.ids.of("mass_move", &place.to_string()));
        let dated_on = earlier(scene.last_day, DATED_BEFORE);
        let number = format!("{}/QĐ-UBND", 412 + place);
        let asked = AskedMove {
            mass_move: id,
            decision: paper(&number, dated_on, "Ủy ban nhân dân tỉnh (dữ liệu giả)"),
            effective_on: scene.last_day,
            reason: reason("Sắp xếp đơn vị sự nghiệp công lập."),
            grants: GrantsThen::Follow,
            ends: Ends::Emptied,
            whom: Whom::Units {
                successors: BTreeMap::from([(from, to)]),
                below: false,
                except: vec![],
            },
        };
        let (service, watch) = (Actor::service(), Watch::default());
        let done = place == 0;
        let plans = if done { administrator } else { &service };
        let planned = match app.plan_mass_move(plans, &asked, &watch).await {
            Ok(planned) => planned,
            Err(ListError::Command(error)) => return Err(error),
            Err(ListError::List(_no_list)) => return Err(CommandError::Unknown),
        };
        app.keep_mass_move(plans, &planned).await?;
        if done {
            let (hash, source) = (planned.manifest.hash(), Source::Page);
            app.approve_mass_move(&service, id, &hash, source).await?;
            let tally = app.run_mass_move(plans, id, &hash, source, &watch).await?;
            position = position.max(tally.position);
        }
    }
    Ok(position)
}

/// Schools far from the first commune that have some people, each with its neighbour.
async fn schools(app: &App, scene: &Scene) -> Result<Vec<(UnitId, UnitId)>, CommandError> {
    let counts = people::counts(app.store().db()).await.map_err(StoreError::from)?;
    let province = &scene.province;
    let first = province.doing(Work::Commune).first().copied();
    let keeper = |unit: usize| province.keeper(unit, scene.last_day);
    let schools: Vec<usize> = [Work::Nursery, Work::Primary, Work::LowerSecondary]
        .into_iter()
        .flat_map(|work| province.doing(work))
        .filter(|unit| Some(keeper(*unit)) != first)
        .collect();
    let id = |unit: usize| province.units[unit].id;
    let has = |unit: &usize| counts.get(&id(*unit).to_string()).is_some_and(|n| PEOPLE.contains(n));
    let mut pairs: Vec<(UnitId, UnitId)> = vec![];
    let mut used = vec![];
    for from in schools.iter().rev().copied().filter(has) {
        let work = |unit: usize| province.units[unit].work;
        let neighbour =
            |to: &&usize| keeper(**to) == keeper(from) && work(**to) == work(from) && **to != from;
        let Some(to) = schools.iter().find(neighbour) else { continue };
        if used.contains(&keeper(from)) {
            continue;
        }
        used.push(keeper(from));
        pairs.push((id(from), id(*to)));
        if pairs.len() == 2 {
            break;
        }
    }
    Ok(pairs)
}
