//! The table held to Annex I of NĐ 135/2020/NĐ-CP: months of birth, ages and the months they lead to.

use super::*;

fn birth(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn expected(sex: Sex, text: &str) -> (Age, String, String) {
    let it = ages().expected(sex, birth(text)).unwrap();
    (it.age, it.reached.to_string(), it.begins_on.to_string())
}

/// Born from, born until, the age, and the first days of retirement of the first and the last of them.
type Line = (&'static str, &'static str, (i32, i32), &'static str, &'static str);

const MEN: &[Line] = &[
    ("1961-01", "1961-09", (60, 3), "2021-05-01", "2022-01-01"),
    ("1961-10", "1962-06", (60, 6), "2022-05-01", "2023-01-01"),
    ("1962-07", "1963-03", (60, 9), "2023-05-01", "2024-01-01"),
    ("1963-04", "1963-12", (61, 0), "2024-05-01", "2025-01-01"),
    ("1964-01", "1964-09", (61, 3), "2025-05-01", "2026-01-01"),
    ("1964-10", "1965-06", (61, 6), "2026-05-01", "2027-01-01"),
    ("1965-07", "1966-03", (61, 9), "2027-05-01", "2028-01-01"),
    ("1966-04", "1966-12", (62, 0), "2028-05-01", "2029-01-01"),
];

const WOMEN: &[Line] = &[
    ("1966-01", "1966-08", (55, 4), "2021-06-01", "2022-01-01"),
    ("1966-09", "1967-04", (55, 8), "2022-06-01", "2023-01-01"),
    ("1967-05", "1967-12", (56, 0), "2023-06-01", "2024-01-01"),
    ("1968-01", "1968-08", (56, 4), "2024-06-01", "2025-01-01"),
    ("1968-09", "1969-04", (56, 8), "2025-06-01", "2026-01-01"),
    ("1969-05", "1969-12", (57, 0), "2026-06-01", "2027-01-01"),
    ("1970-01", "1970-08", (57, 4), "2027-06-01", "2028-01-01"),
    ("1970-09", "1971-04", (57, 8), "2028-06-01", "2029-01-01"),
    ("1971-05", "1971-12", (58, 0), "2029-06-01", "2030-01-01"),
    ("1972-01", "1972-08", (58, 4), "2030-06-01", "2031-01-01"),
    ("1972-09", "1973-04", (58, 8), "2031-06-01", "2032-01-01"),
    ("1973-05", "1973-12", (59, 0), "2032-06-01", "2033-01-01"),
    ("1974-01", "1974-08", (59, 4), "2033-06-01", "2034-01-01"),
    ("1974-09", "1975-04", (59, 8), "2034-06-01", "2035-01-01"),
    ("1975-05", "1975-12", (60, 0), "2035-06-01", "2036-01-01"),
];

#[test]
fn months_of_birth_lead_to_the_ages_and_months_of_the_annex() {
    for (sex, lines) in [(Sex::Male, MEN), (Sex::Female, WOMEN)] {
        for (from, until, (years, months), first, last) in lines {
            for (born, begins_on) in [(from, first), (until, last)] {
                let (age, _reached, day) = expected(sex, born);
                assert_eq!(
                    (age, &*day),
                    (Age { years: *years, months: *months }, *begins_on),
                    "{born}"
                );
            }
        }
        // The lines follow one another without a gap and without two for one month.
        for pair in lines.windows(2) {
            let until = Month::of(birth(pair[0].1).earliest());
            assert_eq!(until.later(1), Month::of(birth(pair[1].0).earliest()));
        }
    }
}

#[test]
fn before_the_table_begins_and_after_it_ends_its_first_and_last_ages_hold() {
    for (sex, born, years, begins_on) in [
        (Sex::Male, "1960-12-31", 60, "2021-01-01"),
        (Sex::Male, "1950-02-10", 60, "2010-03-01"),
        (Sex::Female, "1965-12-01", 55, "2021-01-01"),
        (Sex::Male, "1990-06-15", 62, "2052-07-01"),
        (Sex::Female, "1990-06-15", 60, "2050-07-01"),
    ] {
        let (age, _reached, day) = expected(sex, born);
        assert_eq!((age, &*day), (Age { years, months: 0 }, begins_on), "{born}");
    }
}

#[test]
fn service_lasts_until_the_end_of_the_month_of_birth_whatever_the_day() {
    for born in ["1969-12-01", "1969-12-31", "1969-12"] {
        let told = (Age { years: 57, months: 0 }, "12/2026".to_owned(), "2027-01-01".to_owned());
        assert_eq!(expected(Sex::Female, born), told, "{born}");
    }
}

#[test]
fn a_birth_known_by_its_year_alone_counts_as_the_first_of_january() {
    assert_eq!(expected(Sex::Male, "1966"), expected(Sex::Male, "1966-01-01"));
    assert_eq!(ages().expected(Sex::Male, birth("1966")).unwrap().born.to_string(), "01/1966");
}

#[test]
fn each_row_names_an_act_that_is_there_and_years_follow_one_another() {
    let ages = ages();
    assert_eq!(ages.rows.first().map(|row| row.year), Some(2020));
    assert_eq!(ages.rows.last().map(|row| row.year), Some(2035));
    for pair in ages.rows.windows(2) {
        assert_eq!(pair[0].year + 1, pair[1].year);
        for sex in Sex::ALL {
            let grown = pair[1].age(sex).in_months() - pair[0].age(sex).in_months();
            let step = if sex == Sex::Male { 3 } else { 4 };
            assert!(grown == step || grown == 0, "{} {grown}", pair[1].year);
        }
    }
    for row in &ages.rows {
        let act = ages.acts.iter().find(|act| act.code == row.act).unwrap();
        assert!(act.in_force_from.year() <= row.year && act.basis.dated_on < act.in_force_from);
    }
}

#[test]
fn who_was_born_before_the_bound_has_retired_by_the_day_and_no_one_else() {
    for sex in Sex::ALL {
        for year in 2015..2045 {
            for month in 1..=12 {
                let day = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
                for day in [day, day.pred_opt().unwrap()] {
                    let bound = ages().born_from(sex, day);
                    let begins = |born: Month| ages().of_month(sex, born).unwrap().begins_on;
                    assert!(begins(bound) > day && begins(bound.later(-1)) <= day, "{sex:?} {day}");
                }
            }
        }
    }
}

#[test]
fn as_stored_texts_a_bound_parts_what_was_before_it_from_what_was_not() {
    let bound = |text: &str| Month::of(birth(text).earliest()).stored_bound();
    for (before, at) in [
        (&["1968", "1968-12", "1968-12-31"][..], "1969-01"),
        (&["1968", "1968-12-31", "1969", "1969-01", "1969-04-30"][..], "1969-05"),
    ] {
        assert!(before.iter().all(|stored| **stored < *bound(at)), "{at}");
    }
    for stored in ["1969", "1969-01", "1969-01-01", "1969-12-31"] {
        assert!(*stored >= *bound("1969-01"), "{stored}");
    }
    for stored in ["1969-05", "1969-05-01", "1970"] {
        assert!(*stored >= *bound("1969-05"), "{stored}");
    }
}
