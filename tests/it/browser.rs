//! The service in a real Chromium: what people do in it, and how every page looks (`every`).
//! Pictures of what was seen go to `target/screenshots`.

mod acting;
mod career;
mod chromium;
mod clerk;
mod entry;
mod every;
mod head;
mod import;
mod keys;
mod mouse;
mod papers;
mod sign_on;
mod whole;

use std::{path::PathBuf, sync::Arc};

use hoso::{
    app::{App, checkpoints::Keeper},
    clock::{Clock as _, ScriptedClock, SystemClock},
    demo::{self, CastMember, Plan},
    files::Files,
    seal::key::PublicKey,
    store::{Purpose, Store},
    web,
};
use tokio::net::TcpListener;

use crate::support::Place;

const PHONE: u32 = 360;
const DESK: u32 = 1280;
/// What the first view of a page may cost.
const REQUESTS_MAX: usize = 5;
const BYTES_MAX: u64 = 60 * 1024;

/// A demo that is being served.
struct Served {
    address: String,
    app: Arc<App>,
    cast: Vec<CastMember>,
    _place: Place,
    _files: tempfile::TempDir,
}

impl Served {
    /// Fills a demo and serves it on a free port.
    async fn start(plan: Plan) -> Self {
        Self::trusting(plan, vec![]).await
    }

    /// The same, taking in the packages of these senders.
    async fn trusting(plan: Plan, senders: Vec<PublicKey>) -> Self {
        let place = Place::sqlite();
        let clock = Arc::new(ScriptedClock::new(plan.starts_at(), plan.seed));
        let store = Store::open(&place.location, Purpose::Write, clock.clone()).await.unwrap();
        let files = tempfile::tempdir().unwrap();
        let app = App::new(Arc::new(store)).with_files(Files::in_folder(files.path()));
        let app = app.with_senders(senders);
        let app = Arc::new(app.with_keeper(Keeper::in_folder(files.path().join("keys"), "demo")));
        let filled = demo::fill(&app, &clock, &plan, &mut |_done, _of| {}).await.unwrap();
        let member = |member: &CastMember| web::CastMember {
            account: member.account,
            name: member.name.clone(),
            role_key: member.role_key,
            unit_code: member.unit_code.clone(),
            dossier: member.dossier,
        };
        let on_stage = filled.cast.iter().map(member).collect();
        let router = web::router(web::Site::new(app.clone(), Some(on_stage), true));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, app, cast: filled.cast, _place: place, _files: files }
    }

    fn member(&self, role_key: &str) -> &CastMember {
        self.cast.iter().find(|member| member.role_key == role_key).expect("one of the cast")
    }
}

/// A small demo, with everyone the story is told of.
fn small_plan() -> Plan {
    Plan { people: 20, units: 30, years: 1, ..Plan::standard(SystemClock.now()) }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether the pictures of the documents are to be taken anew.
fn writes_documents() -> bool {
    std::env::var("HOSO_WRITE_DOCS").is_ok_and(|value| value == "1")
}
