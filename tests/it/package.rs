//! Sealed packages: what is whole is believed by us and by strangers; what was cut, swapped, signed
//! anew or made elsewhere is refused by name; what is newer than the reader is kept.

mod units;

use std::{collections::BTreeMap, process::Command};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ct_merkle::{InclusionProof, RootHash};
use hoso::{
    app::{App, CommandError, checkpoints::Keeper, package::PackageError},
    files::{Files, hash_of},
    package::{
        self, Contents, FACTS, Fact, FactLine, Fault, FileLine, MANIFEST, Manifest, NOTE, Sender,
        container, page, signed_text,
    },
    seal::{
        checkpoint::Checkpoint,
        key::{PrivateKey, PublicKey, Use},
        merkle::{self, Hash},
        note::Note,
    },
    store::{
        integrity::hex,
        scans::{self, ScanRow},
    },
};
use hoso_events::{elsewhere::UnitsElsewhere, unit::UnitTree};
use sha2::{Digest as _, Sha256};

use crate::{
    sources::read,
    support::{Place, dossier, on_both, world},
};

on_both![
    a_dossier_goes_out_with_every_fact_to_the_byte_and_its_proof,
    who_may_not_hand_a_dossier_out_gets_nothing,
];

const ORIGIN: &str = "hoso/0198c0de-0000-7000-8000-000000000001";

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(ORIGIN, &[seed; 32]).unwrap()
}

fn public(seed: u8) -> PublicKey {
    key(seed).public(Use::Sign)
}

fn id(n: u8) -> String {
    format!("0198c0de-0000-7000-8000-0000000000{n:02x}")
}

/// A fact of one of the dossiers that take turns in an invented log; one is of a kind nobody knows.
fn line(position: u64, of: u8, sequence: u64) -> FactLine {
    let newer = sequence == 3;
    FactLine {
        position,
        event_id: id(200 - position as u8),
        stream_type: "dossier".to_owned(),
        stream_id: id(of),
        sequence,
        event_type: if newer { "DossierBlessed" } else { "SectionFoundUnchanged" }.to_owned(),
        version: if newer { 7 } else { 1 },
        recorded_at: format!("2026-11-23T01:00:{position:02}.000000Z"),
        effective_on: position.is_multiple_of(2).then(|| "2026-11-20".to_owned()),
        metadata: r#"{"by":"Trần Thị Hạnh"}"#.to_owned(),
        payload: format!(r#"{{"section":"family","n":{position}}}"#),
        leaf: String::new(),
        path: vec![],
    }
}

/// What a log of 41 facts holds of one of its two dossiers.
fn contents(of: u8) -> Contents {
    let all: Vec<FactLine> = (1..=41)
        .map(|position| line(position, (position % 2) as u8, position.div_ceil(2)))
        .collect();
    let leaves: Vec<Hash> = all.iter().map(FactLine::computed).collect();
    let size = leaves.len() as u64;
    let root = merkle::root(&leaves[..], size).unwrap();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root };
    let mut note = Note { text: checkpoint.text(), signatures: vec![] };
    key(1).sign(&mut note);
    let facts = all.into_iter().filter(|fact| fact.stream_id == id(of)).map(|line| {
        let path = merkle::inclusion(&leaves[..], line.position - 1, size).unwrap();
        Fact { line, path }
    });
    let scan = b"%PDF-1.7 a paper".to_vec();
    Contents {
        sender: Sender { code: "H53.01".to_owned(), name: "Sở Tài chính".to_owned() },
        dossier: id(of),
        made_at: "2026-11-27T01:00:00.000000Z".to_owned(),
        checkpoint,
        checkpoint_note: note,
        facts: facts.collect(),
        scans: vec![(format!("{}.pdf", hex(&Sha256::digest(&scan))), scan)],
        units: vec![serde_json::from_value(units::unit(5)).unwrap()],
    }
}

fn sealed(of: u8) -> Vec<u8> {
    let contents = contents(of);
    contents
        .seal(&page::render(&contents, &UnitTree::default(), &UnitsElsewhere::NONE), &key(1))
        .unwrap()
}

type Held = Vec<(String, Vec<u8>)>;

fn files(whole: &[u8]) -> Held {
    let files = container::read(whole).unwrap();
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect()
}

fn packed(files: &Held) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, it)| (&**name, &**it)).collect();
    container::write(&files).unwrap()
}

fn file<'a>(files: &'a mut Held, name: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|(held, _)| held == name).unwrap().1
}

/// Signs files anew, as whoever holds the key could: what is wrong inside must be found all the same.
fn signed_anew(mut files: Held, seed: u8, change: impl FnOnce(&mut Manifest)) -> Vec<u8> {
    let mut manifest: Manifest = serde_json::from_slice(file(&mut files, MANIFEST)).unwrap();
    manifest.files = files[2..]
        .iter()
        .map(|(name, bytes)| FileLine {
            name: name.clone(),
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(bytes)),
        })
        .collect();
    manifest.key = public(seed).to_string();
    change(&mut manifest);
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let mut note = Note { text: signed_text(&manifest.origin, &bytes), signatures: vec![] };
    key(seed).sign(&mut note);
    *file(&mut files, NOTE) = note.to_string().into_bytes();
    *file(&mut files, MANIFEST) = bytes;
    packed(&files)
}

/// The lines of the facts, changed and signed anew.
fn with_facts(change: impl FnOnce(&mut Vec<FactLine>)) -> Vec<u8> {
    let mut files = files(&sealed(0));
    let text = String::from_utf8(file(&mut files, FACTS).clone()).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    change(&mut lines);
    let text = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n");
    *file(&mut files, FACTS) = text.collect::<String>().into_bytes();
    signed_anew(files, 1, |_manifest| ())
}

#[track_caller]
fn refused(whole: &[u8]) -> Fault {
    package::open(whole, Some(&public(1))).expect_err("it is not whole")
}

#[test]
fn the_same_log_gives_the_same_package_and_it_is_believed() {
    let whole = sealed(0);
    assert_eq!(whole, sealed(0));
    let opened = package::open(&whole, Some(&public(1))).unwrap();
    assert!(opened.vouched);
    assert_eq!((opened.facts.len(), opened.scans.len(), opened.checkpoint.size), (20, 1, 41));
    let alone = package::open(&whole, None).unwrap();
    assert!(!alone.vouched, "the key inside vouches for nobody");
    assert_eq!(alone.key, public(1));
}

#[test]
fn proofs_are_believed_by_another_implementation() {
    let whole = sealed(1);
    let opened = package::open(&whole, None).unwrap();
    let Checkpoint { size, root, .. } = opened.checkpoint;
    let root = RootHash::<Sha256>::new(root.into(), size);
    // Their tree hashes its leaves itself: what was hashed is written out by hand.
    for fact in &opened.facts {
        let path: Vec<u8> =
            fact.path.iter().flat_map(|hash| STANDARD.decode(hash).unwrap()).collect();
        let proof = InclusionProof::<Sha256>::try_from_bytes(path).unwrap();
        let part = |bytes: &[u8]| [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat();
        let entry = [
            part(b"hoso event 1"),
            part(&fact.position.to_be_bytes()),
            part(fact.event_id.as_bytes()),
            part(fact.stream_type.as_bytes()),
            part(fact.stream_id.as_bytes()),
            part(&fact.sequence.to_be_bytes()),
            part(fact.event_type.as_bytes()),
            part(&fact.version.to_be_bytes()),
            part(fact.recorded_at.as_bytes()),
            part(fact.metadata.as_bytes()),
            part(&Sha256::digest(fact.payload.as_bytes())),
            fact.effective_on.as_ref().map_or(vec![0xff; 4], |day| part(day.as_bytes())),
        ]
        .concat();
        assert_eq!(root.verify_inclusion(&entry, fact.position - 1, &proof).ok(), Some(()));
    }
}

#[test]
fn no_changed_byte_passes_and_no_cut() {
    let whole = sealed(0);
    for at in (0..whole.len()).step_by(97).chain(whole.len() - 200..whole.len()) {
        for flip in [0x01, 0x20, 0x80] {
            let mut other = whole.clone();
            other[at] ^= flip;
            assert!(package::open(&other, None).is_err(), "byte {at} by {flip}");
        }
        assert!(package::open(&whole[..at], None).is_err(), "cut at {at}");
    }
}

#[test]
fn no_changed_byte_passes_in_a_container_that_was_made_to_fit() {
    let files = files(&sealed(0));
    for (n, (name, bytes)) in files.iter().enumerate() {
        for at in (0..bytes.len()).step_by(if bytes.len() > 2_000 { 97 } else { 1 }) {
            let mut other = files.clone();
            other[n].1[at] ^= 0x04;
            let fault = package::open(&packed(&other), None).unwrap_err();
            if ![MANIFEST, NOTE].contains(&&**name) {
                assert_eq!(fault, Fault::FileChanged { file: name.clone() }, "byte {at}");
            }
        }
    }
}

#[test]
fn what_is_taken_out_put_in_or_moved_is_named() {
    let files = files(&sealed(0));
    for n in 0..files.len() {
        let mut other = files.clone();
        let (name, _bytes) = other.remove(n);
        assert_eq!(refused(&packed(&other)), Fault::FileMissing { file: name });
    }
    let mut more = files.clone();
    more.push(("scans/more.pdf".to_owned(), vec![]));
    assert_eq!(refused(&packed(&more)), Fault::FileUnknown { file: "scans/more.pdf".to_owned() });
    let mut moved = files.clone();
    moved.swap(2, 3);
    assert_eq!(refused(&packed(&moved)), Fault::FileUnknown { file: FACTS.to_owned() });
    let named = |name: &str| {
        let mut files = files.clone();
        files.push((name.to_owned(), vec![]));
        refused(&signed_anew(files, 1, |_manifest| ()))
    };
    for name in ["scans/more.pdf", "more"] {
        assert_eq!(named(name), Fault::FileUnknown { file: name.to_owned() });
    }
}

#[test]
fn a_package_signed_by_another_key_is_refused_with_its_name() {
    // Made whole by somebody with a key of their own, checkpoint and all.
    let mut contents = contents(0);
    let mut note = Note { text: contents.checkpoint.text(), signatures: vec![] };
    key(2).sign(&mut note);
    contents.checkpoint_note = note;
    let forged = contents.seal("<p>", &key(2)).unwrap();
    assert_eq!(refused(&forged), Fault::OtherKey { name: ORIGIN.to_owned() });
    assert!(!package::open(&forged, None).unwrap().vouched);
    // With the sender's checkpoint inside, which that key did not sign.
    let resigned = signed_anew(files(&sealed(0)), 2, |_manifest| ());
    assert_eq!(package::open(&resigned, None).unwrap_err(), Fault::Checkpoint);
    // With the sender's key inside, but not signed by it.
    let claimed = signed_anew(files(&sealed(0)), 2, |it| it.key = public(1).to_string());
    assert_eq!(refused(&claimed), Fault::Signature);
}

#[test]
fn a_checkpoint_of_another_log_or_of_another_size_is_refused() {
    let mut other = contents(0).checkpoint;
    other.size -= 1;
    let mut note = Note { text: other.text(), signatures: vec![] };
    key(1).sign(&mut note);
    let shorter = signed_anew(files(&sealed(0)), 1, |it| it.checkpoint = note.to_string());
    // The left half of both trees is the same: only what lies right of it can tell.
    assert_eq!(refused(&shorter), Fault::FactProof { position: 34 });
    other.origin = "hoso/elsewhere".to_owned();
    let mut note = Note { text: other.text(), signatures: vec![] };
    key(1).sign(&mut note);
    let elsewhere = signed_anew(files(&sealed(0)), 1, |it| it.checkpoint = note.to_string());
    assert_eq!(refused(&elsewhere), Fault::Checkpoint);
}

#[test]
fn facts_that_are_not_those_of_the_log_are_named_though_the_sender_signed_them() {
    let changed = with_facts(|facts| facts[4].payload.push(' '));
    assert_eq!(refused(&changed), Fault::FactChanged { position: 10 });
    let hashed_anew = with_facts(|facts| {
        facts[4].payload.push(' ');
        facts[4].leaf = hex(&facts[4].computed());
    });
    assert_eq!(refused(&hashed_anew), Fault::FactProof { position: 10 });
    let swapped = with_facts(|facts| facts.swap(4, 5));
    assert_eq!(refused(&swapped), Fault::FactMissing { sequence: 5 });
    let dropped = with_facts(|facts| drop(facts.remove(4)));
    assert_eq!(refused(&dropped), Fault::FactMissing { sequence: 5 });
    let cut = with_facts(|facts| drop(facts.pop()));
    assert_eq!(refused(&cut), Fault::FactMissing { sequence: 20 });
    let doubled = with_facts(|facts| facts.push(facts[19].clone()));
    assert_eq!(refused(&doubled), Fault::FactMissing { sequence: 21 });
    let path = with_facts(|facts| facts[4].path.swap(0, 1));
    assert_eq!(refused(&path), Fault::FactProof { position: 10 });
    let foreign = with_facts(|facts| {
        let Fact { line, path } = contents(1).facts.swap_remove(4);
        let leaf = hex(&line.computed());
        let path = path.iter().map(|hash| STANDARD.encode(hash)).collect();
        facts[4] = FactLine { leaf, path, ..line };
    });
    assert_eq!(refused(&foreign), Fault::FactForeign { position: 9 });
    let mut files = files(&sealed(0));
    file(&mut files, FACTS).extend(b"{}\n");
    let unreadable = signed_anew(files, 1, |_manifest| ());
    assert_eq!(refused(&unreadable), Fault::FactUnreadable { line: 21 });
}

#[test]
fn a_package_of_a_newer_format_is_told_as_such_and_facts_of_newer_kinds_are_kept() {
    let newer = signed_anew(files(&sealed(0)), 1, |it| it.version = 2);
    assert_eq!(refused(&newer), Fault::Newer { version: 2 });
    let other = signed_anew(files(&sealed(0)), 1, |it| it.format = "another".to_owned());
    assert_eq!(refused(&other), Fault::Other);
    let whole = sealed(0);
    let opened = package::open(&whole, Some(&public(1))).unwrap();
    let unknown: Vec<&FactLine> =
        opened.unknown().filter(|line| line.event_type == "DossierBlessed").collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].payload, r#"{"section":"family","n":6}"#);
    // The page shows it as it is, harmless.
    let page = std::str::from_utf8(opened.page).unwrap();
    assert!(page.contains("DossierBlessed") && page.contains("{&quot;section&quot;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
}

async fn a_dossier_goes_out_with_every_fact_to_the_byte_and_its_proof(place: Place) {
    let world = world(place).await;
    let folder = tempfile::tempdir().unwrap();
    let keeper = Keeper::in_folder(folder.path(), "hoso");
    for n in [1, 2] {
        world.opens(n).await;
        world.issues_account(n).await;
        world.fills(n).await;
    }
    let id = dossier(1);
    let packed = world.app.pack(&world.officer, id, &keeper, page::render).await.unwrap();
    let key = world.app.checkpoint_key(&keeper).await.unwrap();
    let opened = package::open(&packed.bytes, Some(&key)).unwrap();
    assert_eq!(opened.unknown().count(), 0);
    let stored = world.store.stream(&id.to_string(), 0).await.unwrap();
    assert!(stored.len() > 3, "there is something to hand over");
    assert_eq!(opened.facts.len(), stored.len());
    for (line, recorded) in opened.facts.iter().zip(&stored) {
        assert_eq!(line.read().as_ref(), Some(&recorded.fact));
        let at = recorded.provenance.position;
        let (_, bytes) = hoso::store::read::stored_at(world.db(), at).await.unwrap().unwrap();
        assert_eq!((&line.metadata, &line.payload), (&bytes.metadata, &bytes.payload));
        assert_eq!(line.leaf, hex(&bytes.leaf));
    }
    // Asked again at the same moment it is the same to the byte.
    let again = world.app.pack(&world.officer, id, &keeper, page::render).await.unwrap();
    let differing: BTreeMap<_, _> = files(&packed.bytes).into_iter().collect();
    for (name, bytes) in files(&again.bytes) {
        assert!([MANIFEST, NOTE].contains(&&*name) || differing[&name] == bytes, "{name}");
    }
}

async fn who_may_not_hand_a_dossier_out_gets_nothing(place: Place) {
    let world = world(place).await;
    let folder = tempfile::tempdir().unwrap();
    let keeper = Keeper::in_folder(folder.path(), "hoso");
    let id = world.opens(1).await;
    let stranger = hoso::app::Actor { grants: vec![], ..world.officer.clone() };
    let own = hoso::app::Actor { dossier: Some(id), ..world.officer.clone() };
    for actor in [stranger, own] {
        let denied = world.app.pack(&actor, id, &keeper, page::render).await;
        assert!(matches!(denied, Err(PackageError::Command(CommandError::Denied))));
    }
    let nowhere = world.app.pack(&world.officer, dossier(77), &keeper, page::render).await;
    assert!(matches!(nowhere, Err(PackageError::Command(CommandError::Denied))));
    assert!(!keeper.memory_path().exists(), "nothing was even signed");
    // A scan that lies nowhere stops the package: one without it would look whole.
    let app = App::new(world.store.clone()).with_files(Files::in_folder(folder.path()));
    assert!(app.pack(&world.officer, id, &keeper, page::render).await.is_ok());
    let row = ScanRow {
        dossier_id: id.to_string(),
        hash: hash_of(b"lost"),
        kind: "pdf".to_owned(),
        bytes: 4,
        size: None,
        account_id: world.officer.account.id.to_string(),
        uploaded_at: world.store.now(),
        elsewhere: 0,
    };
    scans::note(&world.store, &row).await.unwrap();
    match app.pack(&world.officer, id, &keeper, page::render).await {
        Err(PackageError::Command(CommandError::Refused(why))) => assert_eq!(why.code, "file_lost"),
        other => panic!("{other:?}"),
    }
}

/// The program that stands in the document.
fn program() -> String {
    let document = read("docs/FORMATS.md");
    let section = document.split("## Package").nth(1).expect("a section on packages");
    let program = section.split("```python\n").nth(1).expect("a program");
    program.split("```").next().unwrap_or_default().to_owned()
}

#[test]
fn the_program_in_the_document_believes_what_is_whole_and_nothing_else() {
    if Command::new("python3").arg("--version").output().is_err()
        || Command::new("openssl").arg("version").output().is_err()
    {
        eprintln!("no python3 or no openssl here: the program in docs/FORMATS.md was not run");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("check.py"), program()).unwrap();
    let run = |whole: &[u8], seed: u8| {
        std::fs::write(folder.path().join("a.zip"), whole).unwrap();
        let mut python = Command::new("python3");
        python.args(["check.py", "a.zip", &public(seed).to_string()]);
        let ran = python.current_dir(folder.path()).output().unwrap();
        (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned(), ran.stderr)
    };
    let (good, said, error) = run(&sealed(0), 1);
    assert!(good, "{}", String::from_utf8_lossy(&error));
    assert_eq!(said.trim(), format!("20 facts of {} stand in a log of 41", id(0)));
    assert!(!run(&sealed(0), 2).0, "another key");
    let changed = with_facts(|facts| {
        facts[4].payload.push(' ');
        facts[4].leaf = hex(&facts[4].computed());
    });
    assert!(!run(&changed, 1).0, "a fact that the log does not hold");
    let mut bent = files(&sealed(0));
    file(&mut bent, NOTE)[150] ^= 4;
    assert!(!run(&packed(&bent), 1).0, "another signature");
    let mut page = files(&sealed(0));
    file(&mut page, package::PAGE)[9] ^= 1;
    assert!(!run(&packed(&page), 1).0, "another page");
}
