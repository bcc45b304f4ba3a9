//! What may be asked of the calendar, and what is refused.

use cqrs_es::{DomainEvent as _, test::TestFramework};
use proptest::prelude::*;
use serde_json::json;

use super::{day, folded, off, official, paper};
use crate::{
    calendar::{
        Calendar, CalendarCommand, CalendarEvent, CalendarRefusal, DayOff, WorkedDay, decide,
        official_calendars,
    },
    values::TextError,
};

type Calendars = TestFramework<Calendar>;

fn publish(year: i32, days_off: Vec<DayOff>, worked: Vec<WorkedDay>) -> CalendarCommand {
    CalendarCommand::PublishCalendar {
        year,
        days_off,
        worked_saturdays: worked,
        basis: paper("1/VPCP-KGVX"),
    }
}

fn decree(date: &str, name: &str) -> CalendarCommand {
    let basis = paper("2/QĐ-UBND");
    CalendarCommand::DecreeDayOff { date: day(date), name: name.to_owned(), basis }
}

fn swap(off: &str, worked: &str) -> CalendarCommand {
    let basis = paper("3/VPCP-KGVX");
    CalendarCommand::SwapWorkday { off: day(off), worked: day(worked), basis }
}

fn worked(date: &str, in_place_of: &str) -> WorkedDay {
    WorkedDay { date: day(date), in_place_of: day(in_place_of) }
}

#[track_caller]
fn refused(command: CalendarCommand) -> CalendarRefusal {
    decide(&official(), command).unwrap_err()
}

#[test]
fn the_shipped_calendars_pass_our_own_decisions_unchanged() {
    let mut calendar = Calendar::default();
    for event in official_calendars() {
        let decided = decide(&calendar, CalendarCommand::from(event.clone()));
        assert_eq!(decided, Ok(vec![event.clone()]));
        calendar.evolve(&event);
    }
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2023, 2024, 2025, 2026, 2027]);
    for event in official_calendars() {
        assert_eq!(decide(&calendar, event.into()), Ok(vec![]), "sent again, it is no new fact");
    }
}

#[test]
fn a_published_year_is_stored_in_order_of_date_with_tidy_names() {
    let command = publish(
        2029,
        vec![off("03/9/2029", " Quốc  khánh "), off("01/01/2029", "Tết Dương lịch")],
        vec![worked("08/9/2029", "03/9/2029")],
    );
    Calendars::with(()).given_no_previous_events().when(command).then_expect_events(vec![
        CalendarEvent::CalendarPublished {
            year: 2029,
            days_off: vec![off("01/01/2029", "Tết Dương lịch"), off("03/9/2029", "Quốc khánh")],
            worked_saturdays: vec![worked("08/9/2029", "03/9/2029")],
            basis: paper("1/VPCP-KGVX"),
        },
    ]);
}

#[test]
fn a_storm_closes_the_offices_for_a_day() {
    Calendars::with(())
        .given(official_calendars())
        .when(decree("16/9/2026", "Nghỉ phòng chống bão"))
        .then_expect_events(vec![CalendarEvent::DayOffDecreed {
            date: day("16/9/2026"),
            name: "Nghỉ phòng chống bão".to_owned(),
            basis: paper("2/QĐ-UBND"),
        }]);
}

#[test]
fn a_working_day_is_swapped_with_a_free_saturday() {
    Calendars::with(())
        .given(official_calendars())
        .when(swap("23/11/2026", "28/11/2026"))
        .then_expect_events(vec![CalendarEvent::WorkdaySwapped {
            off: day("23/11/2026"),
            worked: day("28/11/2026"),
            basis: paper("3/VPCP-KGVX"),
        }]);
}

#[test]
fn a_day_off_cannot_be_decreed_in_a_year_without_a_calendar() {
    Calendars::with(())
        .given_no_previous_events()
        .when(decree("16/9/2026", "Bão"))
        .then_expect_error(CalendarRefusal::YearNotPublished { year: 2026 });
}

#[test]
fn a_year_cannot_be_published_again_with_other_days() {
    Calendars::with(())
        .given(official_calendars())
        .when(publish(2026, vec![off("01/01/2026", "Tết Dương lịch")], vec![]))
        .then_expect_error(CalendarRefusal::YearAlreadyPublished { year: 2026 });
}

#[test]
fn a_published_year_lists_only_weekdays_off_and_saturdays_worked_of_that_year() {
    let new_year = || off("01/01/2029", "Tết Dương lịch");
    let many = (0..61).map(|_same| new_year()).collect();
    for (command, refusal) in [
        (publish(1970, vec![], vec![]), CalendarRefusal::YearOutOfRange { year: 1970 }),
        (publish(2200, vec![], vec![]), CalendarRefusal::YearOutOfRange { year: 2200 }),
        (publish(2029, many, vec![]), CalendarRefusal::TooManyDays { listed: 61 }),
        (
            publish(2029, vec![off("01/01/2030", "Tết Dương lịch")], vec![]),
            CalendarRefusal::DayOutsideYear { day: day("01/01/2030"), year: 2029 },
        ),
        (
            publish(2029, vec![off("06/01/2029", "Thứ Bảy")], vec![]),
            CalendarRefusal::NotAWorkingDay { day: day("06/01/2029") },
        ),
        (
            publish(2029, vec![new_year(), new_year()], vec![]),
            CalendarRefusal::DayListedTwice { day: day("01/01/2029") },
        ),
        (
            publish(2029, vec![new_year()], vec![worked("07/01/2029", "01/01/2029")]),
            CalendarRefusal::NotAWeekendSaturday { day: day("07/01/2029") },
        ),
        (
            publish(2029, vec![new_year()], vec![worked("30/12/2028", "01/01/2029")]),
            CalendarRefusal::DayOutsideYear { day: day("30/12/2028"), year: 2029 },
        ),
        (
            publish(2029, vec![new_year()], vec![worked("06/01/2029", "02/01/2029")]),
            CalendarRefusal::NotADayOff { day: day("02/01/2029") },
        ),
        (
            publish(
                2029,
                vec![new_year()],
                vec![worked("06/01/2029", "01/01/2029"), worked("13/01/2029", "01/01/2029")],
            ),
            CalendarRefusal::DayListedTwice { day: day("01/01/2029") },
        ),
        (
            publish(2029, vec![off("01/01/2029", " ")], vec![]),
            CalendarRefusal::BadName(TextError::Blank),
        ),
    ] {
        assert_eq!(refused(command), refusal);
    }
}

#[test]
fn only_a_working_day_can_be_made_a_day_off() {
    for (date, refusal) in [
        ("14/11/2026", CalendarRefusal::NotAWorkingDay { day: day("14/11/2026") }),
        ("02/9/2026", CalendarRefusal::DayAlreadyOff { day: day("02/9/2026") }),
        ("31/8/2026", CalendarRefusal::DayAlreadyOff { day: day("31/8/2026") }),
        ("03/01/2028", CalendarRefusal::YearNotPublished { year: 2028 }),
    ] {
        assert_eq!(refused(decree(date, "Bão")), refusal);
    }
    assert_eq!(refused(decree("16/9/2026", "")), CalendarRefusal::BadName(TextError::Blank));
    // A worked Saturday is a working day.
    let decided = decide(&official(), decree("22/8/2026", "Bão")).unwrap();
    let mut calendar = official();
    calendar.evolve(&decided[0]);
    assert_eq!(calendar.is_working_day(day("22/8/2026")), Ok(false));
}

#[test]
fn only_a_free_saturday_can_be_worked_for_a_working_day() {
    for (off, worked, refusal) in [
        ("14/11/2026", "28/11/2026", CalendarRefusal::NotAWorkingDay { day: day("14/11/2026") }),
        ("24/11/2026", "28/11/2026", CalendarRefusal::DayAlreadyOff { day: day("24/11/2026") }),
        ("31/8/2026", "29/8/2026", CalendarRefusal::DayAlreadyOff { day: day("31/8/2026") }),
        (
            "23/11/2026",
            "29/11/2026",
            CalendarRefusal::NotAWeekendSaturday { day: day("29/11/2026") },
        ),
        (
            "23/11/2026",
            "27/11/2026",
            CalendarRefusal::NotAWeekendSaturday { day: day("27/11/2026") },
        ),
        ("24/8/2026", "22/8/2026", CalendarRefusal::NotAWeekendSaturday { day: day("22/8/2026") }),
        ("31/12/2027", "08/01/2028", CalendarRefusal::YearNotPublished { year: 2028 }),
        ("03/01/2028", "18/12/2027", CalendarRefusal::YearNotPublished { year: 2028 }),
    ] {
        assert_eq!(refused(swap(off, worked)), refusal, "{off} for {worked}");
    }
}

#[test]
fn every_refusal_has_its_own_stable_code() {
    let day = day("01/01/2029");
    for (refusal, code) in [
        (CalendarRefusal::YearAlreadyPublished { year: 2029 }, "year_already_published"),
        (CalendarRefusal::YearNotPublished { year: 2029 }, "year_not_published"),
        (CalendarRefusal::YearOutOfRange { year: 1 }, "year_out_of_range"),
        (CalendarRefusal::DayOutsideYear { day, year: 2028 }, "day_outside_year"),
        (CalendarRefusal::DayListedTwice { day }, "day_listed_twice"),
        (CalendarRefusal::TooManyDays { listed: 61 }, "too_many_days"),
        (CalendarRefusal::DayAlreadyOff { day }, "day_already_off"),
        (CalendarRefusal::NotAWorkingDay { day }, "not_a_working_day"),
        (CalendarRefusal::NotAWeekendSaturday { day }, "not_a_weekend_saturday"),
        (CalendarRefusal::NotADayOff { day }, "not_a_day_off"),
        (CalendarRefusal::BadName(TextError::Blank), "required"),
    ] {
        assert_eq!(refusal.code(), code);
    }
}

#[test]
fn the_stored_names_and_shapes_are_a_contract() {
    let paper_json =
        json!({"number": "1/A", "dated_on": "2025-12-25", "issuer": "Văn phòng Chính phủ"});
    let basis = paper("1/A");
    let published = CalendarEvent::CalendarPublished {
        year: 2029,
        days_off: vec![off("03/9/2029", "Quốc khánh")],
        worked_saturdays: vec![worked("08/9/2029", "03/9/2029")],
        basis: basis.clone(),
    };
    let decreed = CalendarEvent::DayOffDecreed {
        date: day("16/9/2026"),
        name: "Bão".to_owned(),
        basis: basis.clone(),
    };
    let swapped =
        CalendarEvent::WorkdaySwapped { off: day("23/11/2026"), worked: day("28/11/2026"), basis };
    for (event, stored) in [
        (
            published,
            json!({"CalendarPublished": {
                "year": 2029,
                "days_off": [{"date": "2029-09-03", "name": "Quốc khánh"}],
                "worked_saturdays": [{"date": "2029-09-08", "in_place_of": "2029-09-03"}],
                "basis": paper_json,
            }}),
        ),
        (
            decreed,
            json!({"DayOffDecreed": {"date": "2026-09-16", "name": "Bão", "basis": paper_json}}),
        ),
        (
            swapped,
            json!({"WorkdaySwapped": {
                "off": "2026-11-23", "worked": "2026-11-28", "basis": paper_json,
            }}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&event).unwrap(), stored);
        assert_eq!(stored.as_object().unwrap().keys().next().unwrap(), event.name());
        assert_eq!(serde_json::from_value::<CalendarEvent>(stored).unwrap(), event);
        assert_eq!((event.event_type(), event.event_version()), (event.name().into(), "1".into()));
        assert_eq!(event.effective_on(), Some(day("25/12/2025")));
        assert_eq!(event.paper(), Some(&paper("1/A")));
    }
}

fn a_command() -> impl Strategy<Value = CalendarCommand> {
    let a_day = || (0u64..800).prop_map(|days| day("01/11/2025") + chrono::Days::new(days));
    prop_oneof![
        (2025i32..2030).prop_map(|year| publish(year, vec![], vec![])),
        (a_day(), "[ab]").prop_map(|(date, name)| {
            CalendarCommand::DecreeDayOff { date, name, basis: paper("2/QĐ-UBND") }
        }),
        (a_day(), a_day()).prop_map(|(off, worked)| {
            CalendarCommand::SwapWorkday { off, worked, basis: paper("3/VPCP-KGVX") }
        }),
    ]
}

proptest! {
    #[test]
    fn any_command_sent_twice_is_one_fact(
        before in prop::collection::vec(a_command(), 0..20), command in a_command(),
    ) {
        let mut facts = official_calendars();
        for earlier in before {
            facts.extend(decide(&folded(&facts), earlier).unwrap_or_default());
        }
        if let Ok(decided) = decide(&folded(&facts), command.clone()) {
            facts.extend(decided);
            prop_assert_eq!(decide(&folded(&facts), command), Ok(vec![]));
        }
    }
}
