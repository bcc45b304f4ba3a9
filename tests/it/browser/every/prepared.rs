//! What a demo is given besides, so that every page has something on it: a list that was brought,
//! a change that waits, an ending that is announced, and a row typed.

use axum::http::{Method, StatusCode};
use hoso::{
    app::{Actor, Command, Request},
    web::CastMember,
};
use hoso_events::{
    dossier::{DossierCommand, Ending, Leaving, NewEntry, ServiceStep},
    entry::Value,
    ids::{EndingId, SubmissionId},
    provenance::Source,
    values::{Issuer, LegalBasis, Paper, PaperNumber},
};
use hoso_projections::accounts;
use uuid::Uuid;

use super::{super::Served, world::World};
use crate::web::fixture::ask;

const LIST: &str = "STT;Họ và tên;Ngày sinh;Số CCCD\n1;Huỳnh Thị Châu;01/04/1969;080169611097\n\
                    2;Trần Văn Ý;31/02/1990;12345\n";

/// The demo with all that.
pub async fn demo(served: &Served) -> World {
    let cast = served.cast.iter().map(|member| CastMember {
        account: member.account,
        name: member.name.clone(),
        role_key: member.role_key,
        unit_code: member.unit_code.clone(),
        dossier: member.dossier,
    });
    let world = World::of(served.app.clone(), cast.collect()).await;
    declares(&world).await;
    announces(&world).await;
    brings(&world, LIST).await;
    world
}

/// The official with the long history declares a change.
async fn declares(world: &World) {
    let who = world.member("official");
    let store = world.app.store();
    let row = accounts::by_id(store.db(), &who.account.to_string()).await.unwrap().unwrap();
    let today = store.clock().today();
    let person = Actor::of_account(&row, today, &store.world().await.unwrap().units).unwrap();
    let value = Some(Value::Single("0987654321".to_owned()));
    let command = DossierCommand::DeclareChange {
        submission: SubmissionId::from_uuid(Uuid::from_u128(0xC4A9E)),
        entries: vec![NewEntry { slot: "phone_mobile".parse().unwrap(), value }],
        happened_on: today,
        received_on: None,
        paper: Paper {
            number: PaperNumber::parse("03/ĐN").unwrap(),
            dated_on: today,
            issuer: Issuer::parse("Trường Tiểu học (giả định)").unwrap(),
        },
    };
    let command = Command::Dossier(who.dossier.unwrap(), command);
    world.app.execute(&person, Request::new(command, Source::Page)).await.unwrap();
}

/// The officer records ahead that someone's post is done away with, on the longest legal ground.
pub async fn announces(world: &World) {
    let officer = world.member("data_officer");
    let store = world.app.store();
    let row = accounts::by_id(store.db(), &officer.account.to_string()).await.unwrap().unwrap();
    let today = store.clock().today();
    let officer = Actor::of_account(&row, today, &store.world().await.unwrap().units).unwrap();
    let policy = "Nghị định về tinh giản biên chế ".repeat(6);
    let ending = Ending {
        leaving: Leaving::Redundant { policy: LegalBasis::parse(&policy).unwrap() },
        ended_on: today + chrono::Days::new(100),
        paper: Paper {
            number: PaperNumber::parse("03/QĐ-TGBC").unwrap(),
            dated_on: today,
            issuer: Issuer::parse("Ủy ban nhân dân xã (giả định)").unwrap(),
        },
        paper_received_on: today,
    };
    let step = ServiceStep::End(ending);
    let ending = EndingId::from_uuid(Uuid::from_u128(0xE4D));
    let command = DossierCommand::Service { ending, step };
    let command = Command::Dossier(world.dossier("late_official"), command);
    world.app.execute(&officer, Request::new(command, Source::Page)).await.unwrap();
}

/// The officer brings a list, and it is judged.
pub async fn brings(world: &World, list: &str) {
    let officer = world.member("data_officer");
    let mut body = String::new();
    for (name, text) in
        [("khoa", &*Uuid::from_u128(0xF1).to_string()), ("don_vi", &officer.unit_code)]
    {
        body +=
            &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    }
    body += "--b\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"ds.csv\"\r\n\r\n";
    body += &format!("{list}\r\n--b--\r\n");
    let cookie = world.cookies("data_officer");
    let headers = [
        ("cookie", cookie.as_str()),
        ("content-type", "multipart/form-data; boundary=b"),
        ("sec-fetch-site", "same-origin"),
    ];
    let got = ask(&world.router, Method::POST, "/nhap", &headers, body).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let path = got.header("location").to_owned();
    for _ in 0..600 {
        let got = world.page("data_officer", "vi", &path).await;
        if got.headers.get("refresh").is_none() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{path} is still worked on");
}
