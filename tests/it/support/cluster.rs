//! A throw-away PostgreSQL server made from the installed binaries: one for all tests of a run,
//! gone when the run is gone. It does not sync to disk: no test here cuts the machine's power.

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::process::{CommandExt as _, parent_id},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// How the server is set: small, quick, and on a socket only, so that no port can clash.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c full_page_writes=off \
    -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=512MB";

/// Stops the server and removes its folder when the process `$1` is gone; a later process that was
/// given the same number is another one, by the time it started.
const WATCHDOG: &str = r#"
    since() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
    owner=$1; dir=$2; shift 2; started=$(since "$owner")
    while [ -n "$started" ] && [ "$(since "$owner")" = "$started" ]; do sleep 0.3; done
    "$@" stop -s -m immediate; rm -rf "$dir" "$dir.lock"
"#;

/// A running server.
pub struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
}

/// The server all tests of this run share; none where PostgreSQL is not installed.
pub fn shared() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    let start = || {
        let bin = binaries()?;
        // Under cargo-nextest each test is a process of its own, and the run is their parent.
        let (run, owner) = match std::env::var("NEXTEST_RUN_ID") {
            Ok(run) => (run, parent_id()),
            Err(_) => (std::process::id().to_string(), std::process::id()),
        };
        let dir = std::env::temp_dir().join(format!("hoso-pg-{run}"));
        Some(Cluster::started_once(bin, dir, owner))
    };
    SHARED.get_or_init(start).as_ref()
}

/// A server of one test's own, to be stopped and started again.
pub fn of_my_own() -> Option<Cluster> {
    let bin = binaries()?;
    let name = format!("hoso-pg-own-{}", std::process::id());
    let cluster = Cluster { bin, dir: std::env::temp_dir().join(name) };
    cluster.make(std::process::id());
    Some(cluster)
}

/// Where the server's programs are; says so, loudly, when they are nowhere.
fn binaries() -> Option<PathBuf> {
    let asked = Command::new("pg_config").arg("--bindir").output().ok();
    let asked = asked.map(|o| PathBuf::from(String::from_utf8_lossy(&o.stdout).trim()));
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    installed.sort();
    let found = asked
        .into_iter()
        .chain(installed.into_iter().rev())
        .find(|bin| bin.join("initdb").exists());
    if found.is_none() {
        let required = std::env::var("HOSO_TEST_REQUIRE").unwrap_or_default();
        assert!(!required.contains("postgres"), "PostgreSQL is required and not installed");
        // Past the test harness, which keeps what a passing test prints to itself.
        let _unheard = std::io::stderr().write_all(
            b"\n*** PostgreSQL is not installed: SKIPPING the PostgreSQL half of the tests ***\n",
        );
    }
    found
}

impl Cluster {
    /// The server in `dir`, started by whichever test process comes first.
    fn started_once(bin: PathBuf, dir: PathBuf, owner: u32) -> Self {
        let cluster = Self { bin, dir };
        let lock = File::create(cluster.dir.with_extension("lock")).expect("a lock file");
        lock.lock().expect("the lock of the shared server");
        if !cluster.dir.join("ready").exists() {
            cluster.make(owner);
        }
        cluster
    }

    fn make(&self, owner: u32) {
        fs::create_dir_all(&self.dir).expect("a folder for the server");
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(&self.dir));
        }
        let data = self.data();
        let mut initdb = self.program("initdb");
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C"]);
        done(initdb.args(["--no-sync", "--no-instructions", "-D"]).arg(data));
        self.start();
        self.watch(owner);
        fs::write(self.dir.join("ready"), "").expect("the mark of a running server");
    }

    /// Starts the server.
    pub fn start(&self) {
        let mut start = self.program("pg_ctl");
        start.arg("-D").arg(self.data()).args(["start", "-w", "-s", "-l"]);
        start.arg(self.dir.join("data/log"));
        start.args(["-o", &format!("{SETTINGS} -k {}", self.dir.display())]);
        // Not through `output`: the server would keep a pipe open for as long as it runs.
        let status = start.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "the server does not start");
    }

    /// Stops the server as a crash would: without a word to its clients.
    pub fn crash(&self) {
        done(self.program("pg_ctl").arg("-D").arg(self.data()).args([
            "stop",
            "-s",
            "-m",
            "immediate",
        ]));
    }

    /// A new, empty database, by its URL.
    pub async fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut server = PgConnection::connect(&self.url("postgres")).await.expect("the server");
        let create = AssertSqlSafe(format!("create database {name}"));
        sqlx::raw_sql(create).execute(&mut server).await.expect("a new database");
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.dir.display())
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// One of the server's programs, run as someone it agrees to run as.
    fn program(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.dir).stdin(Stdio::null());
        command
    }

    #[expect(clippy::zombie_processes, reason = "the watchdog outlives this process")]
    fn watch(&self, owner: u32) {
        let pg_ctl = self.program("pg_ctl");
        let mut watchdog = Command::new("sh");
        watchdog.args(["-c", WATCHDOG, "watchdog", &owner.to_string()]).arg(&self.dir);
        watchdog.arg(pg_ctl.get_program()).args(pg_ctl.get_args());
        watchdog.arg("-D").arg(self.data()).current_dir("/").process_group(0);
        watchdog.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        watchdog.spawn().expect("a watchdog over the server");
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(Path::new("/proc/self")).is_ok_and(|me| me.uid() == 0)
}

#[track_caller]
fn done(command: &mut Command) {
    let Output { status, stderr, .. } = command.output().expect("the program can be run");
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
}
