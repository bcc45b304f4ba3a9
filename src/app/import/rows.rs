//! One row of a list: whose unit takes it in, whether someone has the dossier already, and the facts
//! it gives.

use std::collections::{BTreeMap, HashMap};

use hoso_events::{
    catalogue::{Enterer, catalogue},
    dossier::{Dossier, DossierCommand, DossierContext, DossierEvent, NewEntry, decide, evolve},
    entry::{FieldCode, Slot, Value},
    fact::Fact,
    ids::UnitId,
    unit::UnitTree,
    values::PersonName,
};

use super::{AskedList, ImportGround};
use crate::{
    app::{Act, Actor, Refusal, Target, may},
    import::{CellProblem, PersonRow, UnitCell, fold},
};

/// What a row is to become.
pub(super) enum Judged {
    New {
        unit: UnitId,
        facts: Vec<Fact>,
    },
    Already(String),
    Wrong(Vec<CellProblem>),
    /// Nothing wrong with it but that the whole list has no unit.
    NoUnit,
}

/// What rows are judged by.
pub(super) struct RowJudge<'a> {
    pub(super) actor: &'a Actor,
    pub(super) asked: &'a AskedList,
    pub(super) units: &'a UnitTree,
    pub(super) names: &'a UnitNames,
    pub(super) context: DossierContext,
    /// Whether the list has no unit to go to: asked once, not in every row.
    pub(super) asks_unit: bool,
}

/// The units by their names and codes as lists write them: without marks and capitals.
pub(in crate::app) struct UnitNames(HashMap<String, Vec<UnitId>>);

impl UnitNames {
    pub(in crate::app) fn of(units: &UnitTree) -> Self {
        let mut names: HashMap<String, Vec<UnitId>> = HashMap::new();
        for unit in units.iter().filter(|unit| unit.stands()) {
            for name in [fold(unit.name.as_str()), fold(unit.code.as_str())] {
                names.entry(name).or_default().push(unit.id);
            }
        }
        Self(names)
    }

    /// The unit meant by a code or by a whole name, with or without marks.
    pub(in crate::app) fn find(
        &self,
        units: &UnitTree,
        cell: &UnitCell,
    ) -> Result<UnitId, Refusal> {
        if let Some(unit) = units.by_code(&cell.typed) {
            return Ok(unit.id);
        }
        match self.0.get(&fold(&cell.typed)).map(Vec::as_slice) {
            Some([unit]) => Ok(*unit),
            None | Some([]) => Err(Refusal::plain("list_unit_unknown")),
            Some([_, _, ..]) => Err(Refusal::plain("list_unit_ambiguous")),
        }
    }
}

impl RowJudge<'_> {
    /// Judges a row; `held` says which ids have a dossier.
    pub(super) fn judge(&self, row: &PersonRow, held: &HashMap<String, String>) -> Judged {
        if let Some(dossier) = personal_id(row).and_then(|id| held.get(id)) {
            return Judged::Already(dossier.clone());
        }
        let mut problems = row.problems.clone();
        if self.asks_unit {
            let is_good = problems.is_empty();
            return if is_good { Judged::NoUnit } else { Judged::Wrong(problems) };
        }
        let unit = match self.unit_of(row) {
            Ok(unit) => unit,
            Err(refusal) => {
                problems.insert(0, problem_of_unit(row, &refusal));
                return Judged::Wrong(problems);
            }
        };
        if !problems.is_empty() {
            return Judged::Wrong(problems);
        }
        match facts_of_row(row, unit, &self.asked.ground, &self.context) {
            Ok(facts) => {
                Judged::New { unit, facts: facts.into_iter().map(Fact::Dossier).collect() }
            }
            Err(refusal) => Judged::Wrong(vec![problem_of(row, &refusal)]),
        }
    }

    /// The unit that takes the person in: the one the row names, else the one of the list.
    fn unit_of(&self, row: &PersonRow) -> Result<UnitId, Refusal> {
        let Some(cell) = &row.unit else {
            let unit = self.asked.unit.ok_or(Refusal::plain("list_unit_missing"))?;
            return self.standing(unit);
        };
        let unit = self.standing(self.names.find(self.units, cell)?)?;
        may(self.actor, Act::OpenDossier, Target::Unit(unit), self.units)
            .map(|_ground| unit)
            .map_err(|_denied| Refusal::plain("list_unit_out_of_scope"))
    }

    /// Nobody is taken in at a unit that is no more.
    fn standing(&self, unit: UnitId) -> Result<UnitId, Refusal> {
        match self.units.get(unit) {
            Some(known) if !known.stands() => Err(Refusal::plain("unit_ended")),
            _ => Ok(unit),
        }
    }
}

fn value_of<'a>(row: &'a PersonRow, field: &str) -> Option<&'a str> {
    row.cells.get(field).map(|cell| cell.value.as_str())
}

pub(in crate::app) fn personal_id(row: &PersonRow) -> Option<&str> {
    value_of(row, "personal_id_no")
}

/// Where each value of a row stands.
pub(super) fn cells_of(row: &PersonRow) -> BTreeMap<FieldCode, String> {
    row.cells.iter().map(|(field, cell)| (field.clone(), cell.address.clone())).collect()
}

/// The facts one row gives: the dossier is opened, what the person would enter is drafted for
/// them, what only the unit may enter stands on the list as its paper.
fn facts_of_row(
    row: &PersonRow,
    unit: UnitId,
    ground: &ImportGround,
    context: &DossierContext,
) -> Result<Vec<DossierEvent>, Refusal> {
    let full_name = PersonName::parse(value_of(row, "full_name").unwrap_or_default())
        .map_err(|error| Refusal::plain(error.code()))?;
    let mut commands = vec![DossierCommand::OpenDossier {
        managing_unit: unit,
        full_name,
        personal_id_no: personal_id(row).unwrap_or_default().to_owned(),
        confirmation: ground.paper.clone(),
        confirmed_on: ground.confirmed_on,
    }];
    let mut drafts: BTreeMap<FieldCode, Vec<NewEntry>> = BTreeMap::new();
    let mut decided = vec![];
    for (field, cell) in &row.cells {
        let slot = Slot::single(field.clone());
        let entry = NewEntry { slot, value: Some(Value::Single(cell.value.clone())) };
        match catalogue().entered_by(field.as_str()) {
            Some(Enterer::Agency) => decided.push(entry),
            Some(Enterer::Person) => {
                if let Some(section) = catalogue().section_of(field.as_str()) {
                    drafts.entry(section.code.clone()).or_default().push(entry);
                }
            }
            Some(Enterer::System) | None => {}
        }
    }
    commands.extend(
        drafts
            .into_iter()
            .map(|(section, entries)| DossierCommand::EnterSection { section, entries }),
    );
    if !decided.is_empty() {
        commands.push(DossierCommand::RecordAgencyEntry {
            entries: decided,
            effective_on: ground.paper.dated_on,
            decision: ground.paper.clone(),
        });
    }
    let mut dossier = Dossier::default();
    let mut facts = vec![];
    for command in commands {
        for fact in decide(&dossier, command, context)? {
            dossier = evolve(dossier, &fact);
            facts.push(fact);
        }
    }
    Ok(facts)
}

/// A refusal of the domain, told at the cell it is about.
fn problem_of(row: &PersonRow, refusal: &Refusal) -> CellProblem {
    let field = refusal.slot.as_ref().map(|slot| slot.field.clone());
    let cell = field.as_ref().and_then(|field| row.cells.get(field));
    CellProblem {
        address: cell.map(|cell| cell.address.clone()).unwrap_or_default(),
        column: field.as_ref().map(|field| field.to_string()).unwrap_or_default(),
        field,
        code: refusal.code,
        typed: cell.map(|cell| cell.typed.clone()).unwrap_or_default(),
        against: vec![],
    }
}

/// An obstacle with the unit of a row, told at the cell that names it.
fn problem_of_unit(row: &PersonRow, refusal: &Refusal) -> CellProblem {
    let cell = row.unit.as_ref();
    let shown = |of: fn(&UnitCell) -> &String| cell.map(of).cloned().unwrap_or_default();
    CellProblem {
        address: shown(|cell| &cell.address),
        column: shown(|cell| &cell.column),
        field: None,
        code: refusal.code,
        typed: shown(|cell| &cell.typed),
        against: vec![],
    }
}
