//! The way to a sign-on service on another site and back, in a browser that keeps the rules about
//! cookies and forms, without scripts.

use std::{fs, sync::Arc, time::Duration};

use hoso::{
    app::App,
    sign_on::{Settings, SignOn},
    web::{Site, router},
};
use serde_json::json;
use tokio::net::TcpListener;

use super::chromium::{self, Chromium};
use crate::{
    support::in_runtime,
    web::{
        fixture::{HUONG, dossier, province},
        provider::Provider,
        traveller,
    },
};

/// The longest the way may take.
const WAY_MAX: Duration = Duration::from_secs(15);

/// Where the browser is, once that begins like this.
fn arrives(chromium: &mut Chromium, start: &str) {
    let begun = std::time::Instant::now();
    loop {
        let told = chromium.ask("Runtime.evaluate", json!({"expression": "location.href"}));
        let here = told["result"]["value"].as_str().unwrap_or_default().to_owned();
        if here == start {
            return;
        }
        assert!(begun.elapsed() < WAY_MAX, "at {here}, not at {start}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn one_press_leads_to_another_site_and_back_signed_in_without_scripts() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let service = province().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public = format!("http://{}", listener.local_addr().unwrap());
        // Another address is another site to a browser; another port is not.
        let clock = service.clock.clone();
        let provider = Provider::start_for(clock, "127.0.0.2:0", public.clone()).await;
        provider.person(traveller::huong());
        let settings = Settings { public_url: public.clone(), ..traveller::settings(&provider) };
        let app = App::new(service.app.store().clone());
        let app = Arc::new(app.with_sign_on(SignOn::new(settings).unwrap()));
        let site = router(Site::new(app, None, false));
        tokio::spawn(async move { axum::serve(listener, site).await });

        tokio::task::block_in_place(|| {
            let mut chromium = Chromium::start(program);
            chromium.scripts(false);
            let own = format!("{public}/ho-so/{}", dossier(HUONG));
            chromium.open(&own, false);
            let pictures = super::root().join("target/screenshots");
            fs::create_dir_all(&pictures).unwrap();
            fs::write(pictures.join("sign-on.png"), chromium.picture(true)).unwrap();
            chromium.click("form[action=\"/dang-nhap/lien-thong\"] button");
            arrives(&mut chromium, &own);
        });
        assert_eq!(provider.asked("authorize"), 1);
        assert_eq!(provider.asked("token"), 1);
    });
}
