//! From the confirmed paper dossier to the checked first record: the person, the officer, the
//! clocks between them.

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    dossier::{DossierCommand, Objection},
    ids::GrantId,
    values::PersonName,
};

use super::{
    agency,
    days::{days_between, earlier},
    entries::{code, paper, reason},
    people::Part,
    record::{Flaw, SectionText, first_record},
    script::{Pen, Scene},
    units::Work,
};

/// How one intake goes, in working days from step to step.
struct Course {
    /// From the confirmation to the taking in.
    taken_in: u32,
    /// From the confirmation to the account.
    account: u32,
    /// From the account to the handing in.
    submitted: u32,
    /// From the handing in to the check.
    checked: u32,
    /// Whether it comes back once, and after how many days it is handed in again.
    returned: Option<u32>,
    /// Whether the person takes it back once, to mend it.
    withdrawn: bool,
    /// Whether the officer types some sections from the paper.
    typed_by_officer: bool,
}

/// Longer than any demo lasts after its present.
const NOT_YET: u32 = 40;

impl Course {
    fn any(pen: &mut Pen<'_>) -> Self {
        let rng = &mut pen.rng;
        let mut days = |usual: std::ops::Range<u32>, late: std::ops::Range<u32>, late_percent| {
            if super::people::percent(rng, late_percent) { rng.u32(late) } else { rng.u32(usual) }
        };
        let (taken_in, account) = (days(0..2, 2..4, 10), days(1..5, 6..11, 8));
        let (submitted, checked) = (days(1..6, 6..15, 12), days(1..6, 6..14, 8));
        Self {
            taken_in,
            account: account.max(taken_in),
            submitted,
            checked,
            returned: pen.happens(9).then(|| pen.rng.u32(1..7)),
            withdrawn: pen.happens(2),
            typed_by_officer: pen.happens(15),
        }
    }

    /// Someone with a part in the story goes through it on the days the story needs.
    fn of(pen: &mut Pen<'_>) -> Self {
        let plain = Self {
            taken_in: 0,
            account: 1,
            submitted: 3,
            checked: 2,
            returned: None,
            withdrawn: false,
            typed_by_officer: false,
        };
        match pen.person.part {
            Part::Usual => Self::any(pen),
            Part::Officer | Part::Head | Part::Longstanding => plain,
            Part::Newcomer => Self { account: 2, submitted: 5, ..plain },
            Part::Late => Self { account: 3, submitted: 14, ..plain },
            Part::Returned => Self { submitted: 4, returned: Some(NOT_YET), ..plain },
            Part::Waiting(_) => Self { account: 2, submitted: 4, checked: NOT_YET, ..plain },
            Part::WithoutAccount(_) => Self { account: NOT_YET, ..plain },
        }
    }
}

impl Part {
    /// How many working days before the present the dossier is taken in, when the story says so.
    pub(super) fn opened_before(self) -> Option<u32> {
        match self {
            Self::Newcomer => Some(5),
            Self::Late => Some(12),
            // Taken in, an account, four days to hand in, two to the check that sent it back.
            Self::Returned => Some(9),
            Self::Waiting(days) => Some(days + 6),
            Self::WithoutAccount(days) => Some(days),
            Self::Officer | Self::Head | Self::Longstanding | Self::Usual => None,
        }
    }
}

/// Writes the intake of the pen's person; afterwards the pen stands after the check.
pub(super) fn write(pen: &mut Pen<'_>) {
    let person = pen.person;
    let course = Course::of(pen);
    let confirmed_on = pen.scene.days.before(pen.day, course.taken_in);
    open(pen, confirmed_on);
    agency::recruitment(pen);
    agency::present_pay(pen);
    let present = pen.scene.days.after(confirmed_on, course.account);
    pen.wait_until(present);
    let issued_on = pen.day;
    pen.officer_on_account(AccountCommand::IssueAccount {
        holder: Holder::Official { dossier: person.dossier },
        name: PersonName::parse(&person.name).expect("the demo's names are names"),
        unit: pen.scene.province.units[person.unit].id,
        issued_on,
    });
    grant_part(pen);
    fill_in(pen, &course, issued_on);
}

fn open(pen: &mut Pen<'_>, confirmed_on: NaiveDate) {
    let person = pen.person;
    let keeper = pen.scene.province.keeper(person.unit, confirmed_on);
    let issuer = pen.scene.province.authority(keeper);
    let number = pen.number("XN-HS");
    pen.officer(DossierCommand::OpenDossier {
        managing_unit: pen.scene.province.units[person.unit].id,
        full_name: PersonName::parse(&person.name).expect("the demo's names are names"),
        personal_id_no: person.personal_id.clone(),
        confirmation: paper(&number, confirmed_on, &issuer),
        confirmed_on,
    });
}

/// Officers and heads are granted what their part needs, on a written request.
fn grant_part(pen: &mut Pen<'_>) {
    let person = pen.person;
    let role = match person.part {
        Part::Officer => Role::DataOfficer,
        Part::Head => Role::Head,
        _ => return,
    };
    let scope = pen.scene.province.units[person.unit].id;
    let issuer = pen.scene.province.authority(person.unit);
    let requested_on = pen.day;
    pen.wait(1);
    let (grant, number) = (GrantId::from_uuid(pen.row_id().as_uuid()), pen.number("CV-PQ"));
    let from = pen.day;
    pen.administrator_on_account(AccountCommand::GrantAccess {
        grant,
        role,
        scope,
        from,
        until: None,
        request: paper(&number, requested_on, &issuer),
    });
}

fn fill_in(pen: &mut Pen<'_>, course: &Course, issued_on: NaiveDate) {
    let (mut sections, mut flaws) = first_record(pen);
    let is_flawed = course.returned.is_some() || course.withdrawn;
    if is_flawed {
        let keep = if course.returned == Some(NOT_YET) { 2 } else { 1 };
        let skip = pen.rng.u32(0..2) as usize;
        flaws = flaws.into_iter().skip(skip).take(keep).collect();
        for flaw in &flaws {
            spoil(&mut sections, flaw);
        }
    }
    let handed_in_on = pen.scene.days.after(issued_on, course.submitted);
    type_sections(pen, sections, course, issued_on);
    pen.wait_until(handed_in_on);
    let mut submission = pen.submission();
    pen.person(DossierCommand::SubmitRecord { submission });
    if course.withdrawn {
        pen.wait(1);
        let reason = reason("Tôi phát hiện còn thông tin chưa đúng, xin rút lại để sửa");
        pen.person(DossierCommand::WithdrawSubmission { submission, reason });
        submission = amend(pen, &flaws);
    }
    pen.wait(course.checked);
    if let (Some(days), false) = (course.returned, course.withdrawn) {
        let objections = flaws
            .iter()
            .map(|flaw| Objection { slot: flaw.right.slot.clone(), reason: reason(flaw.says) })
            .collect();
        pen.officer(DossierCommand::ReturnSubmission { submission, objections });
        pen.wait(days);
        submission = amend(pen, &flaws);
        pen.wait(2);
    }
    pen.officer(DossierCommand::CheckSubmission { submission });
}

fn spoil(sections: &mut [SectionText], flaw: &Flaw) {
    for entry in sections.iter_mut().flat_map(|section| &mut section.entries) {
        if entry.slot == flaw.right.slot {
            *entry = flaw.wrong.clone();
        }
    }
}

/// The sections are typed over the days until the record is handed in.
fn type_sections(
    pen: &mut Pen<'_>,
    sections: Vec<SectionText>,
    course: &Course,
    issued_on: NaiveDate,
) {
    let count = u32::try_from(sections.len()).unwrap_or(1).max(1);
    for (n, SectionText { code: section, entries }) in (0u32..).zip(sections) {
        let day = pen.scene.days.after(issued_on, n * course.submitted / count);
        pen.wait_until(day);
        let by_officer = course.typed_by_officer && matches!(section, "identity" | "work");
        let command = DossierCommand::EnterSection { section: code(section), entries };
        if by_officer { pen.officer(command) } else { pen.person(command) }
    }
}

/// Types the right values and hands in again.
fn amend(pen: &mut Pen<'_>, flaws: &[Flaw]) -> hoso_events::ids::SubmissionId {
    for flaw in flaws {
        let (section, entries) = (code(flaw.section), vec![flaw.right.clone()]);
        pen.person(DossierCommand::EnterSection { section, entries });
    }
    let submission = pen.submission();
    pen.person(DossierCommand::SubmitRecord { submission });
    submission
}

/// The day on which someone's dossier is taken in: most in the first months, the others spread
/// over the years, some in the last days.
pub(super) fn opening_day(scene: &Scene, person: u32, part: Part, began: NaiveDate) -> NaiveDate {
    let mut rng = super::people::rng_of(scene.seed, person, 2);
    let span = days_between(began, scene.last_day).max(60);
    let back = |days: u32| scene.days.before(scene.last_day, days);
    if let Some(days) = part.opened_before() {
        return back(days);
    }
    let after_beginning = match (part, rng.u32(0..100)) {
        (Part::Officer, _) => return scene.days.after(began, 1),
        (Part::Head | Part::Longstanding, _) => return scene.days.after(began, 6 + rng.u32(0..4)),
        (_, 0..=57) => rng.u32(0..(span / 7).max(20)),
        (_, 58..=90) => rng.u32(span / 7..span - 40),
        (_, 91..=93) => return back(rng.u32(15..40)),
        _ => return back(rng.u32(1..15)),
    };
    let first = scene.days.after(began, 10);
    let day = scene.days.on_or_after(super::days::later(began, u64::from(after_beginning)));
    day.max(first).min(earlier(scene.last_day, 2)).max(first)
}

/// Whether a person works in an office rather than a school or station.
pub(super) fn works_in_an_office(pen: &Pen<'_>) -> bool {
    matches!(pen.scene.province.units[pen.person.unit].work, Work::Department | Work::Commune)
}
