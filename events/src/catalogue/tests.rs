//! What the catalogue takes, shows and questions, as an inspector could check it.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::ids::RowId;

fn code(text: &str) -> FieldCode {
    FieldCode::parse(text).unwrap()
}

fn row_slot(table: &str, number: u8) -> Slot {
    let id = format!("00000000-0000-7000-8000-0000000000{number:02}");
    Slot::row(code(table), RowId::parse(&id).unwrap())
}

fn row(columns: &[(&str, &str)]) -> Value {
    Value::Row(columns.iter().map(|(name, text)| (code(name), (*text).to_owned())).collect())
}

/// A record as far as a test needs it.
#[derive(Default, Clone)]
struct Given(BTreeMap<Slot, Value>);

fn given(singles: &[(&str, &str)]) -> Given {
    let single =
        |(name, text): &(&str, &str)| (Slot::single(code(name)), Value::Single((*text).to_owned()));
    Given(singles.iter().map(single).collect())
}

impl Given {
    fn and_row(mut self, table: &str, columns: &[(&str, &str)]) -> Self {
        let number = u8::try_from(self.0.len()).unwrap();
        self.0.insert(row_slot(table, number), row(columns));
        self
    }

    /// Judged on 05/01/2026, after checking that every value is one the catalogue would store.
    #[track_caller]
    fn then_breaches(self, expected: &[&str]) {
        for (slot, value) in &self.0 {
            assert_eq!(catalogue().check(slot, value), Ok(()), "{slot}");
        }
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let found = catalogue().breaches(&self.0, today);
        assert_eq!(found.iter().map(|breach| breach.code).collect::<Vec<_>>(), expected);
        for breach in &found {
            assert!(BREACH_CODES.contains(&breach.code) && !breach.slots.is_empty());
            assert_points_only_at_judged_places(breach);
        }
    }
}

/// Every test of a rule passes here, so a rule cannot point at a place `is_judged` leaves out.
#[track_caller]
fn assert_points_only_at_judged_places(breach: &Breach) {
    for slot in &breach.slots {
        assert!(catalogue().is_judged(slot.field.as_str()), "{} at {slot}", breach.code);
    }
}

#[track_caller]
fn refused(field: &str, column: Option<&str>, typed: &str) -> &'static str {
    let problem = catalogue().read(field, column, typed).unwrap_err().problem;
    assert!(Problem::CODES.contains(&problem.code()));
    problem.code()
}

#[test]
fn the_data_files_are_a_whole_catalogue_of_eleven_sections() {
    let catalogue = load::load(&FILES).unwrap();
    let sections: Vec<&str> =
        catalogue.sections().iter().map(|section| section.code.as_str()).collect();
    assert_eq!(
        sections,
        [
            "identity",
            "contact",
            "family",
            "education",
            "work",
            "pay",
            "party",
            "rewards",
            "health",
            "declarations",
            "documents",
        ]
    );
    assert_eq!(catalogue.version(), "2026-1");
    assert_eq!(catalogue.section_of("salary_history").unwrap().code.as_str(), "pay");
    assert_eq!(catalogue.section_of("first_recruit_date").unwrap().code.as_str(), "work");
    assert_eq!(catalogue.section_of("colour"), None);
}

#[test]
fn every_number_of_the_catalogue_from_1_to_97_is_a_field_or_a_table() {
    let numbers: BTreeSet<u16> = catalogue().fields().map(|field| field.number).collect();
    let missing: Vec<u16> = (1..=97).filter(|number| !numbers.contains(number)).collect();
    // 45 is the table planning, 64 allowances, 74 foreign_language, 95 housing, 96 land.
    assert_eq!(missing, [45, 64, 74, 95, 96]);
    for number in 2..=21 {
        let named = format!("T{number}");
        assert!(catalogue().tables().any(|table| table.number == named), "{named}");
    }
}

#[test]
fn what_a_person_types_is_stored_in_one_form() {
    for (field, column, typed, stored) in [
        ("full_name", None, "  Huỳnh  Thị Thu Châu\u{A0}", "Huỳnh Thị Thu Châu"),
        ("full_name", None, "Y H’Ring-Niê", "Y H’Ring-Niê"),
        ("personal_id_no", None, "079 085 012 345", "079085012345"),
        ("birth_date", None, "01.04.1969", "1969-04-01"),
        ("birth_date", None, "1979", "1979"),
        ("first_recruit_date", None, "9/2012", "2012-09"),
        ("ethnicity_code", None, "Khmer", "05"),
        ("sex", None, "Nữ", "female"),
        ("nationality", None, "việt nam", "VN"),
        ("phone_mobile", None, "+84 924 127 884", "0924127884"),
        ("email_private", None, "Chau.Huynh@Example.VN", "Chau.Huynh@example.vn"),
        ("salary_coefficient", None, "2,34", "2.34"),
        ("salary_percent", None, "85%", "85"),
        ("position_salary_amount", None, "2.340.000", "2340000"),
        ("relatives_abroad_flag", None, "Không", "false"),
        ("concurrent_positions", None, "Kế toán; Văn thư; kế toán", "accountant,clerk"),
        ("health_insurance_no", None, "gd4797912345678", "GD4797912345678"),
        ("salary_history", Some("step"), "03", "3"),
        ("work_history", Some("from_ym"), "09-1998", "1998-09"),
        ("family", Some("relation"), "Mẹ", "mother"),
    ] {
        let read = catalogue().read(field, column, typed);
        assert_eq!(read.as_deref(), Ok(stored), "{field} {typed}");
    }
}

#[test]
fn what_cannot_be_right_is_refused_with_the_code_of_its_sentence() {
    for (field, column, typed, expected) in [
        ("full_name", None, " ", "required"),
        ("full_name", None, "Anna 2", "name_charset"),
        ("full_name", None, "An\u{202E}na", "control_char"),
        ("personal_id_no", None, "72191108061", "cccd_format"),
        ("old_id_card_no", None, "12345678", "old_id_format"),
        ("phone_mobile", None, "909229206", "phone_format"),
        ("email_private", None, "a@b", "email_format"),
        ("birth_date", None, "31/02/2023", "date_unreal"),
        ("birth_date", None, "33461", "format"),
        ("id_card_issue_date", None, "9/2021", "date_missing_part"),
        ("grade_code", None, "V.07.99", "code_unknown"),
        ("ethnicity_code", None, "Sao Hỏa", "code_unknown"),
        ("salary_coefficient", None, "23,4", "money_coef"),
        ("salary_coefficient", None, "cao", "not_a_number"),
        ("salary_step", None, "13", "out_of_range"),
        ("height_cm", None, "1.700", "not_a_number"),
        ("relatives_abroad_flag", None, "có lẽ", "not_yes_or_no"),
        ("portrait", None, "anh.jpg", "format"),
        ("family", Some("birth_year"), "5/3/1950", "format"),
        ("family", Some("colour"), "red", "column_unknown"),
        ("family", None, "Mẹ", "not_a_row"),
        ("colour", None, "red", "field_unknown"),
    ] {
        assert_eq!(refused(field, column, typed), expected, "{field} {typed}");
    }
    assert_eq!(refused("strength", None, &"a".repeat(301)), "too_long");
}

#[test]
fn a_stored_value_is_checked_for_place_shape_form_and_required_columns() {
    let single = |text: &str| Value::Single(text.to_owned());
    let education = [("school", "Đại học Cần Thơ"), ("qualification", "university")];
    for (slot, value, expected) in [
        (Slot::single(code("sex")), single("female"), Ok(())),
        (Slot::single(code("sex")), single("Nữ"), Err("not_canonical")),
        (Slot::single(code("colour")), single("red"), Err("field_unknown")),
        (Slot::single(code("sex")), row(&[]), Err("not_a_single_value")),
        (row_slot("sex", 1), single("female"), Err("not_a_single_value")),
        (Slot::single(code("education")), single("university"), Err("not_a_row")),
        (row_slot("education", 1), row(&education), Ok(())),
        (row_slot("education", 1), row(&education[..1]), Err("required")),
        (row_slot("education", 1), row(&[("colour", "red")]), Err("column_unknown")),
    ] {
        let checked = catalogue().check(&slot, &value).map_err(|error| error.problem.code());
        assert_eq!(checked, expected, "{slot}");
    }
}

#[test]
fn a_value_is_shown_as_people_read_it() {
    for (field, column, stored, vi, en) in [
        ("birth_date", None, "1998-09-01", "01/09/1998", "01/09/1998"),
        ("birth_date", None, "1998-09", "09/1998", "09/1998"),
        ("birth_date", None, "1979", "1979", "1979"),
        ("salary_coefficient", None, "2.34", "2,34", "2.34"),
        ("income_main", None, "2340000", "2.340.000", "2,340,000"),
        ("sex", None, "female", "Nữ", "Female"),
        ("ethnicity_code", None, "05", "Khơ-me", "Khơ-me"),
        ("relatives_abroad_flag", None, "true", "Có", "Yes"),
        ("concurrent_positions", None, "accountant,clerk", "Kế toán; Văn thư", "Accountant; Clerk"),
        ("salary_history", Some("coefficient"), "4.98", "4,98", "4.98"),
        ("colour", None, "red", "red", "red"),
    ] {
        assert_eq!(catalogue().display(field, column, stored, Lang::Vi), vi);
        assert_eq!(catalogue().display(field, column, stored, Lang::En), en);
    }
    assert_eq!(catalogue().label("sex", Lang::Vi), "Giới tính");
    assert_eq!(catalogue().label("family", Lang::En), "Family");
    assert_eq!(catalogue().label("colour", Lang::Vi), "colour");
    assert_eq!(catalogue().column_label("salary_history", "step", Lang::Vi), "Bậc lương");
}

#[test]
fn an_empty_record_misses_all_a_person_must_say_and_nothing_an_agency_says() {
    let missing = catalogue().missing_for_submission(&BTreeMap::new());
    let missing: Vec<&str> = missing.iter().map(FieldCode::as_str).collect();
    assert_eq!(
        missing,
        [
            "full_name",
            "sex",
            "birth_date",
            "birth_place",
            "native_place",
            "ethnicity_code",
            "religion_code",
            "nationality",
            "personal_id_no",
            "id_card_issue_date",
            "id_card_issue_place",
            "social_insurance_no",
            "permanent_address",
            "current_address",
            "phone_mobile",
            "family",
            "general_education",
            "highest_qualification",
            "highest_major",
            "political_theory",
            "education",
            "work_history",
            "portrait",
        ]
    );
}

#[test]
fn a_person_without_training_owes_neither_a_major_nor_an_education_row() {
    let held = given(&[("highest_qualification", "untrained")]).0;
    let missing = catalogue().missing_for_submission(&held);
    for not_owed in ["highest_qualification", "highest_major", "education"] {
        assert!(!missing.contains(&code(not_owed)), "{not_owed}");
    }
}

#[test]
fn a_personal_id_agrees_with_sex_and_year_of_birth() {
    given(&[("personal_id_no", "072181123800"), ("sex", "female"), ("birth_date", "1981")])
        .then_breaches(&[]);
    given(&[("personal_id_no", "072181123800"), ("sex", "male"), ("birth_date", "1981-05-29")])
        .then_breaches(&["id_sex"]);
    given(&[("personal_id_no", "072181123800"), ("birth_date", "1982")])
        .then_breaches(&["id_birth_year"]);
    given(&[("personal_id_no", "072301123800"), ("sex", "female"), ("birth_date", "2001")])
        .then_breaches(&[]);
}

#[test]
fn an_age_is_questioned_only_when_the_dates_leave_no_doubt() {
    given(&[("birth_date", "1980-06-01"), ("first_recruit_date", "1998-05-31")])
        .then_breaches(&["recruited_before_18"]);
    given(&[("birth_date", "1980-06-01"), ("first_recruit_date", "1998-06-01")]).then_breaches(&[]);
    given(&[("birth_date", "1980"), ("first_recruit_date", "1998")]).then_breaches(&[]);
    given(&[("birth_date", "1980"), ("first_recruit_date", "1997")])
        .then_breaches(&["recruited_before_18"]);
    given(&[("birth_date", "1980"), ("party_join_date", "1997-12")])
        .then_breaches(&["party_before_18"]);
    given(&[("birth_date", "1980-06-01"), ("id_card_issue_date", "1994-05-31")])
        .then_breaches(&["id_card_before_14"]);
}

#[test]
fn a_person_in_service_is_18_to_75_years_old() {
    for (birth, expected) in [
        ("2008-01-05", vec![]),
        ("2008-01-06", vec!["age_out_of_range"]),
        ("2008", vec![]),
        ("1950-01-06", vec![]),
        ("1950-01-05", vec!["age_out_of_range"]),
        ("1950", vec![]),
        ("1949", vec!["age_out_of_range"]),
    ] {
        given(&[("birth_date", birth)]).then_breaches(&expected);
    }
    given(&[("birth_date", "1940"), ("dossier_status", "retired")]).then_breaches(&[]);
}

#[test]
fn dates_do_not_run_backwards_and_what_is_past_is_not_in_the_future() {
    given(&[("first_recruit_date", "2005-08"), ("current_org_join_date", "2005")])
        .then_breaches(&[]);
    given(&[("first_recruit_date", "2005-08"), ("current_org_join_date", "2004")])
        .then_breaches(&["dates_order"]);
    given(&[("position_date", "2024-05-01"), ("position_term_end", "2023-05-01")])
        .then_breaches(&["dates_order"]);
    given(&[("position_date", "2024-05-01"), ("position_term_end", "2029-05-01")])
        .then_breaches(&[]);
    given(&[])
        .and_row(
            "work_history",
            &[("from_ym", "2001-09"), ("to_ym", "2001-08"), ("unit_ref", "UBND xã")],
        )
        .then_breaches(&["dates_order"]);
    given(&[])
        .and_row("work_history", &[("from_ym", "2001-09"), ("unit_ref", "UBND xã")])
        .then_breaches(&[]);
    given(&[("id_card_issue_date", "2026-01-06")]).then_breaches(&["date_future"]);
    given(&[("id_card_issue_date", "2026-01-05")]).then_breaches(&[]);
}

#[test]
fn the_highest_qualification_stands_in_the_education_table() {
    let record = given(&[("highest_qualification", "master")]);
    record.clone().then_breaches(&[]);
    let university = [("school", "Đại học Cần Thơ"), ("qualification", "university")];
    let record = record.and_row("education", &university);
    record.clone().then_breaches(&["qualification_not_in_table"]);
    let master = [("school", "Đại học Trà Vinh"), ("qualification", "master")];
    record.and_row("education", &master).then_breaches(&[]);
}

#[test]
fn the_coefficient_is_the_one_of_the_table_for_group_and_step() {
    let pay = |grade, step, coefficient| {
        given(&[("grade_code", grade), ("salary_step", step), ("salary_coefficient", coefficient)])
    };
    pay("V.07.04.32", "3", "3.00").then_breaches(&[]);
    pay("01.002", "6", "6.10").then_breaches(&[]);
    pay("01.002", "6", "6.11").then_breaches(&["coefficient_table"]);
    pay("01.002", "9", "7.12").then_breaches(&["step_range"]);
    pay("15a.201", "6", "6.11").then_breaches(&[]);
    given(&[("grade_code", "01.003"), ("salary_table_group", "A0")])
        .then_breaches(&["grade_group"]);
    given(&[("salary_table_group", "A1"), ("salary_step", "8"), ("beyond_scale_percent", "5")])
        .then_breaches(&["beyond_scale_not_top"]);
    given(&[("salary_table_group", "A1"), ("salary_step", "9"), ("beyond_scale_percent", "5")])
        .then_breaches(&[]);
}

#[test]
fn what_no_rule_points_at_needs_no_judging() {
    for judged in ["sex", "salary_step", "salary_history", "work_history", "position_term_end"] {
        assert!(catalogue().is_judged(judged), "{judged}");
    }
    for free in ["phone_mobile", "marital_status", "dossier_status", "full_name", "horoscope"] {
        assert!(!catalogue().is_judged(free), "{free}");
    }
}

#[test]
fn every_salary_table_ends_at_the_coefficient_the_decree_prints() {
    for (group, last) in [
        ("A3.1", 800),
        ("A3.2", 755),
        ("A2.1", 678),
        ("A2.2", 638),
        ("A1", 498),
        ("A0", 489),
        ("B", 406),
        ("C1", 363),
        ("C2", 348),
        ("C3", 333),
    ] {
        let table = catalogue().salary_table(group).unwrap();
        assert_eq!(table.coefficient(table.steps), Some(last), "{group}");
        assert_eq!((table.coefficient(0), table.coefficient(table.steps + 1)), (None, None));
    }
}

#[test]
fn a_pay_row_is_judged_by_the_table_only_from_the_time_the_table_is_in_force() {
    let of = |from: &str| {
        let columns = [("from_ym", from), ("group", "A1"), ("step", "2"), ("coefficient", "2.06")];
        given(&[]).and_row("salary_history", &columns)
    };
    of("2004-10").then_breaches(&["coefficient_table"]);
    of("2003-05").then_breaches(&[]);
}

#[test]
fn every_grade_with_a_known_group_has_a_salary_table() {
    for item in &catalogue().code_list("grades").unwrap().items {
        if let Some(group) = &item.salary_group {
            assert!(catalogue().salary_table(group).is_some(), "{}", item.code);
        }
    }
    for grade in ["V.07.04.32", "01.001", "01.002", "01.003", "01.004", "01.005"] {
        let item = catalogue().code_list("grades").unwrap().find(grade);
        assert!(item.is_some_and(|item| item.salary_group.is_some()), "{grade}");
    }
}

/// Every place a value can be typed into.
fn places() -> Vec<(String, Option<String>)> {
    let fields = catalogue().fields().map(|field| (field.code.to_string(), None));
    let columns = catalogue().tables().flat_map(|table| {
        let place = |column: &Column| (table.code.to_string(), Some(column.code.to_string()));
        table.columns.iter().map(place).collect::<Vec<_>>()
    });
    fields.chain(columns).collect()
}

#[track_caller]
fn assert_stored_form_is_stable(field: &str, column: Option<&str>, typed: &str) {
    if let Ok(stored) = catalogue().read(field, column, typed) {
        assert_eq!(catalogue().read(field, column, &stored), Ok(stored.clone()), "{field} {typed}");
        if column.is_none() {
            let value = Value::Single(stored);
            assert_eq!(catalogue().check(&Slot::single(code(field)), &value), Ok(()));
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_what_is_stored_reads_back_as_itself(
        typed in any::<String>(),
        place in proptest::sample::select(places()),
    ) {
        assert_stored_form_is_stable(&place.0, place.1.as_deref(), &typed);
    }

    #[test]
    fn numbers_dates_and_identifiers_read_back_as_themselves(
        typed in "[0-9+]{1,6}[ ./,-]{0,2}[0-9]{0,4}[ ./,-]{0,1}[0-9]{0,4}",
    ) {
        for (field, column) in [
            ("birth_date", None),
            ("salary_coefficient", None),
            ("position_allowance", None),
            ("income_main", None),
            ("salary_step", None),
            ("phone_mobile", None),
            ("tax_code", None),
            ("grade_code", None),
            ("family", Some("birth_year")),
        ] {
            assert_stored_form_is_stable(field, column, &typed);
        }
    }

    #[test]
    fn every_amount_reads_back_from_how_it_is_shown(amount in 0..=MONEY_MAX) {
        for lang in [Lang::Vi, Lang::En] {
            let shown = catalogue().display("income_main", None, &amount.to_string(), lang);
            prop_assert_eq!(catalogue().read("income_main", None, &shown), Ok(amount.to_string()));
        }
    }

    #[test]
    fn every_coefficient_reads_back_from_how_it_is_shown(hundredths in 100i64..=1000) {
        let stored = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let shown = catalogue().display("salary_coefficient", None, &stored, Lang::Vi);
        prop_assert_eq!(catalogue().read("salary_coefficient", None, &shown), Ok(stored));
    }

    #[test]
    fn judging_a_record_never_fails_whatever_it_holds(texts in proptest::collection::vec(
        (proptest::sample::select(places()), any::<String>()), 0..20)) {
        let mut held = BTreeMap::new();
        for (number, ((field, column), text)) in (0u8..).zip(texts) {
            match column {
                None => held.insert(Slot::single(code(&field)), Value::Single(text)),
                Some(column) => held.insert(row_slot(&field, number), row(&[(&column, &text)])),
            };
        }
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let found = catalogue().breaches(&held, today);
        prop_assert!(found.iter().all(|breach| BREACH_CODES.contains(&breach.code)));
        found.iter().for_each(assert_points_only_at_judged_places);
        catalogue().missing_for_submission(&held);
    }
}

#[test]
fn every_data_file_is_handed_out_under_its_own_name() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue");
    let mut names = vec![];
    for (name, text) in super::sources() {
        assert_eq!(std::fs::read_to_string(folder.join(name)).unwrap(), text, "{name}");
        names.push(name);
    }
    let there = ["fields", "tables", "lists"]
        .map(|part| std::fs::read_dir(folder.join(part)).unwrap().count());
    assert_eq!(names.len(), 1 + there.iter().sum::<usize>());
}
