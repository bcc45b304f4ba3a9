//! The log signed and held against its checkpoint, by the real binary: an edit hashed anew, an old
//! backup put back, another's note, each with its exit code and its sentence.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::Place;
use crate::support::{self, tamper};

/// A province whose log was signed, and the note as someone else keeps it.
fn signed() -> Place {
    let place = Place::with_units();
    let ran = place.run(&["checkpoint"]).ends_with(0);
    fs::write(place.folder.path().join("so-cai.note"), &ran.out).unwrap();
    place
}

fn establish(place: &Place, code: &str) -> super::Ran {
    place.run(&[
        "units",
        "establish",
        "--code",
        code,
        "--name",
        "Trường tiểu học giả định",
        "--kind",
        "school",
        "--parent",
        "H53.01",
        "--on",
        "2024-01-02",
        "--paper-number",
        "2/QĐ-UBND",
        "--paper-date",
        "2024-01-02",
        "--paper-issuer",
        "Ủy ban nhân dân tỉnh",
    ])
}

fn copy_database(place: &Place, from: &str, to: &str) {
    let folder = place.database().parent().unwrap().to_owned();
    for suffix in ["", "-wal", "-shm"] {
        let to = folder.join(format!("{to}{suffix}"));
        let _not_there = fs::remove_file(&to);
        let _not_there = fs::copy(folder.join(format!("{from}{suffix}")), to);
    }
}

#[test]
fn a_signed_log_is_held_against_its_checkpoint_here_and_elsewhere() {
    let place = signed();
    let facts = place.run(&["verify", "--json"]).ends_with(0).json();
    assert_eq!(facts["checkpoints"][0]["size"], facts["facts"]);
    establish(&place, "H53.01.01").ends_with(0);
    let ran = place.run(&["verify", "--checkpoint", "so-cai.note"]).ends_with(0);
    assert!(ran.out.contains("Khớp với niêm phong"), "{}", ran.out);
    // Elsewhere there is no key of ours: it is told, and passed on.
    let key = place.run(&["checkpoint", "key"]).ends_with(0).out;
    fs::rename(place.folder.path().join("data/checkpoints"), place.folder.path().join("aside"))
        .unwrap();
    place.run(&["verify", "--checkpoint", "so-cai.note"]).ends_with(2);
    place.run(&["verify", "--checkpoint", "so-cai.note", "--key", key.trim()]).ends_with(0);
    place.run(&["verify", "--checkpoint", "so-cai.note", "--key", "chìa khóa"]).ends_with(2);
    // A note that was changed, one that is none, a key that is none.
    let note = place.folder.path().join("so-cai.note");
    let text = fs::read_to_string(&note).unwrap();
    let size = text.lines().nth(1).unwrap();
    fs::write(&note, text.replacen(&format!("\n{size}\n"), "\n1\n", 1)).unwrap();
    let ran =
        place.run(&["verify", "--checkpoint", "so-cai.note", "--key", key.trim()]).ends_with(1);
    assert!(ran.err.contains("chữ ký"), "{}", ran.err);
    fs::write(&note, "niêm phong").unwrap();
    place.run(&["verify", "--checkpoint", "so-cai.note", "--key", key.trim()]).ends_with(1);
}

#[test]
fn an_old_backup_that_was_put_back_is_told_and_not_written_to() {
    let place = signed();
    copy_database(&place, "hoso.db", "backup.db");
    establish(&place, "H53.01.01").ends_with(0);
    place.run(&["checkpoint"]).ends_with(0);
    let facts = place.facts();
    copy_database(&place, "backup.db", "hoso.db");
    let ran = place.run(&["verify"]).ends_with(5);
    assert!(ran.err.contains("thiếu 1 sự kiện cuối"), "{}", ran.err);
    let ran = establish(&place, "H53.01.02").ends_with(5);
    assert!(ran.err.contains("Không ghi gì thêm"), "{}", ran.err);
    let ran = place.run(&["serve", "--listen", "127.0.0.1:0"]).ends_with(5);
    assert_eq!(ran.out, "", "it does not listen");
    // The note of before fits the restored log; what is remembered here does not, and counts.
    place.run(&["verify", "--checkpoint", "so-cai.note"]).ends_with(5);
    let answer = place.run(&["verify", "--json"]).ends_with(5).json();
    assert_eq!(answer["error"]["code"], "log_shorter");
    fs::remove_file(place.folder.path().join("data/checkpoints/hoso.note")).unwrap();
    establish(&place, "H53.01.02").ends_with(0);
    assert_eq!(place.facts(), facts, "as many again, and others");
    // Others still remember what it was.
    place.run(&["checkpoint"]).ends_with(0);
}

/// A fact edited and everything hashed again is whole to itself; only what was signed tells.
#[tokio::test]
async fn a_log_hashed_anew_from_an_edit_on_is_told_by_what_was_signed() {
    let place = signed();
    let key = place.run(&["checkpoint", "key"]).ends_with(0).out;
    let database = support::Place::of_file(place.database());
    let edit = "update event set payload = replace(payload, '2023-01-01', '2023-01-02')
        where position = 11";
    tamper::meddle(&database, edit).await;
    place.run(&["verify"]).ends_with(3);
    tamper::hash_anew(&database).await;
    place.run(&["verify", "--checkpoint", "so-cai.note"]).ends_with(4);
    let answer = place.run(&["verify", "--json"]).ends_with(4).json();
    assert_eq!(answer["error"]["code"], "log_rewritten");
    establish(&place, "H53.01.01").ends_with(4);
    let ran = place.run(&["serve", "--listen", "127.0.0.1:0"]).ends_with(4);
    assert_eq!(ran.out, "", "it does not listen");
    // Whoever may do anything to the database may do so to the data folder, too. The note that
    // someone else keeps still tells.
    fs::remove_file(place.folder.path().join("data/checkpoints/hoso.note")).unwrap();
    place.run(&["verify"]).ends_with(0);
    let held = ["verify", "--checkpoint", "so-cai.note", "--key", key.trim()];
    place.run(&held).ends_with(4);
}

#[test]
fn growth_is_proved_between_two_sizes_and_not_beyond_the_end() {
    let place = signed();
    let before = place.facts().to_string();
    establish(&place, "H53.01.01").ends_with(0);
    let now = place.facts().to_string();
    let proof = place.run(&["checkpoint", "prove", "--from", &before, "--to", &now, "--json"]);
    let proof = proof.ends_with(0).json();
    assert!(!proof["proof"].as_array().unwrap().is_empty(), "{proof}");
    place.run(&["checkpoint", "prove", "--from", &now, "--to", &before]).ends_with(2);
    place.run(&["checkpoint", "prove", "--from", &now, "--to", "999999"]).ends_with(5);
}

/// The program as it goes on by itself, with what it said first.
pub(super) struct Running {
    process: Child,
    said: Vec<String>,
}

impl Running {
    pub(super) fn start(place: &Place, lines: usize, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoso"));
        command.args(arguments).current_dir(place.folder.path());
        for (name, _value) in std::env::vars().filter(|(name, _)| name.starts_with("HOSO_")) {
            command.env_remove(name);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let said: Vec<String> = out.lines().take(lines).map(Result::unwrap).collect();
        assert_eq!(said.len(), lines, "{arguments:?} ended at once: {said:?}");
        Self { process, said }
    }

    /// Waits until it serves; answers where.
    pub(super) fn is_up(&mut self) -> String {
        let address = self.said[0].trim_start_matches("http://").trim_end_matches('/').to_owned();
        let serves = || -> std::io::Result<bool> {
            let mut line = TcpStream::connect(&address)?;
            line.write_all(b"GET /health/live HTTP/1.0\r\n\r\n")?;
            let mut answer = String::new();
            line.read_to_string(&mut answer)?;
            Ok(answer.contains(" 200 "))
        };
        while !serves().unwrap_or(false) {
            assert!(self.process.try_wait().unwrap().is_none(), "it has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
        address
    }

    /// Ends it as the machine does that runs out of memory: at once, whatever it is at.
    pub(super) fn killed(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Ends it as an operator does, once it serves: before that a signal ends it at once.
    fn stop(mut self) {
        self.is_up();
        let id = self.process.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended_already = self.process.kill();
    }
}

#[test]
fn a_witness_is_asked_before_the_service_listens() {
    let (place, elsewhere) = (signed(), Place::new());
    copy_database(&place, "hoso.db", "backup.db");
    let ours = place.run(&["checkpoint", "key"]).ends_with(0).out;
    let name = ["witness", "--name", "so-khcn.example", "--listen", "127.0.0.1:0"];
    let witness = Running::start(&elsewhere, 2, &[&name[..], &["--log", ours.trim()]].concat());
    let [address, key] = [&*witness.said[0], &*witness.said[1]];
    let serve = ["serve", "--listen", "127.0.0.1:0", "--witness", address, "--witness-key", key];
    establish(&place, "H53.01.01").ends_with(0);
    Running::start(&place, 1, &serve).stop();
    let note = fs::read_to_string(place.folder.path().join("data/checkpoints/hoso.note")).unwrap();
    assert!(note.contains("\u{2014} so-khcn.example "), "{note}");
    // The database and the data folder are put back together: only the witness knows better.
    copy_database(&place, "backup.db", "hoso.db");
    fs::remove_file(place.folder.path().join("data/checkpoints/hoso.note")).unwrap();
    place.run(&["verify"]).ends_with(0);
    let ran = place.run(&serve).ends_with(5);
    assert_eq!(ran.out, "", "it does not listen");
    assert!(ran.err.contains("thiếu 1 sự kiện cuối"), "{}", ran.err);
    // A key without an address, an address that is neither near nor TLS.
    place.run(&["serve", "--witness-key", key]).ends_with(2);
    place.run(&["serve", "--witness", "http://example.org", "--witness-key", key]).ends_with(2);
}
