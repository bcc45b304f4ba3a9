//! What was signed is remembered outside the database: a log that was hashed anew from the first fact
//! on, or put back from an old backup, is whole to itself and found all the same.

mod witness;

use hoso::{
    app::checkpoints::{CheckpointError, Keeper, guard},
    seal::{
        key::Use,
        merkle::{Growing, Hash, includes, is_consistent},
    },
    store::{read, tree, verify::verify},
};
use tempfile::TempDir;

use crate::support::{Place, World, commits, on_both, tamper, world};

on_both![
    the_tree_is_that_of_the_leaves_wherever_it_was_stored,
    a_checkpoint_is_signed_once_for_each_state_of_the_log,
    a_log_hashed_anew_from_an_edit_on_is_found_by_its_checkpoint_alone,
    a_log_put_back_from_an_old_backup_is_not_written_to,
    another_log_in_the_place_of_the_signed_one_is_refused,
    a_forged_memory_is_not_believed,
    a_running_service_takes_no_more_once_its_log_is_another,
];

/// So many more facts: two to a dossier.
async fn more(world: &World, dossiers: std::ops::Range<u32>) -> u64 {
    for n in dossiers {
        let facts = vec![commits::opened(n), commits::typed(1)];
        let commit = commits::commit(vec![commits::append(n, 0, facts)], &n.to_string(), "");
        world.store.append(commit).await.unwrap();
    }
    read::head(world.db()).await.unwrap().position
}

async fn leaves(world: &World) -> Vec<Hash> {
    let select = |digits| format!("select {digits} from event order by position");
    let mut behind = world.place.behind().await;
    let rows = behind.rows(&select("hex(leaf_hash)"), &select("encode(leaf_hash, 'hex')")).await;
    let byte = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16);
    let hash = |row: &Vec<String>| -> Vec<u8> {
        row[0].as_bytes().chunks(2).map(|digits| byte(digits).unwrap()).collect()
    };
    rows.iter().map(|row| hash(row).try_into().unwrap()).collect()
}

fn keeper() -> (Keeper, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Keeper::in_folder(folder.path().join("checkpoints"), "hoso"), folder)
}

async fn meddle(world: &World, sql: &str) {
    tamper::meddle(&world.place, sql).await;
}

async fn the_tree_is_that_of_the_leaves_wherever_it_was_stored(place: Place) {
    let world = world(place).await;
    let mut earlier: Vec<(u64, Hash)> = vec![];
    // A part is stored, a part is not; 256 and 512 lie between.
    for (dossiers, stores) in [(0..40, true), (40..130, true), (130..260, false)] {
        let end = more(&world, dossiers).await;
        if stores {
            assert_eq!(tree::keep(&world.store).await.unwrap(), end);
            assert_eq!(tree::stored(world.db()).await.unwrap(), end);
        }
        let leaves = leaves(&world).await;
        let mut growing = Growing::default();
        leaves.iter().for_each(|leaf| growing.push(*leaf));
        let tree = tree::Tree::read(world.db()).await.unwrap();
        let root = tree.root(world.db(), end).await.unwrap();
        assert_eq!((tree.size(), root), (end, growing.root()));
        assert_eq!(verify(world.db(), &[], |_, _| ()).await.unwrap().root, root);

        let positions: Vec<u64> = (1..=end).step_by(7).chain([end]).collect();
        let paths = tree.inclusions(world.db(), &positions, end).await.unwrap();
        for (position, path) in positions.iter().zip(&paths) {
            let leaf = &leaves[usize::try_from(position - 1).unwrap()];
            assert!(includes(leaf, position - 1, end, path, &root), "{position} of {end}");
        }
        for (old, old_root) in &earlier {
            let path = tree.consistency(world.db(), *old, end).await.unwrap();
            assert!(is_consistent((*old, old_root), (end, &root), &path), "{old} to {end}");
        }
        earlier.push((end, root));
    }
}

async fn a_checkpoint_is_signed_once_for_each_state_of_the_log(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let first = world.app.checkpoint(&keeper).await.unwrap();
    let end = read::head(world.db()).await.unwrap().position;
    assert_eq!(first.checkpoint.size, end);
    let key = world.app.checkpoint_key(&keeper).await.unwrap();
    assert!(key.has_signed(&first.note));
    assert_eq!(key.name(), first.checkpoint.origin);
    assert_eq!(world.app.checkpoint(&keeper).await.unwrap(), first, "nothing has come since");
    let held = more(&world, 0..3).await;
    let next = world.app.checkpoint(&keeper).await.unwrap();
    assert_eq!(next.checkpoint.size, held);
    assert_eq!(world.app.checkpoint_key(&keeper).await.unwrap(), key, "one key for good");
    let proof = world.app.proof_of_growth(end, held).await.unwrap();
    let (old, new) = (&first.checkpoint, &next.checkpoint);
    assert!(is_consistent((old.size, &old.root), (new.size, &new.root), &proof));
    // A new process over the same database and folder believes it.
    guard(&world.store, &keeper).await.unwrap();
}

/// Edits a fact, and then every leaf, the chain and the end row, as a program would that may do
/// anything to the database and knows how we hash.
async fn rewrite(world: &World, position: u64) {
    let edit = format!(
        "update event set payload = replace(payload, '07218500', '07218599') where position = {position}"
    );
    meddle(world, &edit).await;
    tamper::hash_anew(&world.place).await;
}

async fn a_log_hashed_anew_from_an_edit_on_is_found_by_its_checkpoint_alone(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let end = more(&world, 0..4).await;
    let signed = world.app.checkpoint(&keeper).await.unwrap().checkpoint;
    rewrite(&world, end - 3).await;
    let found = verify(world.db(), &[signed.size], |_, _| ()).await.unwrap();
    assert_eq!((found.broken, found.facts), (None, end), "to itself it is whole");
    assert_ne!(found.roots_then, [Some(signed.root)]);
    let refused = guard(&world.store, &keeper).await;
    assert!(matches!(refused, Err(CheckpointError::Rewritten { known }) if known == end));
    let refused = world.app.checkpoint(&keeper).await;
    assert!(matches!(refused, Err(CheckpointError::Rewritten { .. })), "and is not signed");
}

/// Puts the log back to an earlier end, as a restored backup would be.
async fn restore(world: &World, end: u64) {
    let sql = format!(
        "delete from event where position > {end};
         update ledger_head set position = {end},
             chain_hash = (select chain_hash from event where position = {end}),
             recorded_at = (select recorded_at from event where position = {end});
         delete from tree_tile; delete from checkpoint;"
    );
    meddle(world, &sql).await;
}

async fn a_log_put_back_from_an_old_backup_is_not_written_to(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let before = more(&world, 0..2).await;
    let known = more(&world, 2..5).await;
    world.app.checkpoint(&keeper).await.unwrap();
    restore(&world, before).await;
    let found = verify(world.db(), &[known], |_, _| ()).await.unwrap();
    assert_eq!((found.broken, found.roots_then), (None, vec![None]), "to itself it is whole");
    let refused = guard(&world.store, &keeper).await.unwrap_err();
    let CheckpointError::Shorter { held, known: said } = refused else { panic!("{refused}") };
    assert_eq!((held, said), (before, known));
    let refused = world.app.checkpoint(&keeper).await;
    assert!(matches!(refused, Err(CheckpointError::Shorter { .. })), "and is not signed");
}

async fn another_log_in_the_place_of_the_signed_one_is_refused(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    world.app.checkpoint(&keeper).await.unwrap();
    let other =
        "update event set event_id = '00000000-0000-7000-8000-000000000000' where position = 1";
    meddle(&world, other).await;
    let refused = guard(&world.store, &keeper).await;
    assert!(matches!(refused, Err(CheckpointError::OtherLog)), "{refused:?}");
    meddle(&world, "delete from event; update ledger_head set position = 0").await;
    let refused = guard(&world.store, &keeper).await;
    assert!(matches!(refused, Err(CheckpointError::Shorter { held: 0, .. })), "{refused:?}");
}

async fn a_forged_memory_is_not_believed(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let signed = world.app.checkpoint(&keeper).await.unwrap();
    let path = keeper.memory_path();
    let text = std::fs::read_to_string(&path).unwrap();
    let size = signed.checkpoint.size;
    for forged in [
        // Made to fit a log that was cut off.
        text.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size - 1), 1),
        String::new(),
        "niêm phong".to_owned(),
    ] {
        std::fs::write(&path, forged).unwrap();
        let refused = guard(&world.store, &keeper).await;
        assert!(matches!(refused, Err(CheckpointError::Memory)), "{refused:?}");
    }
    // Another key's signature says nothing here.
    let strange =
        hoso::seal::key::PrivateKey::from_seed(&signed.checkpoint.origin, &[1; 32]).unwrap();
    let mut note = signed.note.clone();
    note.signatures.clear();
    strange.sign(&mut note);
    assert!(strange.public(Use::Sign).has_signed(&note));
    std::fs::write(&path, note.to_string()).unwrap();
    assert!(matches!(guard(&world.store, &keeper).await, Err(CheckpointError::Memory)));
    std::fs::write(&path, text).unwrap();
    guard(&world.store, &keeper).await.unwrap();
}

async fn a_running_service_takes_no_more_once_its_log_is_another(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    more(&world, 0..2).await;
    world.app.checkpoint(&keeper).await.unwrap();
    let end = read::head(world.db()).await.unwrap().position;
    rewrite(&world, end - 1).await;
    let signing = hoso::app::checkpoints::keep_signing(world.app.clone(), keeper, vec![]);
    let waited = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        tokio::select! {
            () = signing => {}
            () = async { while world.store.takes_commits() { tokio::task::yield_now().await } } => {}
        }
    });
    waited.await.expect("it is found at once");
    let commit = commits::commit(vec![commits::append(9, 0, vec![commits::opened(9)])], "9", "");
    assert!(world.store.append(commit).await.is_err());
    assert_eq!(read::head(world.db()).await.unwrap().position, end, "and nothing was written");
}
