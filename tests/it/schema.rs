//! The tables of a new database are what the program believes, and guard themselves.

use std::collections::BTreeMap;

use hoso::store::{
    StoreError,
    models::TABLES,
    rebuild::{Ending, rebuild},
};
use hoso_projections::table::Kind;

use crate::support::{Behind, Place, history::live_through, on_both, world};

on_both![
    migrations_run_twice_change_nothing,
    read_models_of_an_earlier_version_are_brought_forward,
    the_tables_of_a_new_database_are_the_ones_the_models_name,
    the_database_itself_refuses_to_change_the_log,
    the_end_of_the_log_never_goes_back,
    what_a_database_says_of_itself_is_said_once,
];

/// Tables, columns, indexes and triggers, as the database describes them.
async fn described(behind: &mut Behind) -> Vec<Vec<String>> {
    let sqlite = "select type, name, coalesce(sql, '') from sqlite_master order by 1, 2";
    let postgres = "select 'column', table_name || '.' || column_name, data_type || is_nullable
        from information_schema.columns where table_schema = 'public'
        union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
        union all select 'trigger', tgname::text, pg_get_triggerdef(oid) from pg_trigger
        where not tgisinternal order by 1, 2";
    behind.rows(sqlite, postgres).await
}

async fn migrations_run_twice_change_nothing(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    let run = "select cast(version as text), description from _sqlx_migrations order by version";
    let before = (described(&mut behind).await, behind.rows(run, run).await);
    assert_eq!(before.1.len(), 4);
    let (place, clock) = (world.place, world.clock.clone());
    drop((world.app, world.store));
    place.open(clock).await;
    assert_eq!((described(&mut behind).await, behind.rows(run, run).await), before);
}

/// The statement of the second migration that makes this table or index.
fn as_it_was(is_sqlite: bool, made: &str) -> String {
    let migration = match is_sqlite {
        true => include_str!("../../migrations/sqlite/0002_read_models.sql"),
        false => include_str!("../../migrations/postgres/0002_read_models.sql"),
    };
    let statement = migration.split(';').find(|statement| statement.contains(made));
    let statement = statement.unwrap_or_else(|| panic!("{made} is not in the migration"));
    statement[statement.find("create ").unwrap()..].to_owned()
}

async fn read_models_of_an_earlier_version_are_brought_forward(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let (place, clock) = (world.place, world.clock.clone());
    drop((world.app, world.store));
    let mut behind = place.behind().await;
    let was = |made| as_it_was(place.is_sqlite(), made);
    // As the first two migrations made them and the program of that time filled them.
    for sql in [
        "alter table record rename to record_now".to_owned(),
        was("create table record ("),
        "insert into record (dossier_id, slot, said, state, stands, true_since, stands_since,
                             said_by, stands_by, checked_by, submission, objection)
         select dossier_id, slot, '\"x\"', state, null, true_since, stands_since, said_by,
                stands_by, checked_by, submission, objection from record_now"
            .to_owned(),
        "alter table timeline rename to timeline_now".to_owned(),
        was("create table timeline ("),
        "insert into timeline (dossier_id, position, effective_on)
         select dossier_id, position, '2026-11-20' from timeline_now union all
         select stream_id, position, effective_on from event where stream_type = 'dossier'"
            .to_owned(),
        "alter table obligations rename to obligations_now".to_owned(),
        was("create table obligations ("),
        was("create index obligations_open_by_due"),
        "insert into obligations (dossier_id, duty, subject, unit_id, pack, rulebook_version,
             calendar_version, started_by, started_on, recorded_on, due_on, notified_due_on,
             missing_year, state, met_on, met_by)
         select dossier_id, duty, subject, unit_id, pack, rulebook_version, calendar_version,
                started_by, started_on, recorded_on, due_on, notified_due_on, missing_year, state,
                met_on, met_by from obligations_now"
            .to_owned(),
        "alter table search rename to search_now".to_owned(),
        was("create table search ("),
        "insert into search (word, dossier_id) select word, dossier_id from search_now".to_owned(),
        "drop table record_now".to_owned(),
        "drop table timeline_now".to_owned(),
        "drop table obligations_now".to_owned(),
        "drop table search_now".to_owned(),
        "delete from _sqlx_migrations where version = 3".to_owned(),
    ] {
        behind.run(&sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }
    drop(behind);
    let store = place.open(clock).await;
    let rebuilt = rebuild(&store, Ending::Check, |_, _| ()).await.unwrap();
    assert!(rebuilt.equal(), "{rebuilt:?}");
    assert_tables_are_the_ones_the_models_name(&mut place.behind().await).await;
}

type Columns = Vec<(String, Kind)>;

/// The columns in order, the primary key's columns in order, and each index with its columns.
async fn shape(
    behind: &mut Behind,
    table: &str,
) -> (Columns, Vec<String>, BTreeMap<String, String>) {
    let columns = behind
        .rows(
            &format!("select name, type from pragma_table_info('{table}') order by cid"),
            &format!(
                "select column_name::text, case data_type when 'bigint' then 'INTEGER'
                 when 'text' then 'TEXT' else data_type::text end from information_schema.columns
                 where table_name = '{table}' and table_schema = 'public' order by ordinal_position"
            ),
        )
        .await;
    let kind = |name: &str| match name.to_uppercase().as_str() {
        "TEXT" => Kind::Text,
        "INTEGER" => Kind::Int,
        other => panic!("{table} has a column of kind {other}"),
    };
    let columns = columns.into_iter().map(|row| (row[0].clone(), kind(&row[1]))).collect();
    let key = behind
        .rows(
            &format!("select name from pragma_table_info('{table}') where pk > 0 order by pk"),
            &format!(
                "select a.attname::text from pg_index i
                 join unnest(i.indkey) with ordinality k(attnum, place) on true
                 join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                 where i.indrelid = '{table}'::regclass and i.indisprimary order by k.place"
            ),
        )
        .await;
    let indexes = behind
        .rows(
            &format!(
                "select l.name, (select group_concat(name, ', ') from
                    (select name from pragma_index_info(l.name) order by seqno))
                 from pragma_index_list('{table}') l where l.origin = 'c'"
            ),
            &format!(
                "select c.relname::text, string_agg(a.attname, ', ' order by k.place)
                 from pg_index i join pg_class c on c.oid = i.indexrelid
                 join unnest(i.indkey) with ordinality k(attnum, place) on true
                 join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                 where i.indrelid = '{table}'::regclass and not i.indisprimary group by 1"
            ),
        )
        .await;
    let key = key.into_iter().map(|mut row| row.remove(0)).collect();
    (columns, key, indexes.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect())
}

async fn the_tables_of_a_new_database_are_the_ones_the_models_name(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    assert_tables_are_the_ones_the_models_name(&mut behind).await;
}

/// Asserts columns, keys and indexes of every read model's table.
pub async fn assert_tables_are_the_ones_the_models_name(behind: &mut Behind) {
    for table in TABLES {
        let (columns, key, indexes) = shape(behind, table.name).await;
        let named: Columns = table.columns.iter().map(|c| (c.name.to_owned(), c.kind)).collect();
        assert_eq!(columns, named, "{}", table.name);
        let named: Vec<&str> = table.columns[..table.key].iter().map(|c| c.name).collect();
        assert_eq!(key, named, "{}", table.name);
        let named = table.indexes.iter().map(|(name, on)| ((*name).to_owned(), (*on).to_owned()));
        assert_eq!(indexes, named.collect(), "{}", table.name);
    }
}

async fn the_database_itself_refuses_to_change_the_log(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    let mut behind = world.place.behind().await;
    let mut attempts = vec![
        ("update event set payload = '{}' where position = 3", "event is append-only: update"),
        ("update event set position = position + 1000", "event is append-only: update"),
        ("delete from event where position = 3", "event is append-only: delete"),
        ("delete from event", "event is append-only: delete"),
        ("delete from ledger_head", "delete"),
    ];
    if world.place.is_sqlite() {
        let over = "insert or replace into event select * from event where position = 3";
        attempts.push((over, "event is append-only: replace"));
        let same_place =
            "insert or replace into event select position + 1000, event_id, stream_type,
            stream_id, sequence, event_type, version, recorded_at, effective_on, metadata, '{}',
            leaf_hash, chain_hash from event where position = 3";
        attempts.push((same_place, "event is append-only: replace"));
        let back =
            "insert or replace into ledger_head select 0, 1, 0, '', chain_hash from ledger_head";
        attempts.push((back, "ledger_head is never replaced"));
    } else {
        attempts.push(("truncate event", "event is append-only: truncate"));
        attempts.push(("truncate ledger_head", "ledger_head is append-only: truncate"));
        let again = "insert into event select * from event where position = 3
            on conflict (position) do update set payload = '{}'";
        attempts.push((again, "event is append-only: update"));
    }
    for (sql, refused) in attempts {
        let error = behind.run(sql).await.expect_err(sql);
        assert!(error.to_string().contains(refused), "{sql}: {error}");
    }
    let left = behind.number("select count(*) from event").await;
    assert_eq!(left, behind.number("select position from ledger_head").await);
}

async fn the_end_of_the_log_never_goes_back(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    let error = behind.run("update ledger_head set position = position - 1").await.unwrap_err();
    assert!(error.to_string().contains("ledger_head never goes back"), "{error}");
    let second =
        behind.run("insert into ledger_head select 1, 0, 0, '', chain_hash from ledger_head");
    let refused = second.await.unwrap_err().to_string().to_lowercase();
    // SQLite's trigger speaks first, PostgreSQL's constraint.
    assert!(refused.contains("never replaced") || refused.contains("check"), "{refused}");
    drop(world);
}

async fn what_a_database_says_of_itself_is_said_once(place: Place) {
    let world = world(place).await;
    assert_eq!(world.store.about("people").await.unwrap(), None);
    world.store.say_about("people", "invented").await.unwrap();
    let again = world.store.say_about("people", "real").await;
    assert!(matches!(again, Err(StoreError::Database(_))), "{again:?}");
    assert_eq!(world.store.about("people").await.unwrap().as_deref(), Some("invented"));
}
