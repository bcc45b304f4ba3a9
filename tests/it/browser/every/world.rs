//! A world whose pages are looked at: who is in it, how each of them comes, and which pages the
//! links lead them to.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, header},
};
use hoso::{
    app::{Actor, App, sign_in::codes},
    web::{CastMember, Site, router},
};
use hoso_events::{ids::DossierId, unit::Unit};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::web::{
    access_table::routes,
    fixture::{Got, ask},
    guest::{Browser, to},
};

/// The cookie that leads past the demo, to the service as it is in earnest.
const IN_EARNEST: &str = "cua_dong=1";
/// The cookie of a session, under a name a browser takes without TLS.
const SESSION: &str = "phien=";
const PASSWORD: &str = "con gà đi bộ qua sông Vàm Cỏ";
/// How many pages of a route are followed further.
const FOLLOWED_MAX: usize = 2;
/// How many addresses of a route are kept.
const KEPT_MAX: usize = 40;

/// Who looks at a page: one of the cast by role, or one of these.
pub const ANYONE: &str = "anyone";
pub const STRANGER: &str = "stranger";
pub const SIGNED_IN: &str = "signed in";
pub const SECOND_STEP: &str = "second step";

/// The pages someone comes to by following links, by route.
pub type Reached = BTreeMap<String, Vec<String>>;

/// A world and the two doors to it.
pub struct World {
    pub app: Arc<App>,
    pub cast: Vec<CastMember>,
    /// The demo, and the service in earnest behind a cookie.
    pub router: Router,
    /// The code of a unit that ended, or of the province where none did.
    pub gone: String,
    sessions: BTreeMap<&'static str, String>,
}

impl World {
    /// Opens both doors and lets the head in by the second.
    pub async fn of(app: Arc<App>, cast: Vec<CastMember>) -> Self {
        let demo = router(Site::new(app.clone(), Some(cast.clone()), true));
        let earnest = router(Site::new(app.clone(), None, true));
        let units = app.store().world().await.unwrap().units;
        let gone = units.iter().filter(|unit| !unit.stands() || unit.parent.is_none());
        let first = |unit: &&Unit| (unit.stands(), unit.code.clone());
        let gone = gone.min_by_key(first).map(|unit| unit.code.to_string());
        let mut world = Self {
            app,
            cast,
            router: doors(demo, earnest.clone()),
            gone: gone.unwrap_or_default(),
            sessions: BTreeMap::new(),
        };
        world.lets_in(earnest).await;
        world
    }

    pub fn member(&self, role_key: &str) -> &CastMember {
        self.cast.iter().find(|member| member.role_key == role_key).expect("one of the cast")
    }

    pub fn dossier(&self, role_key: &str) -> DossierId {
        self.member(role_key).dossier.expect("a dossier")
    }

    /// The cookies someone comes with.
    pub fn cookies(&self, who: &str) -> String {
        match who {
            ANYONE => String::new(),
            STRANGER => IN_EARNEST.to_owned(),
            SIGNED_IN | SECOND_STEP => format!("{IN_EARNEST}; {SESSION}{}", self.sessions[who]),
            role_key => format!("hoso_vai={}", self.member(role_key).account),
        }
    }

    /// A page as someone sees it, in a language.
    pub async fn page(&self, who: &str, lang: &str, path: &str) -> Got {
        let cookie = format!("{}; hoso_ngon_ngu={lang}", self.cookies(who));
        ask(&self.router, Method::GET, path, &[("cookie", &cookie)], "").await
    }

    /// Serves it on a free port.
    pub async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Signs the head in with a second factor, and once more up to the second step.
    async fn lets_in(&mut self, earnest: Router) {
        let head = self.member("head").account;
        let issued = self.app.issue_activation(&Actor::service(), head, false).await.unwrap();
        let browser = Browser::new(earnest.clone());
        let typed = [("ma", &*issued.code), ("mat_khau_moi", PASSWORD), ("mat_khau_lai", PASSWORD)];
        let factor = to(&browser.post("/kich-hoat", &typed).await).to_owned();
        let page = browser.get(&factor).await;
        let key = page.text.split("<code>").nth(1).expect("a key").split('<').next().unwrap();
        let now = self.app.store().clock().now().timestamp();
        let code = codes::factor_code(&key.replace(' ', ""), now).unwrap();
        browser.send(&page, &factor, &[("ma", &code)]).await;
        self.sessions.insert(SIGNED_IN, token(&browser));
        let again = Browser::new(earnest);
        let page = again.get("/dang-nhap").await;
        let typed = [("ten", &*issued.login), ("mat_khau", PASSWORD)];
        assert!(to(&again.send(&page, "/dang-nhap", &typed).await).starts_with("/dang-nhap/ma"));
        self.sessions.insert(SECOND_STEP, token(&again));
    }

    /// Follows links from the first page on, as someone, and keeps where each route was met.
    pub async fn follow(&self, who: &str) -> Reached {
        let routes = pages();
        let mut reached = Reached::new();
        let mut waiting = VecDeque::from(["/".to_owned()]);
        let mut followed: BTreeMap<String, usize> = BTreeMap::new();
        let mut known = BTreeSet::new();
        while let Some(path) = waiting.pop_front() {
            let Some(route) = route_of(&routes, &path) else { continue };
            let times = followed.entry(route.to_owned()).or_default();
            let met = reached.entry(route.to_owned()).or_default();
            if *times < FOLLOWED_MAX {
                *times += 1;
                let got = self.page(who, "vi", &path).await;
                let leads = match got.status.is_redirection() {
                    true => vec![got.header("location").to_owned()],
                    false => links(&got.text),
                };
                waiting.extend(leads.into_iter().filter(|path| known.insert(path.clone())));
                if got.status.is_success() {
                    met.push(path);
                }
            } else if met.len() < KEPT_MAX {
                met.push(path);
            }
        }
        reached
    }
}

/// The token in a browser's cookie.
fn token(browser: &Browser) -> String {
    let cookie = browser.cookie().expect("a session");
    cookie.split_once('=').expect("a cookie").1.to_owned()
}

/// One address for both doors: a cookie says which.
fn doors(demo: Router, earnest: Router) -> Router {
    Router::new().fallback(move |mut request: Request| {
        let (demo, earnest) = (demo.clone(), earnest.clone());
        async move {
            let cookies = request.headers().get(header::COOKIE).and_then(|it| it.to_str().ok());
            let cookies = cookies.unwrap_or_default().to_owned();
            if !cookies.contains(IN_EARNEST) {
                return demo.oneshot(request).await;
            }
            let named = cookies.replace(SESSION, "__Host-hoso=");
            request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&named).unwrap());
            earnest.oneshot(request).await
        }
    })
}

/// Every route that is got and is not of the interface.
pub fn pages() -> Vec<String> {
    let got = routes().into_iter().filter(|(_route, method)| method == "GET");
    got.map(|(route, _method)| route).filter(|route| !route.starts_with("/api/v1/")).collect()
}

/// The route an address belongs to: of those that fit, the one that says most.
pub fn route_of<'a>(routes: &'a [String], path: &str) -> Option<&'a str> {
    let path: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
    let fits = |route: &&String| {
        let pieces: Vec<&str> = route.split('/').collect();
        pieces.len() == path.len()
            && pieces.iter().zip(&path).all(|(piece, of)| piece.starts_with('{') || piece == of)
    };
    let says = |route: &&String| std::cmp::Reverse(route.matches('{').count());
    routes.iter().filter(fits).max_by_key(says).map(String::as_str)
}

/// The addresses of ours a page leads to; not the way to its other language.
fn links(html: &str) -> Vec<String> {
    let written = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = written.filter(|to| to.starts_with('/') && !to.contains("lang="));
    ours.map(|to| to.split('#').next().unwrap_or_default().replace("&amp;", "&")).collect()
}
