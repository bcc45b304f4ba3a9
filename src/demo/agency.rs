//! What the managing unit records on decisions: recruitment and pay at the intake, then raises,
//! yearly evaluations, appointments, leave, and retirement.

use chrono::{Datelike as _, NaiveDate};
use hoso_events::{
    account::AccountCommand,
    dossier::{DossierCommand, NewEntry},
    values::Paper,
};

use super::{
    days::{earlier, later, months_later},
    entries::{month, paper, reason, row, single, singles, with_column},
    people::{Part, hundredths, raise_months, retires_on, salary_table},
    script::Pen,
    units::Work,
};

/// The department of home affairs, which decides on recruitment and pay.
const DECIDES: &str = "Sở Nội vụ (dữ liệu giả)";

fn decision(pen: &mut Pen<'_>, dated_on: NaiveDate) -> Paper {
    let number = pen.number("QĐ-SNV");
    paper(&number, dated_on, DECIDES)
}

/// What the recruitment decision and the posting say.
pub(super) fn recruitment(pen: &mut Pen<'_>) {
    let person = pen.person;
    let works_in = &pen.scene.province.units[person.unit];
    // A commune is told by its committee; what has a name of its own bears the one of its time.
    let unit = match works_in.work {
        Work::Commune => pen.scene.province.authority(person.unit),
        _ => works_in.id.to_string(),
    };
    let keeper = pen.scene.province.authority(pen.scene.province.keeper(person.unit, pen.day));
    let decided_on = earlier(person.recruited, 5);
    let decision = decision(pen, decided_on);
    let post = person.post;
    let mut entries = singles([
        ("first_recruit_date", person.recruited.to_string()),
        ("first_recruit_agency", DECIDES.to_owned()),
        ("recruit_decision_no", decision.number.to_string()),
        ("recruit_decision_date", decided_on.to_string()),
        ("recruit_method", if pen.happens(60) { "exam" } else { "selection" }.to_owned()),
        ("current_org_join_date", person.joined.to_string()),
        ("person_category", post.category.to_owned()),
        ("managing_unit", keeper),
        ("employing_unit", unit),
        ("position_code", post.position.to_owned()),
        ("main_duty", post.duty.to_owned()),
        ("job_position_code", format!("VT-{}", post.grade)),
        ("dossier_status", "in_service".to_owned()),
    ]);
    if post.allowance.is_some() {
        entries.push(single("position_date", person.joined.to_string()));
    }
    pen.agency(entries, person.joined, decision);
}

/// Grade, step and coefficient as the last decision before the intake left them.
pub(super) fn present_pay(pen: &mut Pen<'_>) {
    let person = pen.person;
    let decision = decision(pen, earlier(person.paid_from, 6));
    let mut entries = pay_fields(pen, person.step, person.paid_from);
    entries.extend(singles([
        ("grade_code", person.post.grade.to_owned()),
        ("grade_date", person.recruited.to_string()),
        ("salary_table_group", person.post.group().to_owned()),
        ("salary_percent", "100".to_owned()),
    ]));
    if let Some(allowance) = person.post.allowance {
        entries.push(single("position_allowance", hundredths(allowance)));
    }
    let kind = if person.step == 1 { "first" } else { "regular" };
    let pay = pay_row(pen, person.step, person.paid_from, kind, &decision);
    entries.push(pay);
    pen.agency(entries, person.paid_from, decision);
}

fn coefficient(pen: &Pen<'_>, step: u8) -> String {
    let table = salary_table(pen.person.post.group());
    hundredths(table.coefficient(step).unwrap_or(table.first))
}

fn pay_fields(pen: &Pen<'_>, step: u8, from: NaiveDate) -> Vec<NewEntry> {
    singles([
        ("salary_step", step.to_string()),
        ("salary_coefficient", coefficient(pen, step)),
        ("salary_from", from.to_string()),
        ("next_raise_mark", from.to_string()),
    ])
}

fn pay_row(pen: &mut Pen<'_>, step: u8, from: NaiveDate, kind: &str, decision: &Paper) -> NewEntry {
    let (id, post) = (pen.row_id(), pen.person.post);
    let coefficient = coefficient(pen, step);
    row(
        "salary_history",
        id,
        [
            ("from_ym", month(from)),
            ("grade_code", post.grade.to_owned()),
            ("group", post.group().to_owned()),
            ("step", step.to_string()),
            ("coefficient", coefficient),
            ("percent", "100".to_owned()),
            ("raise_kind", kind.to_owned()),
            ("decision_no", decision.number.to_string()),
            ("decision_date", decision.dated_on.to_string()),
            ("decision_org", decision.issuer.to_string()),
        ],
    )
}

/// What the agency does of itself over the years, in the order of time.
pub(super) fn write(pen: &mut Pen<'_>) {
    let mut due: Vec<(NaiveDate, Matter)> = vec![];
    let (began, ends) = (pen.day, pen.scene.last_day);
    raises(pen, ends, &mut due);
    for year in began.year()..=ends.year() {
        // The same days for a whole keeper: its officer goes down the list.
        let keeper = pen.scene.province.keeper(pen.person.unit, began) as u32;
        let day = NaiveDate::from_ymd_opt(year, 12, 8 + keeper % 14).unwrap_or(ends);
        due.push((day, Matter::Evaluation(year)));
    }
    let promoted = match pen.person.part {
        Part::Longstanding => true,
        Part::Usual => pen.person.post.allowance.is_none() && pen.happens(5),
        _ => false,
    };
    if promoted {
        due.push((a_day(pen, began, ends), Matter::Appointment));
    }
    if pen.happens(4) {
        due.push((a_day(pen, began, ends), Matter::Planning));
    }
    if pen.happens(5) {
        due.push((a_day(pen, began, ends), Matter::OwnError));
    }
    if let Some(day) = retires_on(pen.scene, pen.person) {
        due.push((day, Matter::Retirement));
    }
    due.sort_by_key(|(day, _matter)| *day);
    for (day, matter) in due {
        if day <= began || pen.is_over() {
            continue;
        }
        pen.wait_until(day);
        matter.write(pen, day);
        if matches!(matter, Matter::Retirement) {
            return;
        }
    }
}

fn a_day(pen: &mut Pen<'_>, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    let span = super::days::days_between(from, to).max(40);
    later(from, u64::from(pen.rng.u32(30..span)))
}

/// Something the agency records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Raise { step: u8 },
    BeyondScale { percent: u32 },
    Evaluation(i32),
    Appointment,
    Planning,
    OwnError,
    Retirement,
}

fn raises(pen: &Pen<'_>, ends: NaiveDate, due: &mut Vec<(NaiveDate, Matter)>) {
    let group = pen.person.post.group();
    let (mut step, mut from, mut percent) = (pen.person.step, pen.person.paid_from, 0);
    loop {
        let months = if percent == 0 { raise_months(group) } else { 12 };
        from = super::days::first_of_month(months_later(from, months));
        if from >= ends {
            return;
        }
        if step < salary_table(group).steps {
            step += 1;
            due.push((from, Matter::Raise { step }));
        } else {
            percent = if percent == 0 { 5 } else { percent + 1 };
            due.push((from, Matter::BeyondScale { percent }));
        }
    }
}

impl Matter {
    fn write(self, pen: &mut Pen<'_>, day: NaiveDate) {
        match self {
            Self::Raise { step } => {
                let decision = decision(pen, earlier(day, 4));
                let mut entries = pay_fields(pen, step, day);
                let pay = pay_row(pen, step, day, "regular", &decision);
                entries.push(pay);
                pen.agency(entries, day, decision);
            }
            Self::BeyondScale { percent } => {
                let decision = decision(pen, earlier(day, 4));
                let top = salary_table(pen.person.post.group()).steps;
                let pay = pay_row(pen, top, day, "beyond_scale", &decision);
                let entries = vec![
                    single("beyond_scale_percent", percent.to_string()),
                    with_column(&pay, "beyond_scale", &percent.to_string()),
                ];
                pen.agency(entries, day, decision);
            }
            Self::Evaluation(year) => evaluation(pen, day, year),
            Self::Appointment => appointment(pen, day),
            Self::Planning => planning(pen, day),
            Self::OwnError => own_error(pen),
            Self::Retirement => retirement(pen, day),
        }
    }
}

fn evaluation(pen: &mut Pen<'_>, day: NaiveDate, year: i32) {
    let class = match pen.rng.u32(0..100) {
        0..=17 => "outstanding",
        18..=84 => "good",
        85..=97 => "completed",
        _ => "not_completed",
    };
    let id = pen.row_id();
    let entries =
        vec![row("evaluations", id, [("year", year.to_string()), ("class", class.to_owned())])];
    let decision = decision(pen, earlier(day, 2));
    pen.agency(entries, day, decision);
}

fn appointment(pen: &mut Pen<'_>, day: NaiveDate) {
    let decision = decision(pen, earlier(day, 5));
    let (position, allowance) = match super::intake::works_in_an_office(pen) {
        true => ("division_deputy", 30),
        false => ("vice_principal", 35),
    };
    let (id, ends) = (pen.row_id(), months_later(day, 60));
    let mut entries = singles([
        ("position_code", position.to_owned()),
        ("position_date", day.to_string()),
        ("position_term_end", ends.to_string()),
        ("position_allowance", hundredths(allowance)),
    ]);
    entries.push(row(
        "appointments",
        id,
        [
            ("kind", "appointment".to_owned()),
            ("position", position.to_owned()),
            ("from", day.to_string()),
            ("to", ends.to_string()),
            ("term_months", "60".to_owned()),
            ("decision_no", decision.number.to_string()),
            ("decision_date", decision.dated_on.to_string()),
        ],
    ));
    pen.agency(entries, day, decision);
}

fn planning(pen: &mut Pen<'_>, day: NaiveDate) {
    let decision = decision(pen, earlier(day, 3));
    let id = pen.row_id();
    let entries = vec![row(
        "planning",
        id,
        [
            ("position", "Phó trưởng đơn vị".to_owned()),
            ("term", "2026–2031".to_owned()),
            ("decision_no", decision.number.to_string()),
            ("decision_date", decision.dated_on.to_string()),
        ],
    )];
    pen.agency(entries, day, decision);
}

/// The officer finds a number of the agency's own mistyped: it stands corrected at once.
fn own_error(pen: &mut Pen<'_>) {
    let number = pen.number("QĐ-UBND");
    let original = paper(&number, earlier(pen.person.recruited, 5), DECIDES);
    pen.officer(DossierCommand::CorrectError {
        submission: None,
        entries: vec![single("recruit_decision_no", number)],
        paper: Some(original),
        reason: reason("Nhập sai số quyết định tuyển dụng, đã đối chiếu với bản gốc"),
    });
}

fn retirement(pen: &mut Pen<'_>, day: NaiveDate) {
    let decision = decision(pen, earlier(day, 20));
    pen.agency(vec![single("dossier_status", "retired")], day, decision);
    pen.wait(2);
    let closed_on = pen.day;
    pen.administrator_on_account(AccountCommand::CloseAccount {
        closed_on,
        reason: reason("Người lao động đã nghỉ hưu theo quyết định"),
    });
}
