//! Whoever changes the log behind the program's back is found, at the first place they touched.

use hoso::store::{
    integrity::{LeafEntry, hex},
    read,
    verify::{Broken, Fault, verify},
};

use crate::support::{Place, World, commits, dossier, on_both, world};

on_both![
    a_sound_log_is_sound,
    an_edited_fact_is_found,
    a_fact_edited_and_hashed_again_is_found,
    a_missing_fact_is_found,
    two_facts_with_swapped_payloads_are_found,
    a_cut_off_log_is_found,
    a_forged_end_of_the_log_is_found,
    a_fact_put_in_by_hand_is_found,
    a_log_written_on_after_an_edit_still_names_the_edit,
    reading_that_is_cut_off_goes_on_and_folds_nothing_twice,
];

/// Three dossiers with two facts each: the last six of the log.
async fn told(place: Place) -> (World, u64) {
    let world = world(place).await;
    for n in [1, 2, 3] {
        let facts = vec![commits::opened(n), commits::typed(1)];
        let commit = commits::commit(vec![commits::append(n, 0, facts)], &n.to_string(), "");
        world.store.append(commit).await.unwrap();
    }
    let end = hoso::store::read::head(world.db()).await.unwrap().position;
    (world, end)
}

async fn reading_that_is_cut_off_goes_on_and_folds_nothing_twice(place: Place) {
    let world = world(place).await;
    let last = world.store.world().await.unwrap();
    let unit = "(select max(position) from event where stream_type = 'unit')";
    meddle(&world, &format!("update event set payload = '!' || payload where position = {unit}"))
        .await;
    let (mut known, mut after) = (hoso_projections::engine::World::default(), 0);
    read::catch_up(world.db(), &mut known, &mut after).await.unwrap_err();
    let mended = format!("update event set payload = substr(payload, 2) where position = {unit}");
    meddle(&world, &mended).await;
    read::catch_up(world.db(), &mut known, &mut after).await.unwrap();
    assert_eq!(known.calendar, last.calendar);
    assert_eq!(known.rulebook, last.rulebook);
    assert_eq!(known.units, last.units);
}

/// Changes the tables as someone would who may do anything to the database.
async fn meddle(world: &World, sql: &str) {
    let mut behind = world.place.behind().await;
    behind
        .run_each(
            "drop trigger if exists event_is_never_updated;
             drop trigger if exists event_is_never_deleted;
             drop trigger if exists ledger_head_never_goes_back;",
            "alter table event disable trigger all; alter table ledger_head disable trigger all;",
        )
        .await
        .unwrap();
    behind.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn broken(world: &World) -> Option<Broken> {
    verify(world.db(), &[], |_, _| ()).await.unwrap().broken
}

/// The fault at a fact of dossier `n`.
fn at(position: u64, n: u32, fault: Fault) -> Option<Broken> {
    let (kind, id) = ("dossier".to_owned(), dossier(n).to_string());
    Some(Broken { position, stream_type: Some(kind), stream_id: Some(id), fault })
}

async fn a_sound_log_is_sound(place: Place) {
    let (world, end) = told(place).await;
    let mut heard = vec![];
    let found = verify(world.db(), &[], |done, of| heard.push((done, of))).await.unwrap();
    assert_eq!((found.facts, found.broken), (end, None));
    assert_eq!(found.chain, hoso::store::read::head(world.db()).await.unwrap().chain);
    assert_eq!(heard, [(end, end)]);
}

async fn an_edited_fact_is_found(place: Place) {
    let (world, end) = told(place).await;
    let position = end - 1; // The opening of the third dossier.
    // Each edit is found, then set right again.
    let edits = [
        ("payload", "replace(payload, '072185000003', '072185000004')"),
        ("metadata", "replace(metadata, 'job', 'page')"),
        ("effective_on", "'2026-10-29'"),
        ("effective_on", "null"),
        ("recorded_at", "'2026-11-02T01:00:00.000001Z'"),
        ("event_type", "'SectionEntered'"),
        ("event_id", "'00000000-0000-7000-8000-000000000000'"),
        ("stream_type", "'account'"),
        ("version", "version + 1"),
        ("leaf_hash", "chain_hash"),
    ];
    for (column, value) in edits {
        let sql = format!(
            "create table kept as select * from event where position = {position};
             update event set {column} = {value} where position = {position}"
        );
        meddle(&world, &sql).await;
        let stream_type = if column == "stream_type" { "account" } else { "dossier" };
        let expected = at(position, 3, Fault::Altered)
            .map(|broken| Broken { stream_type: Some(stream_type.to_owned()), ..broken });
        assert_eq!(broken(&world).await, expected, "{column} = {value}");
        let back = format!(
            "update event set {column} = (select {column} from kept) where position = {position};
             drop table kept"
        );
        meddle(&world, &back).await;
        assert_eq!(broken(&world).await, None);
    }
    meddle(&world, &format!("update event set chain_hash = leaf_hash where position = {position}"))
        .await;
    assert_eq!(broken(&world).await, at(position, 3, Fault::Unchained));
}

async fn a_fact_edited_and_hashed_again_is_found(place: Place) {
    let (world, end) = told(place).await;
    let position = end - 2; // What was typed of the second dossier.
    let mut behind = world.place.behind().await;
    let sql = format!(
        "select event_id, stream_id, cast(sequence as text), event_type, cast(version as text),
                recorded_at, metadata from event where position = {position}"
    );
    let row = behind.rows(&sql, &sql).await.remove(0);
    let payload = r#"{"entries":[],"section":"contact"}"#;
    let leaf = LeafEntry {
        position,
        event_id: &row[0],
        stream_type: "dossier",
        stream_id: &row[1],
        sequence: row[2].parse().unwrap(),
        event_type: &row[3],
        version: row[4].parse().unwrap(),
        recorded_at: &row[5],
        effective_on: None,
        metadata: &row[6],
        payload,
    };
    let leaf = hex(&leaf.leaf());
    let bytes = if world.place.is_sqlite() {
        format!("x'{leaf}'")
    } else {
        format!("decode('{leaf}', 'hex')")
    };
    let sql = format!(
        "update event set payload = '{payload}', leaf_hash = {bytes} where position = {position}"
    );
    meddle(&world, &sql).await;
    assert_eq!(broken(&world).await, at(position, 2, Fault::Unchained));
}

async fn a_missing_fact_is_found(place: Place) {
    let (world, end) = told(place).await;
    meddle(&world, &format!("delete from event where position = {}", end - 2)).await;
    // Named is the hole, and the stream of the fact after it.
    assert_eq!(broken(&world).await, at(end - 2, 3, Fault::Missing));
}

async fn two_facts_with_swapped_payloads_are_found(place: Place) {
    let (world, end) = told(place).await;
    let (one, other) = (end - 5, end - 1);
    let sql = format!(
        "create table kept as select position, payload from event where position in ({one}, {other});
         update event set payload = (select payload from kept where position = {other})
         where position = {one};
         update event set payload = (select payload from kept where position = {one})
         where position = {other}"
    );
    meddle(&world, &sql).await;
    assert_eq!(broken(&world).await, at(one, 1, Fault::Altered));
}

fn at_the_end(position: u64) -> Option<Broken> {
    Some(Broken { position, stream_type: None, stream_id: None, fault: Fault::HeadDiffers })
}

async fn a_cut_off_log_is_found(place: Place) {
    let (world, end) = told(place).await;
    meddle(&world, &format!("delete from event where position = {end}")).await;
    assert_eq!(broken(&world).await, at_the_end(end));
    // Setting the end row back as well leaves the chain it had.
    meddle(&world, &format!("update ledger_head set position = {}", end - 1)).await;
    assert_eq!(broken(&world).await, at_the_end(end - 1));
}

async fn a_forged_end_of_the_log_is_found(place: Place) {
    let (world, end) = told(place).await;
    let sql = "update ledger_head set chain_hash =
        (select chain_hash from event where position = 1)";
    meddle(&world, sql).await;
    assert_eq!(broken(&world).await, at_the_end(end));
}

async fn a_fact_put_in_by_hand_is_found(place: Place) {
    let (world, end) = told(place).await;
    let sql = format!(
        "insert into event (position, event_id, stream_type, stream_id, sequence, event_type,
             version, recorded_at, effective_on, metadata, payload, leaf_hash, chain_hash)
         select {} , event_id, stream_type, stream_id, 3, event_type, version, recorded_at,
             effective_on, metadata, payload, leaf_hash, chain_hash
         from event where position = {end}",
        end + 1
    );
    meddle(&world, &sql).await;
    assert_eq!(broken(&world).await, at(end + 1, 3, Fault::Altered));
}

async fn a_log_written_on_after_an_edit_still_names_the_edit(place: Place) {
    let (world, end) = told(place).await;
    meddle(&world, &format!("update event set effective_on = null where position = {}", end - 1))
        .await;
    world.opens(4).await;
    world.opens(5).await;
    assert_eq!(broken(&world).await, at(end - 1, 3, Fault::Altered));
}
