//! What a unit has to do, most urgent first, over the units an actor may work in.

use chrono::NaiveDate;
use hoso_events::{
    ids::{DossierId, SubmissionId, TransferId},
    rulebook::Duty,
};
use hoso_projections::queue::{self, CasePlace, OpenCase, Sought};

use super::{
    Site,
    layout::{dossier_path, in_path},
    lists,
    obstacle::Obstacle,
    pages::transfers::transfer_path,
    visit::Visitor,
};
use crate::app::Act;

/// How many cases are looked at to find one that is not one's own.
const LOOKED_AT: i64 = 10;

/// A kind of work, as a clerk tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A first record waits for its check.
    FirstCheck,
    /// A change, a late entry, a correction or something mended waits for its check.
    LaterCheck,
    IssueAccount,
    FirstEntry,
    Amend,
    TakeOver,
    RecordEnding,
}

impl Kind {
    /// Every kind, in the order a page lists them.
    pub const ALL: [Self; 7] = [
        Self::FirstCheck,
        Self::LaterCheck,
        Self::IssueAccount,
        Self::FirstEntry,
        Self::Amend,
        Self::TakeOver,
        Self::RecordEnding,
    ];

    /// Its name in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstCheck => "lan-dau",
            Self::LaterCheck => "thay-doi",
            Self::IssueAccount => "tai-khoan",
            Self::FirstEntry => "khai",
            Self::Amend => "sua",
            Self::TakeOver => "tiep-nhan",
            Self::RecordEnding => "ket-thuc",
        }
    }

    /// The kind with this name in an address.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    fn duty(self) -> Duty {
        match self {
            Self::FirstCheck | Self::LaterCheck => Duty::Check,
            Self::IssueAccount => Duty::IssueAccount,
            Self::FirstEntry => Duty::FirstEntry,
            Self::Amend => Duty::Amend,
            Self::TakeOver => Duty::TakeOver,
            Self::RecordEnding => Duty::RecordEnding,
        }
    }

    /// Whether it is a check, which the check screen is for.
    pub fn is_check(self) -> bool {
        self.duty() == Duty::Check
    }

    fn sought(self) -> Sought {
        let first_record = match self {
            Self::FirstCheck => Some(true),
            Self::LaterCheck => Some(false),
            _ => None,
        };
        Sought { duty: self.duty().as_str(), first_record }
    }

    /// What an open case is.
    pub fn of(case: &OpenCase) -> Option<Self> {
        Self::told(&case.duty.duty, case.is_first_record())
    }

    fn told(duty: &str, first_record: bool) -> Option<Self> {
        let same = |kind: &Self| {
            kind.duty().as_str() == duty
                && (!kind.is_check() || (*kind == Self::FirstCheck) == first_record)
        };
        Self::ALL.into_iter().find(same)
    }
}

/// How much of one kind is open, by how near the last day is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub overdue: i64,
    pub today: i64,
    pub next_day: i64,
    pub later: i64,
}

impl Counts {
    /// All of it.
    pub fn all(&self) -> i64 {
        self.overdue + self.today + self.next_day + self.later
    }

    fn add(&mut self, other: &Self) {
        self.overdue += other.overdue;
        self.today += other.today;
        self.next_day += other.next_day;
        self.later += other.later;
    }
}

/// How much is open at or below some paths, by kind; `next_day` is the working day after today.
pub async fn counts(
    site: &Site,
    paths: &[String],
    today: NaiveDate,
    next_day: NaiveDate,
) -> Result<Vec<(Kind, Counts)>, Obstacle> {
    let mut counts = Kind::ALL.map(|kind| (kind, Counts::default()));
    for path in paths {
        for row in queue::case_counts(site.app().store().db(), path, today, next_day).await? {
            let kind = Kind::told(&row.duty, row.first_record);
            let counted = Counts {
                overdue: row.overdue,
                today: row.today,
                next_day: row.next_day,
                later: row.later,
            };
            if let Some((_, sum)) = counts.iter_mut().find(|(known, _)| Some(*known) == kind) {
                sum.add(&counted);
            }
        }
    }
    Ok(counts.to_vec())
}

/// A page of open cases at or below some paths, of one kind or of all, after a place.
pub async fn cases(
    site: &Site,
    paths: &[String],
    kind: Option<Kind>,
    after: &CasePlace,
    limit: i64,
) -> Result<Vec<OpenCase>, Obstacle> {
    let sought = kind.map(Kind::sought).unwrap_or_default();
    sought_cases(site, paths, sought, after, limit).await
}

async fn sought_cases(
    site: &Site,
    paths: &[String],
    sought: Sought,
    after: &CasePlace,
    limit: i64,
) -> Result<Vec<OpenCase>, Obstacle> {
    let mut found = vec![];
    for path in paths {
        let db = site.app().store().db();
        found.extend(queue::cases(db, path, sought, after, limit).await?);
    }
    if paths.len() > 1 {
        found.sort_by_cached_key(OpenCase::place);
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// The most urgent check after a place that is not of the actor's own dossier.
pub async fn next_check(
    visitor: &Visitor,
    filter: &Filter,
    after: CasePlace,
) -> Result<Option<OpenCase>, Obstacle> {
    let site = &visitor.view.site;
    let unit = (!filter.unit.is_empty()).then_some(filter.unit.as_str());
    let paths = lists::paths(site, &visitor.actor, Act::CheckRecord, unit).await?;
    let any_check = Sought { duty: Duty::Check.as_str(), first_record: None };
    let sought = filter.kind.filter(|kind| kind.is_check()).map_or(any_check, Kind::sought);
    let mut after = after;
    loop {
        let found = sought_cases(site, &paths, sought, &after, LOOKED_AT).await?;
        let own = visitor.actor.dossier.map(|id| id.to_string());
        let to_check = |case: &&OpenCase| {
            case.on_its_way.is_none() && Some(&case.duty.dossier_id) != own.as_ref()
        };
        if let Some(case) = found.iter().find(to_check) {
            return Ok(Some(case.clone()));
        }
        match found.last() {
            Some(last) if found.len() as i64 == LOOKED_AT => after = last.place(),
            _ => return Ok(None),
        }
    }
}

/// What the work is narrowed to, carried along in addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// The code of a unit; blank for all one may work in.
    pub unit: String,
}

impl Filter {
    /// Reads the two parameters.
    pub fn read(kind: &str, unit: &str) -> Self {
        Self { kind: Kind::parse(kind), unit: unit.trim().to_owned() }
    }

    /// `path` with the filter and what else is asked for, as an address.
    pub fn on(&self, path: &str, more: &[(&str, &str)]) -> String {
        let own = [("loai", self.kind.map(Kind::code).unwrap_or_default()), ("don_vi", &self.unit)];
        let pairs: Vec<String> = own
            .iter()
            .chain(more)
            .filter(|(_name, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}={}", in_path(text)))
            .collect();
        match pairs.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", pairs.join("&")),
        }
    }
}

/// A place in the order of urgency as an address carries it: days and ids only.
pub fn place_text(place: &CasePlace) -> String {
    format!("{}~{}~{}~{}", place.due_on, place.dossier_id, place.duty, place.subject)
}

/// Reads a place; anything else is the beginning.
pub fn place_of(text: &str) -> CasePlace {
    let parts: Vec<&str> = text.split('~').collect();
    match parts[..] {
        [due_on, dossier_id, duty, subject] => CasePlace {
            due_on: due_on.to_owned(),
            dossier_id: dossier_id.to_owned(),
            duty: duty.to_owned(),
            subject: subject.to_owned(),
        },
        _ => CasePlace::default(),
    }
}

/// Where a submission is checked.
pub fn check_path(dossier: DossierId, submission: SubmissionId) -> String {
    format!("{}/doi-chieu/{submission}", dossier_path(dossier))
}

/// Where an open case is worked on; none when its ids cannot be read.
pub fn case_path(case: &OpenCase) -> Option<String> {
    let dossier = DossierId::parse(&case.duty.dossier_id).ok()?;
    let tracker = |transfer: &str| Some(transfer_path(TransferId::parse(transfer).ok()?));
    match case.duty.duty()? {
        // What is handed over is checked by whoever takes it.
        Duty::Check if case.on_its_way.is_some() => tracker(case.on_its_way.as_deref()?),
        Duty::Check => Some(check_path(dossier, SubmissionId::parse(&case.duty.subject).ok()?)),
        Duty::IssueAccount => Some(format!("{}/tai-khoan", dossier_path(dossier))),
        // The dossier itself is not open to whoever has yet to take it over.
        Duty::TakeOver => tracker(&case.duty.subject),
        _ => Some(dossier_path(dossier)),
    }
}
