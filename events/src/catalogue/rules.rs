//! Rules that span several fields of one record.
//!
//! A breach is something to look at, not a wall: old papers do contradict each other. A rule that
//! lacks a value it needs is silent, and a partial date counts only where the breach is certain.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{Catalogue, Field, Kind, PartialDate, SalaryTable, number::decimal_units};
use crate::entry::{FieldCode, Slot, Value};

/// A rule that a record breaks, and the places the rule looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The stable code, key of the sentence shown to the user.
    pub code: &'static str,
    /// Where the contradicting values stand.
    pub slots: Vec<Slot>,
}

/// Every code a breach can have; each has a sentence in every language.
pub const BREACH_CODES: &[&str] = &[
    "id_sex",
    "id_birth_year",
    "recruited_before_18",
    "party_before_18",
    "id_card_before_14",
    "age_out_of_range",
    "date_future",
    "dates_order",
    "qualification_not_in_table",
    "grade_group",
    "step_range",
    "coefficient_table",
    "beyond_scale_not_top",
];

/// The fields and the table that the rules below name; those they find by their dates are data.
const NAMED: &[&str] = &[
    "personal_id_no",
    "sex",
    "birth_date",
    "first_recruit_date",
    "party_join_date",
    "id_card_issue_date",
    "highest_qualification",
    "grade_code",
    "salary_table_group",
    "salary_step",
    "salary_coefficient",
    "beyond_scale_percent",
    "salary_history",
];

/// Whether a breach can point at the field or table. What a rule reads and never points at
/// (`dossier_status`, the qualifications of `education`) does not count.
pub(super) fn can_point_at(catalogue: &Catalogue, field_or_table: &str) -> bool {
    NAMED.contains(&field_or_table)
        || catalogue.field(field_or_table).is_some_and(|field| is_past(&field.kind))
        || catalogue.table(field_or_table).is_some_and(|table| {
            !table.dates_in_order.is_empty()
                || table.columns.iter().any(|column| is_past(&column.kind))
        })
        || catalogue.dates_in_order.iter().any(|(earlier, later)| {
            [earlier, later].map(FieldCode::as_str).contains(&field_or_table)
        })
}

/// Whether a date of this kind never lies after today.
fn is_past(kind: &Kind) -> bool {
    matches!(kind, Kind::Date { past: true, .. })
}

pub(super) fn breaches<'a>(
    catalogue: &Catalogue,
    held: impl IntoIterator<Item = (&'a Slot, &'a Value)>,
    today: NaiveDate,
) -> Vec<Breach> {
    let mut judge = Judge { catalogue, record: Record::new(held), today, found: Vec::new() };
    judge.id_against_sex_and_birth_year();
    judge.ages();
    judge.age_in_service();
    judge.dates_in_the_future();
    judge.single_dates_in_order();
    judge.row_dates_in_order();
    judge.highest_qualification_in_education();
    judge.present_pay();
    judge.pay_rows();
    judge.found
}

type Columns = BTreeMap<FieldCode, String>;

/// The values held, by field; a value of the wrong shape is left out.
struct Record<'a> {
    singles: BTreeMap<&'a str, (&'a Slot, &'a str)>,
    rows: Vec<(&'a Slot, &'a Columns)>,
}

impl<'a> Record<'a> {
    fn new(held: impl IntoIterator<Item = (&'a Slot, &'a Value)>) -> Self {
        let mut record = Self { singles: BTreeMap::new(), rows: Vec::new() };
        for (slot, value) in held {
            match (slot.row, value) {
                (None, Value::Single(text)) => {
                    record.singles.insert(slot.field.as_str(), (slot, text.as_str()));
                }
                (Some(_), Value::Row(columns)) => record.rows.push((slot, columns)),
                _ => {}
            }
        }
        record
    }

    fn text(&self, field: &str) -> Option<(&'a Slot, &'a str)> {
        self.singles.get(field).copied()
    }

    fn date(&self, field: &str) -> Option<(&'a Slot, PartialDate)> {
        let (slot, text) = self.text(field)?;
        Some((slot, PartialDate::parse(text).ok()?))
    }

    fn rows_of(&self, table: &str) -> impl Iterator<Item = (&'a Slot, &'a Columns)> {
        self.rows.iter().copied().filter(move |(slot, _)| slot.field.as_str() == table)
    }
}

fn column_date(columns: &Columns, column: &str) -> Option<PartialDate> {
    PartialDate::parse(columns.get(column)?).ok()
}

fn years_after(day: NaiveDate, years: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(years * 12))
}

/// Pay as one record or one row states it.
struct Pay<'a> {
    table: &'a SalaryTable,
    step: u8,
    slots: Vec<Slot>,
}

struct Judge<'a> {
    catalogue: &'a Catalogue,
    record: Record<'a>,
    today: NaiveDate,
    found: Vec<Breach>,
}

impl<'a> Judge<'a> {
    fn breach<'s>(&mut self, code: &'static str, slots: impl IntoIterator<Item = &'s Slot>) {
        self.found.push(Breach { code, slots: slots.into_iter().cloned().collect() });
    }

    /// `id_sex`, `id_birth_year`: the fourth digit of a personal id says sex and century, the next
    /// two the year of birth. Source: Luật Căn cước, NĐ 137/2015 Art. 7 (general knowledge).
    fn id_against_sex_and_birth_year(&mut self) {
        let Some((id_slot, id)) = self.record.text("personal_id_no") else { return };
        if Kind::PersonId.read(&BTreeMap::new(), id).as_deref() != Ok(id) {
            return;
        }
        let digits: Vec<i32> = id.bytes().map(|b| i32::from(b - b'0')).collect();
        let [_, _, _, century_and_sex, tens, ones, ..] = digits.as_slice() else { return };
        if let Some((slot, sex)) = self.record.text("sex") {
            let by_id = if century_and_sex % 2 == 0 { "male" } else { "female" };
            if matches!(sex, "male" | "female") && sex != by_id {
                self.breach("id_sex", [id_slot, slot]);
            }
        }
        if let Some((slot, birth)) = self.record.date("birth_date") {
            let by_id = 1900 + century_and_sex / 2 * 100 + tens * 10 + ones;
            if birth.year() != by_id {
                self.breach("id_birth_year", [id_slot, slot]);
            }
        }
    }

    /// `recruited_before_18`: nobody is recruited before the age of 18 (Luật CBCC, catalogue 31).
    /// `party_before_18`: nobody joins the Party before 18 (Party rules, catalogue 77).
    /// `id_card_before_14`: no identity card before 14 (catalogue 3; younger since 07/2024).
    fn ages(&mut self) {
        let Some((birth_slot, birth)) = self.record.date("birth_date") else { return };
        for (code, field, years) in [
            ("recruited_before_18", "first_recruit_date", 18),
            ("party_before_18", "party_join_date", 18),
            ("id_card_before_14", "id_card_issue_date", 14),
        ] {
            let Some((slot, date)) = self.record.date(field) else { continue };
            if years_after(birth.earliest(), years).is_some_and(|day| date.latest() < day) {
                self.breach(code, [birth_slot, slot]);
            }
        }
    }

    /// `age_out_of_range`: a person in service is 18 to 75 years old (catalogue 10). Those whose
    /// service has ended, and those whose dossier is closed, may be older.
    fn age_in_service(&mut self) {
        let Some((slot, birth)) = self.record.date("birth_date") else { return };
        let status = self.record.text("dossier_status").map(|(_, status)| status);
        let too_young = years_after(birth.earliest(), 18).is_some_and(|day| self.today < day);
        let too_old = years_after(birth.latest(), 76).is_some_and(|day| day <= self.today);
        if too_young || (too_old && !status.is_some_and(|status| ENDED.contains(&status))) {
            self.breach("age_out_of_range", [slot]);
        }
    }

    /// `date_future`: a date the catalogue marks as past lies after today.
    fn dates_in_the_future(&mut self) {
        let singles: Vec<&Field> =
            self.catalogue.fields().filter(|field| is_past(&field.kind)).collect();
        for field in singles {
            if let Some((slot, date)) = self.record.date(field.code.as_str())
                && date.earliest() > self.today
            {
                self.breach("date_future", [slot]);
            }
        }
        for (slot, columns) in self.record.rows.clone() {
            let Some(table) = self.catalogue.table(slot.field.as_str()) else { continue };
            let future =
                table.columns.iter().filter(|column| is_past(&column.kind)).any(|column| {
                    column_date(columns, column.code.as_str())
                        .is_some_and(|date| date.earliest() > self.today)
                });
            if future {
                self.breach("date_future", [slot]);
            }
        }
    }

    /// `dates_order`, single fields: the pairs are data (`dates_in_order`; catalogue 35, 42, 78, 83).
    fn single_dates_in_order(&mut self) {
        for (earlier, later) in &self.catalogue.dates_in_order {
            let first = self.record.date(earlier.as_str());
            let second = self.record.date(later.as_str());
            if let (Some((first_slot, first)), Some((second_slot, second))) = (first, second)
                && second.certainly_before(&first)
            {
                self.breach("dates_order", [first_slot, second_slot]);
            }
        }
    }

    /// `dates_order`, rows: from is not after to (catalogue T1 to T21, `order` of each table).
    fn row_dates_in_order(&mut self) {
        for (slot, columns) in self.record.rows.clone() {
            let Some(table) = self.catalogue.table(slot.field.as_str()) else { continue };
            let backwards = table.dates_in_order.iter().any(|(from, to)| {
                let from = column_date(columns, from.as_str());
                let to = column_date(columns, to.as_str());
                from.zip(to).is_some_and(|(from, to)| to.certainly_before(&from))
            });
            if backwards {
                self.breach("dates_order", [slot]);
            }
        }
    }

    /// `qualification_not_in_table`: the highest qualification is one of those in the education
    /// table (catalogue 67), judged once the table holds a qualification.
    fn highest_qualification_in_education(&mut self) {
        let Some((slot, highest)) = self.record.text("highest_qualification") else { return };
        let held: Vec<&str> = self
            .record
            .rows_of("education")
            .filter_map(|(_, columns)| columns.get("qualification").map(String::as_str))
            .collect();
        if !held.is_empty() && highest != "untrained" && !held.contains(&highest) {
            self.breach("qualification_not_in_table", [slot]);
        }
    }

    /// Present pay: `grade_group` where the grade's group is known, then step and coefficient
    /// (NĐ 204/2004). Without a group the grade's own group is taken.
    fn present_pay(&mut self) {
        let grade = self.record.text("grade_code");
        let by_grade = grade.and_then(|(slot, code)| {
            let group = self.catalogue.code_list("grades")?.find(code)?.salary_group.as_deref()?;
            Some((slot, group))
        });
        let stated = self.record.text("salary_table_group");
        if let (Some((grade_slot, by_grade)), Some((slot, group))) = (by_grade, stated)
            && by_grade != group
        {
            self.breach("grade_group", [grade_slot, slot]);
        }
        let Some((group_slot, group)) = stated.or(by_grade) else { return };
        let Some(table) = self.catalogue.salary_table(group) else { return };
        let Some((step_slot, step)) = self.record.text("salary_step") else { return };
        let Ok(step) = step.parse() else { return };
        let pay = Pay { table, step, slots: vec![group_slot.clone(), step_slot.clone()] };
        let coefficient = self.record.text("salary_coefficient");
        let beyond = self.record.text("beyond_scale_percent");
        self.step_and_coefficient(&pay, coefficient);
        self.beyond_scale(&pay, beyond);
    }

    /// Each row of `salary_history` that is certainly of the time the salary tables are in force.
    fn pay_rows(&mut self) {
        let rows: Vec<_> = self.record.rows_of("salary_history").collect();
        for (slot, columns) in rows {
            let text = |column: &str| columns.get(column).map(String::as_str);
            let table = text("group").and_then(|group| self.catalogue.salary_table(group));
            let step = text("step").and_then(|step| step.parse().ok());
            let from = column_date(columns, "from_ym");
            let (Some(table), Some(step), Some(from)) = (table, step, from) else { continue };
            if from.earliest() < table.in_force_from {
                continue;
            }
            let pay = Pay { table, step, slots: vec![slot.clone()] };
            self.step_and_coefficient(&pay, text("coefficient").map(|text| (slot, text)));
            self.beyond_scale(&pay, text("beyond_scale").map(|text| (slot, text)));
        }
    }

    /// `step_range`: the step exists in the group. `coefficient_table`: the coefficient is that of
    /// the step. Source: tables 2 and 3 of NĐ 204/2004 (catalogue 56, 57, L6).
    fn step_and_coefficient(&mut self, pay: &Pay<'_>, coefficient: Option<(&Slot, &str)>) {
        let Some(expected) = pay.table.coefficient(pay.step) else {
            self.breach("step_range", &pay.slots);
            return;
        };
        let Some((slot, text)) = coefficient else { return };
        if decimal_units(text, 2).is_some_and(|actual| actual != expected) {
            self.breach("coefficient_table", with(&pay.slots, slot).iter());
        }
    }

    /// `beyond_scale_not_top`: only those at the top step are paid beyond the scale (catalogue 59,
    /// TT 04/2005/TT-BNV).
    fn beyond_scale(&mut self, pay: &Pay<'_>, percent: Option<(&Slot, &str)>) {
        let Some((slot, percent)) = percent else { return };
        if percent.parse::<u32>().is_ok_and(|percent| percent > 0) && pay.step < pay.table.steps {
            self.breach("beyond_scale_not_top", with(&pay.slots, slot).iter());
        }
    }
}

/// Statuses of people no longer in service.
const ENDED: &[&str] = &[
    "transferred_out",
    "retired",
    "resigned",
    "redundant",
    "dismissed",
    "term_ended",
    "deceased",
    "archived",
    "duplicate_merged",
];

fn with(slots: &[Slot], one_more: &Slot) -> Vec<Slot> {
    let mut all = slots.to_vec();
    if !all.contains(one_more) {
        all.push(one_more.clone());
    }
    all
}
