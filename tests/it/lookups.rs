//! Finding people by name, and the board: counts that equal counting.

use std::collections::BTreeMap;

use hoso_projections::{
    board::{self, Totals},
    obligations::{self, ObligationRow, Wanted},
    people,
    queue::{self, CaseCount, CasePlace, OpenCase, Sought},
    search,
};

use crate::support::{
    COMMUNE, FINANCE, Place, World, correct, day, declare, history::live_through, new, on_both,
    open, submission, submit, world,
};

on_both![
    a_search_ignores_tone_marks_their_placement_and_the_barred_d,
    a_search_finds_the_new_name_and_no_longer_the_old_one,
    a_search_stays_within_its_unit,
    a_list_of_people_is_in_vietnamese_order_page_by_page,
    the_boards_totals_equal_a_count_over_the_duties,
    the_queue_holds_every_open_duty_most_urgent_first,
    the_cases_are_the_queue_page_by_page_and_their_counts_add_up,
    the_checks_of_first_records_stand_apart_from_all_others,
];

async fn found(world: &World, query: &str, path: &str) -> Vec<String> {
    let people = search::by_name(world.db(), query, path, 50).await.unwrap();
    // A search for words that are common takes another way, to the same people.
    let common = search::by_name_counting(world.db(), query, path, 50, 0).await.unwrap();
    assert_eq!(people, common, "{query}");
    people.into_iter().map(|person| person.full_name).collect()
}

async fn named(place: Place, names: &[&str]) -> World {
    let world = world(place).await;
    for (n, name) in (1..).zip(names) {
        world.does(n, open(n, name, "2026-10-30")).await;
    }
    world
}

async fn a_search_ignores_tone_marks_their_placement_and_the_barred_d(place: Place) {
    let world = named(place, &["Đặng Thị Hoà", "Dang Van Hoa", "Đinh Hoàng", "Trần Thúy"]).await;
    for query in ["dang thi hoa", "Đặng Thị Hòa", "HOÀ đặng THỊ", "hòa  thi", "thị hoà"]
    {
        assert_eq!(found(&world, query, "").await, ["Đặng Thị Hoà"], "{query}");
    }
    for query in ["dang hoa", "đặng hoà", "hoa dang", "Ðặng Hòa"] {
        assert_eq!(found(&world, query, "").await.len(), 2, "{query}");
    }
    // The start of a word is enough.
    assert_eq!(found(&world, "hoa", "").await.len(), 3);
    assert_eq!(found(&world, "di ho", "").await, ["Đinh Hoàng"]);
    assert_eq!(found(&world, "thuý", "").await, ["Trần Thúy"]);
    for query in ["", "  ", "%", "hoa nguyen", "oa"] {
        assert_eq!(found(&world, query, "").await, Vec::<String>::new(), "{query}");
    }
}

async fn a_search_finds_the_new_name_and_no_longer_the_old_one(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.does(1, correct(new("full_name", "Nguyễn Thị Đào"))).await;
    assert_eq!(found(&world, "mai", "").await, Vec::<String>::new());
    assert_eq!(found(&world, "nguyen dao", "").await, ["Nguyễn Thị Đào"]);
}

async fn a_search_stays_within_its_unit(place: Place) {
    let world = named(place, &["Đặng Thị Hoà"]).await;
    assert_eq!(found(&world, "hoa", "H53/").await.len(), 1);
    assert_eq!(found(&world, "hoa", "H53/H53.01/").await.len(), 1);
    assert_eq!(found(&world, "hoa", "H53/H53.50/").await.len(), 0);
}

async fn a_list_of_people_is_in_vietnamese_order_page_by_page(place: Place) {
    let names = ["Trần Văn Ân", "Nguyễn Đức", "Lê Thị An", "Phạm Dũng", "Bùi Ánh", "Lê Thị An"];
    let world = named(place, &names).await;
    let (mut listed, mut after) = (vec![], (String::new(), String::new()));
    loop {
        let page = people::within(world.db(), "", (&after.0, &after.1), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = (last.sort_key.clone(), last.dossier_id.clone());
        listed.extend(page.into_iter().map(|person| person.full_name));
    }
    let order = ["Lê Thị An", "Lê Thị An", "Bùi Ánh", "Trần Văn Ân", "Phạm Dũng", "Nguyễn Đức"];
    assert_eq!(listed, order);
    // And the same from the end to the beginning.
    let (mut listed, mut before) = (vec![], None::<(String, String)>);
    loop {
        let from = before.as_ref().map(|(name, dossier)| (name.as_str(), dossier.as_str()));
        let page = people::within_backwards(world.db(), "H53/", from, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.sort_key.clone(), last.dossier_id.clone()));
        listed.extend(page.into_iter().map(|person| person.full_name));
    }
    listed.reverse();
    assert_eq!(listed, order);
}

/// The totals of `unit` by duty, counted one duty after the other.
async fn counted(world: &World, unit: &str, today: &str) -> Vec<Totals> {
    let rows = obligations::within(world.db(), "", Wanted::All, day(today), 10_000).await.unwrap();
    let mut totals = BTreeMap::<String, Totals>::new();
    let meant = |row: &ObligationRow| unit == board::PROVINCE || row.unit_id == unit;
    for row in rows.into_iter().filter(meant) {
        let total = totals.entry(row.duty.clone()).or_insert_with(|| Totals {
            unit_id: unit.to_owned(),
            duty: row.duty.clone(),
            overdue: 0,
            due: 0,
            met_on_time: 0,
            met_late: 0,
        });
        match row.verdict(day(today)).code() {
            "overdue" => total.overdue += 1,
            "due" | "unknown" => total.due += 1,
            "met_on_time" => total.met_on_time += 1,
            "met_late" => total.met_late += 1,
            _ => {}
        }
    }
    let is_some = |t: &Totals| t.overdue + t.due + t.met_on_time + t.met_late > 0;
    totals.into_values().filter(is_some).collect()
}

async fn the_boards_totals_equal_a_count_over_the_duties(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    world.at("2027-12-30T01:00:00Z");
    world.does(6, open(6, "Lê Văn Sáu", "2027-12-30")).await;
    for today in ["2026-11-02", "2026-11-20", "2026-11-27", "2026-12-01", "2027-12-31"] {
        let of_province = board::of_province(world.db(), day(today)).await.unwrap();
        assert_eq!(of_province, counted(&world, board::PROVINCE, today).await, "{today}");
        // One dossier went from finance to the commune.
        let mut units = vec![];
        for unit in [FINANCE, COMMUNE] {
            units.extend(counted(&world, &unit.to_string(), today).await);
        }
        units.sort_by(|a, b| (&a.unit_id, &a.duty).cmp(&(&b.unit_id, &b.duty)));
        let within = board::within(world.db(), "H53/", day(today), 100).await.unwrap();
        assert_eq!(within, units, "{today}");
    }
}

async fn the_queue_holds_every_open_duty_most_urgent_first(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let unit = FINANCE.to_string();
    let queued = queue::of_unit(world.db(), &unit, "", 100).await.unwrap();
    let all = obligations::within(world.db(), "", Wanted::All, day("2026-11-25"), 1_000).await;
    let open = all.unwrap().into_iter().filter(|row| row.state == "open" && row.unit_id == unit);
    let mut open: Vec<_> =
        open.map(|row| (row.due_on.unwrap(), row.dossier_id, row.duty)).collect();
    open.sort();
    let listed: Vec<_> =
        queued.into_iter().map(|row| (row.due_on, row.dossier_id, row.duty)).collect();
    assert!(listed.len() > 2);
    assert_eq!(listed, open);
}

async fn the_cases_are_the_queue_page_by_page_and_their_counts_add_up(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let mut queued = vec![];
    for unit in [FINANCE, COMMUNE] {
        queued.extend(queue::of_unit(world.db(), &unit.to_string(), "", 100).await.unwrap());
    }
    queued.sort_by(|a, b| {
        (&a.due_on, &a.dossier_id, &a.duty, &a.subject).cmp(&(
            &b.due_on,
            &b.dossier_id,
            &b.duty,
            &b.subject,
        ))
    });
    let (mut listed, mut after) = (vec![], CasePlace::default());
    loop {
        let page = queue::cases(world.db(), "H53/", Sought::default(), &after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.place();
        listed.extend(page);
    }
    let places = listed.iter().map(|case| case.place());
    let expected = queued.iter().map(|row| CasePlace {
        due_on: row.due_on.clone(),
        dossier_id: row.dossier_id.clone(),
        duty: row.duty.clone(),
        subject: row.subject.clone(),
    });
    assert_eq!(places.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    let own = |case: &OpenCase| case.person.dossier_id == case.duty.dossier_id;
    assert!(listed.iter().all(own), "each case with its person");
    let first = CasePlace::default();
    let none = queue::cases(world.db(), "H53/H53.50/", Sought::default(), &first, 9).await;
    assert_eq!(none.unwrap(), []);
    for (today, next) in [("2026-11-02", "2026-11-03"), ("2026-11-25", "2026-11-26")] {
        let counts = queue::case_counts(world.db(), "H53/", day(today), day(next)).await.unwrap();
        let mut counted = [0; 4];
        for case in &listed {
            let due = case.place().due_on;
            let bucket = match due.as_str() {
                due if due < today => 0,
                due if due == today => 1,
                due if due <= next => 2,
                _ => 3,
            };
            counted[bucket] += 1;
        }
        let sum = |of: fn(&CaseCount) -> i64| counts.iter().map(of).sum::<i64>();
        let sums = [sum(|it| it.overdue), sum(|it| it.today), sum(|it| it.next_day)];
        assert_eq!(sums, counted[..3], "{today}");
        assert_eq!(sum(|it| it.later), counted[3], "{today}");
    }
}

async fn the_checks_of_first_records_stand_apart_from_all_others(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let change = declare(submission(90), new("phone_mobile", "0987654321"), "2026-11-01");
    world.does(1, change).await;
    world.opens(2).await;
    world.fills(2).await;
    world.does(2, submit(submission(91))).await;
    let of = async |first_record| {
        let sought = Sought { duty: "check", first_record };
        let found = queue::cases(world.db(), "", sought, &CasePlace::default(), 9).await.unwrap();
        found.into_iter().map(|case| case.duty.subject).collect::<Vec<_>>()
    };
    assert_eq!(of(Some(true)).await, [submission(91).to_string()]);
    assert_eq!(of(Some(false)).await, [submission(90).to_string()]);
    assert_eq!(of(None).await.len(), 2);
    let counts =
        queue::case_counts(world.db(), "", day("2026-11-02"), day("2026-11-03")).await.unwrap();
    let checks: Vec<(bool, i64)> = counts
        .iter()
        .filter(|count| count.duty == "check")
        .map(|count| (count.first_record, count.later))
        .collect();
    assert_eq!(checks, [(false, 1), (true, 1)]);
}
