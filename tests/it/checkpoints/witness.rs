//! A witness on another machine remembers what even the data folder no longer does.

use std::{path::Path, sync::Arc};

use hoso::{
    app::checkpoints::CheckpointError,
    clock::SystemClock,
    seal::{
        key::{PrivateKey, PublicKey, Use},
        note::Note,
    },
    store::read,
    witness::{line::Line, stand::Stand},
};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{keeper, more, restore, rewrite};
use crate::support::{Place, World, on_both, world};

on_both![
    a_witness_vouches_for_a_log_that_only_grew_and_the_note_says_so,
    a_log_and_a_data_folder_put_back_together_are_found_by_the_witness,
    a_log_hashed_anew_whose_memory_is_gone_is_found_by_the_witness,
    a_witness_that_is_not_heard_holds_nobody_up,
];

/// A witness that listens on this machine.
struct Elsewhere {
    address: String,
    key: PublicKey,
    folder: TempDir,
}

async fn elsewhere(logs: Vec<PublicKey>) -> Elsewhere {
    let folder = tempfile::tempdir().unwrap();
    let key = PrivateKey::from_seed("so-khcn.example", &[5; 32]).unwrap();
    let public = key.public(Use::Witness);
    let stand = Stand::new(key, logs, folder.path().into(), Arc::new(SystemClock)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, stand.router()).await });
    Elsewhere { address, key: public, folder }
}

impl Elsewhere {
    fn line(&self) -> Line {
        Line::new(&self.address, &self.key.to_string()).unwrap()
    }

    fn remembers(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }
}

fn note_in(path: &Path) -> Note {
    Note::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

async fn end(world: &World) -> u64 {
    read::head(world.db()).await.unwrap().position
}

async fn a_witness_vouches_for_a_log_that_only_grew_and_the_note_says_so(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let ours = world.app.checkpoint_key(&keeper).await.unwrap();
    let elsewhere = elsewhere(vec![ours.clone()]).await;
    for dossiers in [0..1, 1..4, 4..4] {
        more(&world, dossiers).await;
        world.app.sign(&keeper, &[elsewhere.line()]).await.unwrap();
        let note = note_in(&keeper.memory_path());
        assert!(ours.has_signed(&note) && elsewhere.key.has_signed(&note), "{note}");
        assert!(elsewhere.key.saw_at(&note).is_some());
        assert_eq!(note.signatures.len(), 2);
        assert!(note.text.contains(&format!("\n{}\n", end(&world).await)));
        let remembered = elsewhere.remembers();
        assert_eq!(remembered.len(), 1);
        assert!(remembered[0].starts_with(&note.text), "it remembers what it vouched for");
    }
}

async fn a_log_and_a_data_folder_put_back_together_are_found_by_the_witness(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let ours = world.app.checkpoint_key(&keeper).await.unwrap();
    let elsewhere = elsewhere(vec![ours]).await;
    let before = more(&world, 0..2).await;
    let known = more(&world, 2..4).await;
    world.app.sign(&keeper, &[elsewhere.line()]).await.unwrap();
    restore(&world, before).await;
    keeper.forget().unwrap();
    world.app.sign(&keeper, &[]).await.unwrap();
    assert!(world.store.takes_commits(), "by itself it notices nothing");
    let refused = world.app.sign(&keeper, &[elsewhere.line()]).await.unwrap_err();
    let CheckpointError::Shorter { held, known: said } = refused else { panic!("{refused}") };
    assert_eq!((held, said), (before, known));
    assert!(!world.store.takes_commits());
}

async fn a_log_hashed_anew_whose_memory_is_gone_is_found_by_the_witness(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let ours = world.app.checkpoint_key(&keeper).await.unwrap();
    let elsewhere = elsewhere(vec![ours]).await;
    let known = more(&world, 0..4).await;
    world.app.sign(&keeper, &[elsewhere.line()]).await.unwrap();
    rewrite(&world, known - 3).await;
    keeper.forget().unwrap();
    let refused = world.app.sign(&keeper, &[elsewhere.line()]).await.unwrap_err();
    assert!(matches!(refused, CheckpointError::Rewritten { .. }), "{refused}");
    assert!(!world.store.takes_commits());
}

async fn a_witness_that_is_not_heard_holds_nobody_up(place: Place) {
    let (world, (keeper, _folder)) = (world(place).await, keeper());
    let ours = world.app.checkpoint_key(&keeper).await.unwrap();
    let stranger = elsewhere(vec![]).await;
    let gone = Line::new("http://127.0.0.1:1/", &stranger.key.to_string()).unwrap();
    let other_key = PrivateKey::from_seed("so-khcn.example", &[6; 32]).unwrap();
    let knows = elsewhere(vec![ours]).await;
    let misnamed = Line::new(&knows.address, &other_key.public(Use::Witness).to_string()).unwrap();
    for line in [stranger.line(), gone, misnamed] {
        world.app.sign(&keeper, &[line]).await.unwrap();
        assert_eq!(note_in(&keeper.memory_path()).signatures.len(), 1, "nobody vouched");
    }
    // A witness that cannot read what it saw does not begin anew.
    let (memory, text) = (knows.folder.path().read_dir().unwrap().next().unwrap(), "?");
    std::fs::write(memory.unwrap().path(), text).unwrap();
    world.app.sign(&keeper, &[knows.line()]).await.unwrap();
    assert_eq!(note_in(&keeper.memory_path()).signatures.len(), 1);
    assert_eq!(knows.remembers(), [text]);
    assert!(world.store.takes_commits());
    for (address, key) in [
        ("http://example.org/", stranger.key.to_string()),
        ("ftp://127.0.0.1/", stranger.key.to_string()),
        (knows.address.as_str(), "chìa khóa".to_owned()),
    ] {
        assert!(Line::new(address, &key).is_err(), "{address}");
    }
}
