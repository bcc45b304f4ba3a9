//! One line a request, with ids and numbers and nothing of anyone.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::http::Method;
use serde_json::{Value as Json, json};
use tracing_subscriber::fmt::MakeWriter;

use super::{
    fixture::{
        HOA, HUONG, OFFICER, Service, ask, page_as, province, question, send, submission, uuid,
    },
    scans::{A_PAPER, a_scan, form, sends},
};
use crate::support::s3::{Door, KEY_ID, KEY_SECRET, S3};

/// What was logged.
#[derive(Clone, Default)]
pub struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Written {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).expect("text")
    }

    fn lines(&self) -> Vec<Json> {
        let read = |line: &str| serde_json::from_str(line).expect("a line of JSON");
        self.text().lines().map(read).collect()
    }

    fn requests(&self) -> Vec<Json> {
        self.lines().into_iter().filter(|line| line["target"] == "hoso::request").collect()
    }
}

#[tokio::test]
async fn a_store_that_refuses_is_told_once_with_its_word_and_without_a_key_or_a_name() {
    let store = S3::start().await;
    let service = Service::province_with(store.files()).await;
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_env_filter(hoso::log::filter(Some("trace,s3s=off,s3s_fs=off")))
        .with_writer(written.clone())
        .finish();
    let _another = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _here = tracing::subscriber::set_default(subscriber);
    let (bytes, hash) = a_scan();
    for (door, told) in [
        (Door::Says(9, 403, "AccessDenied"), "403 AccessDenied"),
        (Door::Says(9, 503, "SlowDown"), "503 SlowDown"),
    ] {
        let before = written.lines().len();
        store.door(door);
        sends(&service, OFFICER, HUONG, form(&A_PAPER, &bytes)).await;
        let lines = written.lines().split_off(before);
        let of_files: Vec<&Json> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
        assert_eq!(of_files.len(), 1, "{of_files:?}");
        assert!(of_files[0].to_string().contains(told), "{}", of_files[0]);
    }
    for nobodys in [KEY_ID, KEY_SECRET, &hash, "12/GXN", "Signature="] {
        let all = written.text();
        let line = all.lines().find(|line| line.contains(nobodys));
        assert_eq!(line, None, "{nobodys} is in the log");
    }
}

#[tokio::test]
async fn a_request_is_one_line_with_ids_and_without_anything_of_anyone() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_env_filter(hoso::log::filter(Some("trace")))
        .with_writer(written.clone())
        .finish();
    // While there is one subscriber only, a place in the code that another test comes by first asks
    // that test's thread, which has none, and is then silent for good: two are all asked.
    let _another = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _here = tracing::subscriber::set_default(subscriber);
    let huong = uuid(HUONG).to_string();
    let forged = "x\n{\"level\":\"info\"}";
    let body = json!({
        "managing_unit": "H53.50", "full_name": format!("Bùi Thị Xuân {forged}"),
        "personal_id_no": "072085012345", "confirmed_on": "2026-03-02",
        "confirmation": {
            "number": "12/QĐ-SNV", "dated_on": "2026-03-02", "issuer": "Sở Nội vụ tỉnh" },
    });
    let check = format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(HOA), submission(HOA));
    let answers = [
        question(&router, &token, &format!("/api/v1/dossiers/{huong}")).await,
        question(&router, &token, "/api/v1/people?q=nguyen+thi+huong").await,
        question(&router, &token, "/api/v1/nowhere/072185000209").await,
        send(&router, &token, "k1", "/api/v1/dossiers", body).await,
        send(&router, &token, "k2", &check, json!({})).await,
        page_as(&router, OFFICER, "vi", &format!("/ho-so/{huong}")).await,
        page_as(&router, OFFICER, "vi", "/ho-so?q=H%C6%B0%E1%BB%9Dng").await,
        ask(&router, Method::GET, "/api/v1/people", &[], "").await,
    ];
    let lines = written.requests();
    assert_eq!(lines.len(), answers.len());
    let routes: Vec<&str> =
        lines.iter().map(|line| line["fields"]["route"].as_str().unwrap()).collect();
    let dossier = "/api/v1/dossiers/{dossier}";
    let checked = format!("{dossier}/submissions/{{submission}}/check");
    let pages = ["/ho-so/{dossier}", "/ho-so"];
    assert_eq!(
        routes,
        [
            dossier,
            "/api/v1/people",
            "none",
            "/api/v1/dossiers",
            &checked,
            pages[0],
            pages[1],
            "/api/v1/people"
        ]
    );
    for (line, got) in lines.iter().zip(&answers) {
        let fields = &line["fields"];
        assert_eq!(fields["status"], got.status.as_u16());
        assert_eq!(fields["request.id"], got.header("x-request-id"));
        assert_eq!(fields["bytes"], got.text.len(), "{line}");
        assert!(fields["duration_ms"].as_f64().is_some_and(|taken| taken > 0.0), "{line}");
        assert_eq!(fields["cut_off"], false, "{line}");
    }
    assert_eq!(lines[0]["fields"]["actor.id"], uuid(OFFICER).to_string());
    assert_eq!(lines[7]["fields"]["actor.id"], "");
    let all = written.text();
    for nobodys in [
        "Hường",
        "Hương",
        "huong",
        "Xuân",
        "Bình",
        "072085012345",
        "072185000209",
        "0987654321",
        "12/QĐ-SNV",
        "Nguyễn Huệ",
        &huong,
        &token,
    ] {
        let line = all.lines().find(|line| line.contains(nobodys));
        assert_eq!(line, None, "{nobodys} is in the log");
    }
}
