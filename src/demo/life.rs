//! What the person of a kept record tells over the years: changes, late entries, corrections; and
//! the checks that follow.

use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierCommand, NewEntry, Objection},
    entry::Slot,
    ids::SubmissionId,
};

use super::{
    changes::{Change, Known, amended, training_row},
    days::{days_between, earlier, later},
    entries::{code, paper, reason, row, single},
    names,
    people::{Part, retires_on},
    record::reward_row,
    script::Pen,
};

/// The months of quiet between two things that happen to one person, at least and at most.
const QUIET: std::ops::Range<u32> = 90..420;

/// Of a hundred changes in which something can be unclear, so many come back.
const RETURNED: u32 = 22;

/// Writes what follows the checked first record, until the present.
pub(super) fn write(pen: &mut Pen<'_>) {
    let mut known = Known::of(pen.person);
    let busy = pen.person.part == Part::Longstanding;
    let mut next_look = later(pen.day, 240);
    // What is handed in is checked before the account is closed.
    let silent_from = retires_on(pen.scene, pen.person).map(|day| earlier(day, 90));
    loop {
        let quiet = if busy { pen.rng.u32(30..80) } else { pen.rng.u32(QUIET) };
        let on = later(pen.day, u64::from(quiet));
        if on > next_look {
            look_through(pen, next_look);
            next_look = later(pen.day, 365);
        }
        pen.wait_until(on);
        if pen.is_over() || silent_from.is_some_and(|day| pen.day >= day) {
            return;
        }
        match pen.rng.u32(0..100) {
            72..=86 => late_entry(pen),
            87.. if known.corrections < 2 => correction(pen, &mut known),
            _ => change(pen, &mut known),
        }
    }
}

/// Once a year an officer compares a section with the paper and finds nothing to change.
fn look_through(pen: &mut Pen<'_>, on: NaiveDate) {
    if !pen.happens(35) && pen.person.part != Part::Longstanding {
        return;
    }
    pen.wait_until(on);
    let number = pen.number("PĐC");
    let section = names::one_of(&mut pen.rng, &["identity", "family", "education", "contact"]);
    let compared_with = paper(&number, pen.day, "Hồ sơ giấy của đơn vị");
    pen.officer(DossierCommand::FindSectionUnchanged { section: code(section), compared_with });
}

fn change(pen: &mut Pen<'_>, known: &mut Known) {
    let happened_on = pen.day;
    let Change { mut entries, paper: (symbol, issuer), flaw } = known.next_change(pen);
    let number = pen.number(symbol);
    let paper = paper(&number, happened_on, &issuer);
    let told_late = pen.happens(11);
    // Some decisions reach the person days after they were signed; the clock waits for that.
    let on_the_way = if pen.happens(20) { pen.rng.u32(1..6) } else { 0 };
    let received_on = (on_the_way > 0).then(|| pen.scene.days.after(happened_on, on_the_way));
    let term = if told_late { pen.rng.u32(6..16) } else { pen.rng.u32(0..6) };
    pen.wait(on_the_way + term);
    let returned = flaw.filter(|_flaw| pen.happens(RETURNED));
    if let Some((_, wrong, _)) = &returned {
        for entry in entries.iter_mut().filter(|entry| entry.slot == wrong.slot) {
            *entry = wrong.clone();
        }
    }
    let right = returned.as_ref().map(|(_, wrong, _)| wrong.slot.clone());
    let submission = pen.submission();
    let told = entries.clone();
    pen.person(DossierCommand::DeclareChange {
        submission,
        entries,
        happened_on,
        received_on,
        paper: paper.clone(),
    });
    if returned.is_none() && pen.happens(2) {
        withdraw(pen, submission);
        let submission = pen.submission();
        pen.wait(1);
        let entries = told;
        pen.person(DossierCommand::DeclareChange {
            submission,
            entries,
            happened_on,
            received_on,
            paper,
        });
        check(pen, submission, None);
        return;
    }
    let objected = returned.zip(right).map(|((section, wrong, says), slot)| Objected {
        section,
        slot,
        amended: amended(&wrong),
        says,
    });
    check(pen, submission, objected);
}

/// What the officer objects to, and how the person then says it.
struct Objected {
    section: &'static str,
    slot: Slot,
    amended: NewEntry,
    says: &'static str,
}

fn withdraw(pen: &mut Pen<'_>, submission: SubmissionId) {
    pen.wait(1);
    pen.person(DossierCommand::WithdrawSubmission {
        submission,
        reason: reason("Tôi gửi nhầm tệp minh chứng, xin rút lại"),
    });
}

/// The officer compares what was handed in with the paper, in time or late.
fn check(pen: &mut Pen<'_>, submission: SubmissionId, objected: Option<Objected>) {
    let days = if pen.happens(8) { pen.rng.u32(6..14) } else { pen.rng.u32(1..6) };
    pen.wait(days);
    let Some(Objected { section, slot, amended, says }) = objected else {
        pen.officer(DossierCommand::CheckSubmission { submission });
        return;
    };
    let objections = vec![Objection { slot, reason: reason(says) }];
    pen.officer(DossierCommand::ReturnSubmission { submission, objections });
    let days = pen.rng.u32(1..6);
    pen.wait(days);
    pen.person(DossierCommand::EnterSection { section: code(section), entries: vec![amended] });
    let submission = pen.submission();
    pen.person(DossierCommand::SubmitRecord { submission });
    let days = pen.rng.u32(1..5);
    pen.wait(days);
    pen.officer(DossierCommand::CheckSubmission { submission });
}

/// An old certificate, reward or trip comes to light.
fn late_entry(pen: &mut Pen<'_>) {
    let span = days_between(pen.person.recruited, pen.person.opened).max(40);
    let happened_on = earlier(pen.person.opened, u64::from(pen.rng.u32(20..span.min(4_000))));
    let (entry, symbol, why) = match pen.rng.u32(0..3) {
        0 => (training_row(pen, happened_on), "CC-BD", "Tìm thấy chứng chỉ cũ khi chuyển nhà"),
        1 => (reward_row(pen, happened_on), "QĐ-KT", "Lần kê khai đầu bỏ sót quyết định này"),
        _ => (trip(pen, happened_on), "QĐ-CĐ", "Lần kê khai đầu bỏ sót chuyến đi này"),
    };
    let number = pen.number(symbol);
    let submission = pen.submission();
    pen.person(DossierCommand::DeclareLateEntry {
        submission,
        entries: vec![entry],
        happened_on,
        paper: paper(&number, happened_on, "Cơ quan cấp trước đây (giả định)"),
        reason: reason(why),
    });
    check(pen, submission, None);
}

fn trip(pen: &mut Pen<'_>, on: NaiveDate) -> NewEntry {
    let country = names::one_of(&mut pen.rng, &["KH", "TH", "LA", "SG", "KR", "JP"]);
    let id = pen.row_id();
    row(
        "overseas_trips",
        id,
        [
            ("country", country.to_owned()),
            ("purpose", "Học tập, trao đổi kinh nghiệm".to_owned()),
            ("from", on.to_string()),
            ("to", later(on, 6).to_string()),
        ],
    )
}

/// The person finds that something was never so.
fn correction(pen: &mut Pen<'_>, known: &mut Known) {
    known.corrections += 1;
    let place = names::place(pen.rng.u32(0..96));
    let entry = match known.corrections {
        1 => single("birth_place", format!("Bệnh viện khu vực {place}, tỉnh Tây Ninh")),
        _ => single("native_place", format!("Khu vực {place} (cũ), tỉnh Tây Ninh")),
    };
    let number = pen.number("GKS");
    let original = paper(&number, later(pen.person.birth, 12), "Nơi đăng ký khai sinh");
    let submission = pen.submission();
    pen.person(DossierCommand::CorrectError {
        submission: Some(submission),
        entries: vec![entry],
        paper: Some(original),
        reason: reason("Khi kê khai lần đầu tôi ghi theo trí nhớ, nay đối chiếu giấy tờ thấy sai"),
    });
    check(pen, submission, None);
}
