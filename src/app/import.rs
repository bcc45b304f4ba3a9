//! Taking a list of people into dossiers of one unit: all or nothing, and run twice it adds nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::{
    catalogue::{Enterer, catalogue},
    claim::ClaimKind,
    dossier::{Dossier, DossierCommand, DossierContext, DossierEvent, NewEntry, decide, evolve},
    entry::{FieldCode, Slot, Value},
    fact::{Fact, StreamType},
    ids::{CorrelationId, DossierId, UnitId},
    provenance::Source,
    values::{Paper, PersonName},
};

use super::{
    Act, Actor, App, CommandError, Refusal, Target,
    execute::{append_error, named_unit},
    may,
};
use crate::{
    import::{CellProblem, PeopleList, PersonRow},
    store::{Commit, RequestKey, StreamAppend, read},
};

/// On what paper a list is taken in.
#[derive(Debug, Clone)]
pub struct ImportGround {
    /// The list itself, as a paper: its number, date and issuer.
    pub paper: Paper,
    /// The day the competent authority confirmed the dossiers; starts the account clock (F1).
    pub confirmed_on: NaiveDate,
}

/// What one row of the list became, or would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A new dossier.
    New { dossier: DossierId, facts: usize },
    /// Someone with this personal id has a dossier already; nothing is added.
    AlreadyThere { dossier: String },
    /// The row has problems.
    Wrong(Vec<CellProblem>),
}

/// What an import did, or would do.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Each row by its number in the sheet.
    pub rows: Vec<(u32, RowOutcome)>,
    /// The last position written; none for a dry run, or when there was nothing to add.
    pub position: Option<u64>,
}

impl Imported {
    /// Whether any row has a problem.
    pub fn has_problems(&self) -> bool {
        self.rows.iter().any(|(_row, outcome)| matches!(outcome, RowOutcome::Wrong(_)))
    }

    /// How many dossiers are new.
    pub fn new_count(&self) -> usize {
        self.rows.iter().filter(|(_, outcome)| matches!(outcome, RowOutcome::New { .. })).count()
    }

    /// How many people had a dossier already.
    pub fn already_count(&self) -> usize {
        let already = |outcome: &RowOutcome| matches!(outcome, RowOutcome::AlreadyThere { .. });
        self.rows.iter().filter(|(_, outcome)| already(outcome)).count()
    }
}

impl App {
    /// Takes a list into dossiers of `unit`: everything, or with any problem nothing. A dry run
    /// answers the same and records nothing.
    pub async fn import_people(
        &self,
        actor: &Actor,
        list: &PeopleList,
        unit: UnitId,
        ground: &ImportGround,
        dry_run: bool,
    ) -> Result<Imported, CommandError> {
        let world = self.store().world().await?;
        may(actor, Act::OpenDossier, Target::Unit(unit), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        let ids: Vec<&str> = list.rows.iter().filter_map(personal_id).collect();
        let held = read::holders(self.store().db(), ClaimKind::PersonalId, &ids).await?;
        let context = DossierContext {
            today: self.store().clock().today(),
            actor_is_the_person: false,
            unit_exists: world.units.get(unit).is_some(),
        };
        let mut streams = vec![];
        let mut rows = vec![];
        for row in &list.rows {
            let outcome = match personal_id(row).and_then(|id| held.get(id)) {
                Some(dossier) => RowOutcome::AlreadyThere { dossier: dossier.clone() },
                None if !row.problems.is_empty() => RowOutcome::Wrong(row.problems.clone()),
                None => {
                    let dossier = DossierId::from_uuid(self.store().clock().new_id());
                    match facts_of_row(row, unit, ground, &context) {
                        Ok(facts) => {
                            let outcome = RowOutcome::New { dossier, facts: facts.len() };
                            streams.push(StreamAppend {
                                stream_type: StreamType::Dossier,
                                stream_id: dossier.to_string(),
                                expected: 0,
                                facts: facts.into_iter().map(Fact::Dossier).collect(),
                            });
                            outcome
                        }
                        Err(refusal) => RowOutcome::Wrong(vec![problem_of(row, &refusal)]),
                    }
                }
            };
            rows.push((row.sheet_row, outcome));
        }
        let mut imported = Imported { rows, position: None };
        if dry_run || imported.has_problems() || streams.is_empty() {
            return Ok(imported);
        }
        let correlation = CorrelationId::from_uuid(self.store().clock().new_id());
        let by = actor.authorship(named_unit(&world, unit), correlation, Source::Import);
        let sender = format!("import/{unit}");
        let request = Some(RequestKey::of(&sender, &list.file_sha256, list.file_sha256.as_bytes()));
        let receipt =
            self.store().append(Commit { streams, by, request }).await.map_err(append_error)?;
        imported.position = Some(receipt.last_position);
        Ok(imported)
    }
}

fn value_of<'a>(row: &'a PersonRow, field: &str) -> Option<&'a str> {
    row.cells.get(field).map(|cell| cell.value.as_str())
}

fn personal_id(row: &PersonRow) -> Option<&str> {
    value_of(row, "personal_id_no")
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
