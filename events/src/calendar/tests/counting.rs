//! Terms, explanations and the shipped calendars.

use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, TimeZone as _, Utc, Weekday};
use proptest::prelude::*;

use super::{day, folded, is_new_year_swap, off, official, paper};
use crate::calendar::{
    Calendar, CalendarEvent, CalendarGap, DayKind, DayLine, TermUnit, last_instant, local_date,
    official_calendars,
};

static OFFICIAL: LazyLock<Calendar> = LazyLock::new(official);

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first.iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn terms_in_working_days_end_on_the_days_the_law_gives() {
    for (from, n, due) in [
        ("05/4/2023", 5, "12/4/2023"),
        ("26/4/2024", 5, "07/5/2024"),
        ("26/12/2025", 5, "06/01/2026"),
        ("05/01/2026", 5, "10/01/2026"),
        ("12/02/2026", 5, "26/02/2026"),
        ("14/02/2026", 5, "27/02/2026"),
        ("20/4/2026", 10, "07/5/2026"),
        ("20/8/2026", 5, "26/8/2026"),
        ("20/8/2026", 10, "07/9/2026"),
        ("20/11/2026", 5, "30/11/2026"),
        ("02/02/2027", 5, "16/02/2027"),
    ] {
        let got = OFFICIAL.add_working_days(day(from), n);
        assert_eq!(got, Ok(day(due)), "{n} working days after {from}");
    }
}

#[test]
fn the_swap_of_02_01_2026_moves_a_due_date_once_it_is_known() {
    let facts = official_calendars();
    let (swap, before): (Vec<_>, Vec<_>) = facts.into_iter().partition(is_new_year_swap);
    let mut calendar = folded(&before);
    let terms =
        [("26/12/2025", "05/01/2026", "06/01/2026"), ("05/01/2026", "12/01/2026", "10/01/2026")];
    for (from, without, _with) in terms {
        assert_eq!(calendar.add_working_days(day(from), 5), Ok(day(without)));
    }
    let version = calendar.version();
    calendar.evolve(&swap[0]);
    assert_eq!(calendar.version(), version + 1);
    for (from, _without, with) in terms {
        assert_eq!(calendar.add_working_days(day(from), 5), Ok(day(with)));
    }
}

#[test]
fn every_year_has_the_days_off_of_the_labour_code() {
    for (year, days_off, working_days) in
        [(2023, 11, 249), (2024, 11, 251), (2025, 11, 250), (2026, 12, 249), (2027, 12, 249)]
    {
        let is_weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let worked = |day: &NaiveDate| OFFICIAL.is_working_day(*day).unwrap();
        let weekdays_off = days_of(year).filter(|day| !is_weekend(day) && !worked(day)).count();
        let saturdays = days_of(year).filter(|day| is_weekend(day) && worked(day)).count();
        assert_eq!(weekdays_off - saturdays, days_off, "days off in {year}");
        assert_eq!(days_of(year).filter(worked).count(), working_days, "worked in {year}");
        let last_of_old = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        let between = OFFICIAL.working_days_between(last_of_old, last).unwrap();
        assert_eq!(between, working_days as i64);
    }
}

#[test]
fn a_day_of_an_unpublished_year_is_a_gap_that_names_the_year() {
    let gap = |year| CalendarGap { year };
    assert_eq!(OFFICIAL.is_working_day(day("30/12/2022")), Err(gap(2022)));
    assert_eq!(OFFICIAL.is_working_day(day("03/01/2028")), Err(gap(2028)));
    assert_eq!(Calendar::default().is_working_day(day("05/4/2023")), Err(gap(2023)));
    assert_eq!(gap(2028).to_string(), "the working calendar of 2028 is not published");
}

#[test]
fn a_term_that_runs_into_an_unpublished_year_is_a_gap() {
    let gap = CalendarGap { year: 2028 };
    assert_eq!(OFFICIAL.add_working_days(day("24/12/2027"), 5), Ok(day("31/12/2027")));
    assert_eq!(OFFICIAL.add_working_days(day("27/12/2027"), 5), Err(gap));
    assert_eq!(OFFICIAL.add_plain_days(day("30/12/2027"), 3), Err(gap));
    assert_eq!(OFFICIAL.explain(day("27/12/2027"), 5, TermUnit::WorkingDays), Err(gap));
    assert_eq!(OFFICIAL.working_days_between(day("27/12/2027"), day("03/01/2028")), Err(gap));
    assert_eq!(OFFICIAL.working_days_between(day("03/01/2028"), day("27/12/2027")), Err(gap));
    let end_of_time = OFFICIAL.add_plain_days(day("05/4/2023"), u32::MAX);
    assert_eq!(end_of_time, Err(CalendarGap { year: NaiveDate::MAX.year() }));
}

#[test]
fn a_known_year_beyond_an_unknown_one_does_not_bridge_it() {
    let years: Vec<_> = official_calendars()
        .into_iter()
        .filter(|event| {
            !matches!(event, CalendarEvent::CalendarPublished { year, .. } if *year == 2025)
        })
        .collect();
    let gap = Err(CalendarGap { year: 2025 });
    assert_eq!(folded(&years).working_days_between(day("30/12/2024"), day("05/01/2026")), gap);
}

#[test]
fn the_first_day_is_never_counted_even_in_an_unknown_year() {
    // Friday: counting it would end the term on Monday 10/4.
    assert_eq!(OFFICIAL.add_working_days(day("07/4/2023"), 1), Ok(day("10/4/2023")));
    assert_eq!(OFFICIAL.add_working_days(day("31/12/2022"), 1), Ok(day("03/01/2023")));
    assert_eq!(OFFICIAL.working_days_between(day("31/12/2022"), day("03/01/2023")), Ok(1));
}

#[test]
fn a_worked_saturday_is_a_working_day_and_the_day_it_pays_for_is_not() {
    for (worked, off) in [
        ("04/5/2024", "29/4/2024"),
        ("26/4/2025", "02/5/2025"),
        ("10/01/2026", "02/01/2026"),
        ("22/8/2026", "31/8/2026"),
    ] {
        assert_eq!(OFFICIAL.is_working_day(day(worked)), Ok(true), "{worked}");
        assert_eq!(OFFICIAL.is_working_day(day(off)), Ok(false), "{off}");
    }
}

#[test]
fn a_term_in_plain_days_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    for (from, n, due) in [
        ("01/7/2026", 1, "02/7/2026"),
        ("01/7/2026", 3, "06/7/2026"),   // Saturday 04/7
        ("13/02/2026", 3, "23/02/2026"), // Monday of Tết
        ("19/8/2026", 3, "22/8/2026"),   // a worked Saturday is no day off
        ("27/8/2026", 3, "03/9/2026"),   // Sunday 30/8, then the break of 31/8–02/9
    ] {
        let got = OFFICIAL.add_plain_days(day(from), n);
        assert_eq!(got, Ok(day(due)), "{n} days after {from}");
    }
}

#[test]
fn a_term_in_working_days_is_explained_day_by_day() {
    let line = |date, counted, why| DayLine { date: day(date), counted, why };
    let name = |name: &str| DayKind::DayOff { name: name.to_owned() };
    let lines = OFFICIAL.explain(day("26/4/2024"), 5, TermUnit::WorkingDays).unwrap();
    assert_eq!(
        lines,
        [
            line("26/4/2024", None, DayKind::StartDay),
            line("27/4/2024", None, DayKind::Weekend),
            line("28/4/2024", None, DayKind::Weekend),
            line("29/4/2024", None, DayKind::SwappedOff { worked: day("04/5/2024") }),
            line("30/4/2024", None, name("Ngày Chiến thắng")),
            line("01/5/2024", None, name("Ngày Quốc tế lao động")),
            line("02/5/2024", Some(1), DayKind::WorkingDay),
            line("03/5/2024", Some(2), DayKind::WorkingDay),
            line("04/5/2024", Some(3), DayKind::WorkedSaturday { in_place_of: day("29/4/2024") }),
            line("05/5/2024", None, DayKind::Weekend),
            line("06/5/2024", Some(4), DayKind::WorkingDay),
            line("07/5/2024", Some(5), DayKind::WorkingDay),
        ]
    );
}

#[test]
fn a_term_in_plain_days_is_explained_with_the_reason_it_moved() {
    let line = |date, counted, why| DayLine { date: day(date), counted, why };
    let lines = OFFICIAL.explain(day("01/7/2026"), 3, TermUnit::Days).unwrap();
    assert_eq!(
        lines,
        [
            line("01/7/2026", None, DayKind::StartDay),
            line("02/7/2026", Some(1), DayKind::PlainDay),
            line("03/7/2026", Some(2), DayKind::PlainDay),
            line("04/7/2026", Some(3), DayKind::Weekend),
            line("05/7/2026", None, DayKind::Weekend),
            line("06/7/2026", None, DayKind::WorkingDay),
        ]
    );
}

#[test]
fn what_remains_and_what_is_late_are_counted_in_working_days() {
    for (after, until, days) in [
        ("20/11/2026", "20/11/2026", 0),
        ("20/11/2026", "30/11/2026", 5),
        ("30/11/2026", "20/11/2026", -5),
        ("21/11/2026", "22/11/2026", 0),
        ("08/01/2026", "10/01/2026", 2),
        ("24/12/2025", "06/01/2026", 7),
    ] {
        let got = OFFICIAL.working_days_between(day(after), day(until));
        assert_eq!(got, Ok(days), "after {after} until {until}");
    }
}

#[test]
fn a_fact_says_which_days_it_can_change() {
    let basis = paper("1/QĐ-UBND");
    let published = &official_calendars()[0];
    assert_eq!(Calendar::touches(published), (day("01/01/2023"), day("31/12/2023")));
    let decreed = CalendarEvent::DayOffDecreed {
        date: day("16/9/2026"),
        name: "Bão".to_owned(),
        basis: basis.clone(),
    };
    assert_eq!(Calendar::touches(&decreed), (day("16/9/2026"), day("16/9/2026")));
    let swapped = CalendarEvent::WorkdaySwapped {
        off: day("31/8/2026"),
        worked: day("22/8/2026"),
        basis: basis.clone(),
    };
    assert_eq!(Calendar::touches(&swapped), (day("22/8/2026"), day("31/8/2026")));
    let far = CalendarEvent::CalendarPublished {
        year: i32::MAX,
        days_off: vec![],
        worked_saturdays: vec![],
        basis,
    };
    assert_eq!(Calendar::touches(&far), (NaiveDate::MAX, NaiveDate::MAX));
}

#[test]
fn a_year_recorded_twice_holds_as_recorded_last() {
    let published = |days_off| CalendarEvent::CalendarPublished {
        year: 2029,
        days_off,
        worked_saturdays: vec![],
        basis: paper("1/QĐ-UBND"),
    };
    let calendar = folded(&[
        published(vec![off("01/01/2029", "Tết Dương lịch"), off("02/01/2029", "gõ nhầm")]),
        published(vec![off("01/01/2029", "Tết Dương lịch")]),
    ]);
    assert_eq!(calendar.is_working_day(day("01/01/2029")), Ok(false));
    assert_eq!(calendar.is_working_day(day("02/01/2029")), Ok(true));
    assert_eq!(calendar.version(), 2);
}

#[test]
fn a_day_begins_and_ends_at_midnight_in_viet_nam() {
    let utc = |d, h, m, s| Utc.with_ymd_and_hms(2026, 11, d, h, m, s).unwrap();
    assert_eq!(local_date(utc(22, 16, 59, 59)), day("22/11/2026"));
    assert_eq!(local_date(utc(22, 17, 0, 0)), day("23/11/2026"));
    assert_eq!(last_instant(day("23/11/2026")), utc(23, 17, 0, 0));
    assert_eq!(local_date(last_instant(day("23/11/2026"))), day("24/11/2026"));
}

#[test]
fn a_calendar_is_the_same_after_it_was_written_down_and_read_back() {
    let text = serde_json::to_string(&*OFFICIAL).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), *OFFICIAL);
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    // 01/01/2023 and four years and a half on: forty working days never leave 2027.
    (0u64..1640).prop_map(|days| day("01/01/2023") + Days::new(days))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_explanation_ends_on_the_due_date_and_counts_every_day_once(
        from in a_day(), n in 1u32..40,
    ) {
        for unit in [TermUnit::WorkingDays, TermUnit::Days] {
            let due = match unit {
                TermUnit::WorkingDays => OFFICIAL.add_working_days(from, n),
                TermUnit::Days => OFFICIAL.add_plain_days(from, n),
            }.unwrap();
            let lines = OFFICIAL.explain(from, n, unit).unwrap();
            prop_assert_eq!(lines[0].clone(), DayLine {
                date: from, counted: None, why: DayKind::StartDay,
            });
            prop_assert_eq!(lines[lines.len() - 1].date, due);
            let follows = |pair: &[DayLine]| pair[0].date.succ_opt() == Some(pair[1].date);
            prop_assert!(lines.windows(2).all(follows));
            let counted: Vec<u32> = lines.iter().filter_map(|line| line.counted).collect();
            prop_assert_eq!(counted, (1..=n).collect::<Vec<_>>());
            prop_assert!(OFFICIAL.is_working_day(due).unwrap());
            for line in &lines[1..] {
                let worked = OFFICIAL.is_working_day(line.date).unwrap();
                let says_worked =
                    matches!(line.why, DayKind::WorkingDay | DayKind::WorkedSaturday { .. });
                prop_assert!(line.why == DayKind::PlainDay || says_worked == worked);
                prop_assert!(unit == TermUnit::Days || line.counted.is_some() == worked);
            }
        }
    }

    #[test]
    fn the_working_days_between_start_and_due_date_are_the_term(from in a_day(), n in 1u32..40) {
        let due = OFFICIAL.add_working_days(from, n).unwrap();
        prop_assert_eq!(OFFICIAL.working_days_between(from, due), Ok(i64::from(n)));
        prop_assert_eq!(OFFICIAL.working_days_between(due, from), Ok(-i64::from(n)));
    }

    #[test]
    fn working_days_between_is_what_counting_one_by_one_gives(from in a_day(), length in 0u64..90) {
        let until = from + Days::new(length);
        let counted = from.iter_days().skip(1).take_while(|day| *day <= until)
            .filter(|day| OFFICIAL.is_working_day(*day).unwrap()).count();
        prop_assert_eq!(OFFICIAL.working_days_between(from, until), Ok(counted as i64));
    }

    #[test]
    fn one_more_day_off_never_makes_a_term_shorter(
        from in a_day(), n in 1u32..20, decreed in a_day(),
    ) {
        let mut calendar = OFFICIAL.clone();
        calendar.evolve(&CalendarEvent::DayOffDecreed {
            date: decreed, name: "Bão".to_owned(), basis: paper("1/QĐ-UBND"),
        });
        for (before, after) in [
            (OFFICIAL.add_working_days(from, n), calendar.add_working_days(from, n)),
            (OFFICIAL.add_plain_days(from, n), calendar.add_plain_days(from, n)),
        ] {
            let (before, after) = (before.unwrap(), after.unwrap());
            prop_assert!(before <= after);
            let touched = from < decreed && decreed <= before;
            prop_assert!(touched || before == after);
        }
    }
}

#[test]
fn the_special_days_of_a_year_are_those_that_differ_from_the_week() {
    let calendar = official();
    let days = calendar.special_days(day("01/01/2026"), day("31/12/2026"));
    let why = |text: &str| {
        let found = days.iter().find(|(date, _why)| *date == day(text));
        found.map(|(_date, why)| why.clone())
    };
    assert_eq!(why("02/01/2026"), Some(DayKind::SwappedOff { worked: day("10/01/2026") }));
    let worked = DayKind::WorkedSaturday { in_place_of: day("02/01/2026") };
    assert_eq!(why("10/01/2026"), Some(worked));
    assert_eq!(why("05/01/2026"), None, "a Monday like any other");
    for (date, _why) in &days {
        let weekday = !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        assert_ne!(calendar.is_working_day(*date), Ok(weekday), "{date}");
        let speaks = official_calendars().iter().any(|fact| fact.speaks_of(*date));
        assert!(speaks, "no fact says why {date} is special");
    }
    assert_eq!(calendar.special_days(day("01/01/2030"), day("31/12/2030")), []);
}
