//! The four pages as people see them: in a real Chromium without scripts, in both languages, on a
//! phone and on a desk, within the budget of a first view. Every page is kept as a picture in
//! `target/screenshots`; with `HOSO_WRITE_DOCS=1` the whole demo is filled and two of them go into
//! `docs/images`.

mod acting;
mod chromium;
mod clerk;
mod entry;
mod import;
mod papers;
mod sign_on;

use std::{fs, path::PathBuf, sync::Arc};

use chromium::{Chromium, Seen};
use hoso::{
    app::App,
    clock::{Clock as _, ScriptedClock, SystemClock},
    demo::{self, CastMember, Plan},
    files::Files,
    store::{Purpose, Store},
    web,
};
use tokio::net::TcpListener;

use crate::support::{Place, in_runtime};

const PHONE: u32 = 360;
const DESK: u32 = 1280;
/// What the first view of a page may cost.
const REQUESTS_MAX: usize = 5;
const BYTES_MAX: u64 = 60 * 1024;
/// How large a picture in the documents may be.
const PICTURE_MAX: usize = 300 * 1024;

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
        let place = Place::sqlite();
        let clock = Arc::new(ScriptedClock::new(plan.starts_at(), plan.seed));
        let store = Store::open(&place.location, Purpose::Write, clock.clone()).await.unwrap();
        let files = tempfile::tempdir().unwrap();
        let app = App::new(Arc::new(store)).with_files(Files::in_folder(files.path()));
        let app = Arc::new(app);
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

/// A page, who looks at it, and what must be on it in each language.
struct Look {
    name: &'static str,
    role_key: &'static str,
    path: String,
    heading: [String; 2],
    shows: [String; 2],
}

fn looks(served: &Served) -> Vec<Look> {
    let officer = served.member("data_officer");
    let official = served.member("official");
    let late = served.member("late_official");
    let dossier = |member: &CastMember| format!("/ho-so/{}", member.dossier.expect("a dossier"));
    let both = |vi: &str, en: &str| [vi.to_owned(), en.to_owned()];
    vec![
        Look {
            name: "board",
            role_key: "data_officer",
            path: format!("/tuan-thu/{}", officer.unit_code),
            heading: both("Theo dõi hạn: ", "Deadlines: "),
            shows: both("quá 4 ngày làm việc", "working days late: 4"),
        },
        Look {
            name: "people",
            role_key: "data_officer",
            path: "/ho-so".to_owned(),
            heading: both("Danh sách hồ sơ", "Dossiers"),
            shows: [official.name.clone(), official.name.clone()],
        },
        Look {
            name: "dossier",
            role_key: "official",
            path: dossier(official),
            heading: [official.name.clone(), official.name.clone()],
            shows: both("Nguồn gốc", "Origin"),
        },
        Look {
            name: "why",
            role_key: "late_official",
            path: format!("{}/vi-sao/first_entry/-", dossier(late)),
            heading: both("Vì sao là ngày này?", "Why this date?"),
            shows: both("Ngày cuối, hết hạn lúc 24:00", "The last day, ends at 24:00"),
        },
    ]
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether the pictures of the documents are to be taken anew.
fn writes_documents() -> bool {
    std::env::var("HOSO_WRITE_DOCS").is_ok_and(|value| value == "1")
}

#[test]
fn every_page_fits_a_phone_and_a_desk_and_costs_little() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let standard = Plan::standard(SystemClock.now());
        let plan = if writes_documents() { standard } else { small_plan() };
        let served = Served::start(plan).await;
        let mut chromium = Chromium::start(program);
        let pictures = root().join("target/screenshots");
        fs::create_dir_all(&pictures).unwrap();
        for look in looks(&served) {
            let account = served.member(look.role_key).account.to_string();
            chromium.cookie(&served.address, "hoso_vai", &account);
            for (place, lang) in ["vi", "en"].into_iter().enumerate() {
                for width in [PHONE, DESK] {
                    chromium.window(width, 900);
                    let url = format!("{}{}?lang={lang}", served.address, look.path);
                    let seen = chromium.open(&url, true);
                    check(&served, &look, place, width, &seen);
                    let name = format!("{}-{lang}-{width}.png", look.name);
                    fs::write(pictures.join(name), &seen.picture).unwrap();
                }
            }
        }
        if writes_documents() {
            picture_the_documents(&served, &mut chromium);
        }
    });
}

fn check(served: &Served, look: &Look, lang: usize, width: u32, seen: &Seen) {
    let at = format!("{} at {width} px, language {lang}", look.name);
    let heading = seen.html.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
    let heading = heading.unwrap_or_else(|| panic!("{at}: no heading"));
    assert!(heading.contains(&look.heading[lang]), "{at}: {heading}");
    assert!(seen.html.contains(&look.shows[lang]), "{at}: not on it: {}", look.shows[lang]);
    assert!(seen.width <= f64::from(width), "{at}: scrolls sideways, {} px wide", seen.width);
    assert!(seen.complaints.is_empty(), "{at}: {:?}", seen.complaints);
    assert!(seen.requests.len() <= REQUESTS_MAX, "{at}: {:?}", seen.requests);
    let bytes: u64 = seen.requests.iter().map(|asked| asked.bytes).sum();
    assert!((1..=BYTES_MAX).contains(&bytes), "{at}: {bytes} bytes, {:?}", seen.requests);
    let elsewhere = seen.requests.iter().find(|asked| !asked.url.starts_with(&served.address));
    assert!(elsewhere.is_none(), "{at}: {elsewhere:?}");
}

/// The two pictures the README shows.
fn picture_the_documents(served: &Served, chromium: &mut Chromium) {
    let folder = root().join("docs/images");
    fs::create_dir_all(&folder).unwrap();
    for look in looks(served) {
        let (height, unfolded) = match look.name {
            "board" => (1000, None),
            // The fourth field is the place of birth, which was corrected.
            "dossier" => (1300, Some(".record > div:nth-child(4) details")),
            _ => continue,
        };
        let account = served.member(look.role_key).account.to_string();
        chromium.cookie(&served.address, "hoso_vai", &account);
        chromium.window(DESK, height);
        chromium.open(&format!("{}{}?lang=vi", served.address, look.path), false);
        if let Some(selector) = unfolded {
            chromium.unfold(selector);
        }
        let picture = chromium.picture(false);
        assert!(picture.len() <= PICTURE_MAX, "{}: {} bytes", look.name, picture.len());
        fs::write(folder.join(format!("{}.png", look.name)), picture).unwrap();
    }
}
