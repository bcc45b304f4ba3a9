//! What a demo is given besides, so that every page has something on it: a list that was brought,
//! a change that waits, an ending that is announced, a secondment, a mass move, and a row typed.

use axum::http::{Method, StatusCode};
use chrono::NaiveDate;
use hoso::{
    app::{
        Actor, Command, Request,
        import::Watch,
        mass_moves::{AskedMove, Ends, Whom},
    },
    web::CastMember,
};
use hoso_events::{
    dossier::{DossierCommand, Ending, Leaving, NewEntry, SecondmentStep, ServiceStep},
    entry::Value,
    ids::{EndingId, MassMoveId, SecondmentId, SubmissionId, UnitId},
    mass_move::GrantsThen,
    provenance::Source,
    unit::UnitKind,
    values::{Issuer, LegalBasis, Paper, PaperNumber, Reason},
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
    seconds(&world).await;
    plans(&world).await;
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

/// The unit of the long-standing official, and the first one there is beside it.
async fn two_units(world: &World) -> [UnitId; 2] {
    let id = world.dossier("official");
    let here = world.app.managing_unit(id).await.unwrap().unwrap();
    let units = world.app.store().world().await.unwrap().units.clone();
    let schools = units.iter().filter(|unit| unit.kind == UnitKind::School && unit.stands());
    let other = schools.map(|unit| unit.id).find(|unit| *unit != here).unwrap();
    [here, other]
}

fn a_paper(number: &str, dated_on: NaiveDate) -> Paper {
    Paper {
        number: PaperNumber::parse(number).unwrap(),
        dated_on,
        issuer: Issuer::parse("Sở Nội vụ (giả định)").unwrap(),
    }
}

/// The long-standing official is seconded to another unit.
async fn seconds(world: &World) {
    let [_, host] = two_units(world).await;
    let today = world.app.store().clock().today();
    let step = SecondmentStep::Order {
        host,
        decision: a_paper("04/QĐ-SNV", today),
        begins_on: today,
        ends_on: today + chrono::Days::new(20),
    };
    let secondment = SecondmentId::from_uuid(Uuid::from_u128(0x5EC));
    let command = DossierCommand::Secondment { secondment, step };
    let command = Command::Dossier(world.dossier("official"), command);
    world.app.execute(&Actor::service(), Request::new(command, Source::Page)).await.unwrap();
}

/// Everyone of one unit is to go to another.
async fn plans(world: &World) {
    let [from, to] = two_units(world).await;
    let today = world.app.store().clock().today();
    let asked = AskedMove {
        mass_move: MassMoveId::from_uuid(Uuid::from_u128(0x3A55)),
        decision: a_paper("05/QĐ-UBND", today),
        effective_on: today,
        reason: Reason::parse("Sắp xếp đơn vị.").unwrap(),
        grants: GrantsThen::End,
        ends: Ends::Emptied,
        whom: Whom::Units { successors: [(from, to)].into(), below: false, except: vec![] },
    };
    let planned = world.app.plan_mass_move(&Actor::service(), &asked, &Watch::default()).await;
    world.app.keep_mass_move(&Actor::service(), &planned.unwrap()).await.unwrap();
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
