//! Coming in by another service: what it is believed, what it is not, and who is let in.

use std::{sync::Mutex, time::Duration};

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use hoso::{
    app::{Actor, Command, Request, sign_in::codes},
    clock::Clock as _,
    sign_on::Settings,
};
use hoso_events::{account::AccountCommand, provenance::Source};
use serde_json::{Value, json};

use super::{
    fixture::*,
    guest::to,
    log_line::Written,
    provider::{Fault, Provider, SECRET},
    traveller::*,
};

const UNREACHABLE: &str = "Hiện không kết nối được với cổng đăng nhập";
const UNTRUSTED: &str = "Không xác minh được câu trả lời của cổng đăng nhập";
const DECLINED: &str = "cổng từ chối";
const NO_ID: &str = "không cho biết số định danh cá nhân";
const UNKNOWN: &str = "không có tài khoản nào đang dùng ứng với bạn";
const STALE: &str = "đã dùng, đã quá 10 phút hoặc bắt đầu ở trình duyệt khác";

#[tokio::test]
async fn who_another_service_vouches_for_is_signed_in_and_led_to_where_they_wanted_to_go() {
    let joined = joined().await;
    let traveller = Traveller::new(&joined.router);
    let own = format!("/ho-so/{}", dossier(HUONG));
    let page = traveller.get("/dang-nhap").await;
    assert!(page.text.contains(&format!("Đăng nhập bằng {NAME}")), "{}", page.text);

    let away = traveller.leaves(&own).await;
    assert!(away.starts_with(&format!("{}/authorize?", joined.provider.issuer)), "{away}");
    let back = joined.provider.sign_in(&away).await;
    assert_eq!(joined.provider.last("scope").as_deref(), Some("openid dinh_danh"));
    assert_eq!(joined.provider.last("prompt"), None);
    let got = traveller.go(&back, true).await;
    let on = onward(&got);
    assert!(traveller.has(SESSION) && !traveller.has(AWAY));
    assert_eq!(to(&traveller.get(&on).await), own);
    assert_eq!(traveller.get(&own).await.status, StatusCode::OK);
    assert_eq!(joined.provider.asked("token"), 1);

    // Without a second factor there or here one reads and no more.
    let actor = actor_behind(&joined, &traveller).await;
    assert_eq!(actor.account.id, account(HUONG + 0x100));
    assert_eq!(actor.reads_only, Some("second_factor_required"));
    let security = traveller.get("/bao-mat").await;
    assert!(security.text.contains("Đăng nhập</td>"), "it is written down: {}", security.text);
    // What is known of the other service is kept for the next.
    let second = Traveller::new(&joined.router);
    onward(&second.signs_on(&joined.provider, "/").await);
    assert_eq!((joined.provider.asked("metadata"), joined.provider.asked("keys")), (1, 1));
}

#[tokio::test]
async fn a_client_without_a_secret_is_known_by_the_verifier_alone() {
    let joined = joined().await;
    joined.provider.serve_public_clients();
    let without = Settings { secret: None, ..settings(&joined.provider) };
    let traveller = Traveller::new(&joined_app(&joined.service, without));
    onward(&traveller.signs_on(&joined.provider, "/").await);
    assert!(traveller.has(SESSION));
    // With a wrong secret nothing is given out.
    let wrong = Settings { secret: Some("sai".to_owned()), ..settings(&joined.provider) };
    let other = province().await;
    let provider = Provider::start(other.clock.clone()).await;
    provider.person(huong());
    let wrong = Settings { issuer: provider.issuer.clone(), ..wrong };
    let router = joined_app(&other, wrong);
    let joined = Joined { service: other, provider, router };
    let traveller = Traveller::new(&joined.router);
    let got = traveller.signs_on(&joined.provider, "/").await;
    assert!(turned_away(&joined, &traveller, &got).await.contains(UNTRUSTED));
}

#[tokio::test]
async fn what_cannot_be_believed_lets_nobody_in() {
    let joined = joined().await;
    for fault in [
        Fault::OtherNonce,
        Fault::NoNonce,
        Fault::OtherAudience,
        Fault::TwoAudiences,
        Fault::OtherIssuer,
        Fault::Expired,
        Fault::FromTheFuture,
        Fault::ForgedSignature,
        Fault::Unsigned,
        Fault::SignedWithTheSecret,
        Fault::UnknownKey,
        Fault::NoToken,
        Fault::AnswersAsAnother,
        Fault::AnswersAsNobody,
    ] {
        joined.provider.be(fault);
        let traveller = Traveller::new(&joined.router);
        let got = traveller.signs_on(&joined.provider, "/").await;
        let said = turned_away(&joined, &traveller, &got).await;
        assert!(said.contains(UNTRUSTED), "{fault:?}: {said}");
    }
    joined.provider.be(Fault::Refuses);
    let traveller = Traveller::new(&joined.router);
    let got = traveller.signs_on(&joined.provider, "/ho-so?lang=en").await;
    assert_eq!(to(&got), "/dang-nhap?ve=%2Fho-so%3Flang%3Den&loi=sign_on_declined");
    assert!(turned_away(&joined, &traveller, &got).await.contains(DECLINED));
    let english = traveller.get("/dang-nhap?loi=sign_on_declined&lang=en").await;
    assert!(english.text.contains("or it declined"), "{}", english.text);
    // All the while the same way was open to an honest answer.
    joined.provider.be(None);
    onward(&traveller.signs_on(&joined.provider, "/").await);
    assert!(traveller.has(SESSION));
}

#[tokio::test]
async fn a_service_that_is_not_heard_is_said_so_in_time_and_spared_for_a_moment() {
    for fault in [
        Fault::Down,
        Fault::Slow,
        Fault::Huge,
        Fault::Redirects,
        Fault::SaysAnother,
        Fault::PeopleElsewhere,
        Fault::NotJson,
    ] {
        let joined = joined().await;
        joined.provider.be(fault);
        let traveller = Traveller::new(&joined.router);
        let page = traveller.get("/dang-nhap").await;
        let begun = std::time::Instant::now();
        let got = traveller.send(&page, START, &[]).await;
        assert!(begun.elapsed() < Duration::from_secs(5), "{fault:?}");
        let said = turned_away(&joined, &traveller, &got).await;
        assert!(said.contains(UNREACHABLE), "{fault:?}: {said}");
        // Not asked again at once; a moment later it is.
        let asked = joined.provider.asked("metadata");
        traveller.send(&page, START, &[]).await;
        assert_eq!(joined.provider.asked("metadata"), asked, "{fault:?}");
        assert_eq!(joined.provider.asked("elsewhere"), 0, "no redirect is followed");
        joined.provider.be(None);
        later(&joined, TimeDelta::seconds(11));
        onward(&traveller.signs_on(&joined.provider, "/").await);
    }
}

#[tokio::test]
async fn tokens_are_fetched_from_named_hosts_only() {
    let joined = joined().await;
    joined.provider.be(Fault::TokensElsewhere);
    let traveller = Traveller::new(&joined.router);
    let begun = std::time::Instant::now();
    let got = traveller.signs_on(&joined.provider, "/").await;
    assert!(begun.elapsed() < Duration::from_secs(3), "nobody was asked");
    assert!(turned_away(&joined, &traveller, &got).await.contains(UNREACHABLE));
}

#[tokio::test]
async fn an_answer_counts_once_in_the_browser_it_was_asked_from_within_ten_minutes() {
    let joined = joined().await;
    let traveller = Traveller::new(&joined.router);
    // Someone else's answer, opened in this browser: nobody is signed in as another unawares.
    let other = Traveller::new(&joined.router);
    let back = joined.provider.sign_in(&other.leaves("/").await).await;
    let got = traveller.go(&back, true).await;
    assert!(turned_away(&joined, &traveller, &got).await.contains(STALE));
    traveller.leaves("/").await;
    let got = traveller.go(&back, true).await;
    assert!(turned_away(&joined, &traveller, &got).await.contains(STALE), "with a cookie too");
    assert_eq!(joined.provider.asked("token"), 0, "no code was handed in");

    // Too late.
    let back = joined.provider.sign_in(&traveller.leaves("/").await).await;
    later(&joined, TimeDelta::minutes(10) + TimeDelta::seconds(1));
    let got = traveller.go(&back, true).await;
    assert!(turned_away(&joined, &traveller, &got).await.contains(STALE));

    // A code that was handed in before, under a state of this browser.
    let first = joined.provider.sign_in(&traveller.leaves("/").await).await;
    let kept = traveller.cookies(true);
    let got = traveller.go(&first, true).await;
    onward(&got);
    let code = |address: &str| {
        let code = address.split("code=").nth(1).unwrap();
        code.split('&').next().unwrap().to_owned()
    };
    let next = Traveller::new(&joined.router);
    let second = joined.provider.sign_in(&next.leaves("/").await).await;
    let got = next.go(&second.replace(&code(&second), &code(&first)), true).await;
    assert!(to(&got).ends_with("loi=sign_on_untrusted"), "{}", to(&got));
    assert!(!next.has(SESSION));

    // The whole answer again, with the cookie it came with.
    let tokens = joined.provider.asked("token");
    let got = ask(&joined.router, Method::GET, &first, &[("cookie", &kept)], "").await;
    assert!(to(&got).ends_with("loi=sign_on_stale"));
    assert_eq!(joined.provider.asked("token"), tokens, "no code was handed in again");
    for nothing in ["", "?code=x", "?state=", "?state=x&code=y", "?error=access_denied"] {
        let got = traveller.go(&format!("{START}/ve{nothing}"), true).await;
        assert!(to(&got).ends_with("loi=sign_on_stale"), "{nothing}");
    }
}

#[tokio::test]
async fn keys_that_change_are_asked_for_and_forged_ones_make_no_traffic() {
    let joined = joined().await;
    let (provider, asked) = (&joined.provider, || joined.provider.asked("keys"));
    onward(&Traveller::new(&joined.router).signs_on(provider, "/").await);
    assert_eq!(asked(), 1);
    provider.rotate("second");
    onward(&Traveller::new(&joined.router).signs_on(provider, "/").await);
    assert_eq!(asked(), 2);
    provider.be(Fault::UnknownKey);
    for _forged in 0..3 {
        let traveller = Traveller::new(&joined.router);
        let got = traveller.signs_on(provider, "/").await;
        assert!(to(&got).ends_with("loi=sign_on_untrusted"));
    }
    assert_eq!(asked(), 2, "once a minute at most");
    later(&joined, TimeDelta::seconds(61));
    Traveller::new(&joined.router).signs_on(provider, "/").await;
    assert_eq!(asked(), 3);
    // What is kept is asked for again after an hour, whatever happens.
    provider.be(None);
    later(&joined, TimeDelta::minutes(61));
    onward(&Traveller::new(&joined.router).signs_on(provider, "/").await);
    assert_eq!(asked(), 4);
}

#[tokio::test]
async fn whoever_is_not_known_here_is_told_the_same_as_whoever_is_no_longer() {
    let joined = joined().await;
    let told = async |claims: Value| {
        joined.provider.person(claims);
        let traveller = Traveller::new(&joined.router);
        let got = traveller.signs_on(&joined.provider, "/").await;
        (to(&got).to_owned(), turned_away(&joined, &traveller, &got).await)
    };
    let number = |number: &str| json!({ "so_dinh_danh": number });
    // Nobody's; someone's who has a dossier and no account.
    joined.service.opened(0xD9, "Mai Văn Chín", "2026-03-02").await;
    let unknown = told(number("079099001234")).await;
    assert!(unknown.1.contains(UNKNOWN), "{}", unknown.1);
    assert_eq!(told(number(&number_of(0xD9))).await, unknown);
    let close = AccountCommand::CloseAccount {
        closed_on: joined.service.clock.today(),
        reason: reason("Thôi việc"),
    };
    let request = Request::new(Command::Account(account(HUONG + 0x100), close), Source::Page);
    joined.service.app.execute(&Actor::service(), request).await.unwrap();
    assert_eq!(told(huong()).await, unknown);
}

#[tokio::test]
async fn without_a_personal_id_number_nobody_is_let_in() {
    let joined = joined().await;
    let number = number_of(HUONG);
    for claims in [
        json!({}),
        json!({ "so_cccd": number }),
        json!({ "so_dinh_danh": null }),
        json!({ "so_dinh_danh": "" }),
        json!({ "so_dinh_danh": &number[1..] }),
        json!({ "so_dinh_danh": format!("{number}0") }),
        json!({ "so_dinh_danh": format!(" {number}") }),
        json!({ "so_dinh_danh": number.replace('0', "٠") }),
        json!({ "so_dinh_danh": number.parse::<u64>().unwrap() }),
        json!({ "so_dinh_danh": [number] }),
    ] {
        joined.provider.person(claims.clone());
        let traveller = Traveller::new(&joined.router);
        let got = traveller.signs_on(&joined.provider, "/").await;
        let said = turned_away(&joined, &traveller, &got).await;
        assert!(said.contains(NO_ID), "{claims}: {said}");
    }
    // The claim may be one of the standard's own.
    for claim in ["sub", "preferred_username"] {
        joined.provider.person(json!({ claim: number }));
        let settings = Settings { claim: claim.to_owned(), ..settings(&joined.provider) };
        let traveller = Traveller::new(&joined_app(&joined.service, settings));
        onward(&traveller.signs_on(&joined.provider, "/").await);
        assert!(traveller.has(SESSION), "{claim}");
    }
}

/// Gives Hường work with others' records, so that a second factor is needed.
async fn with_a_grant(joined: &Joined) {
    use hoso_events::{account::Role, ids::GrantId};
    let grant = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(uuid(HUONG + 0x1000)),
        role: Role::DataOfficer,
        scope: unit(SCHOOL),
        from: joined.service.clock.today(),
        until: None,
        request: paper("46/TTr-PNV", "2026-03-02"),
    };
    let command = Command::Account(account(HUONG + 0x100), grant);
    joined.service.by(&Actor::service(), command).await;
}

#[tokio::test]
async fn our_own_second_factor_is_asked_for_unless_the_other_service_says_it_has_asked_for_one() {
    let joined = joined().await;
    with_a_grant(&joined).await;
    let says = |more: Value| {
        let mut claims = huong();
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        joined.provider.person(claims);
    };
    for weak in [json!({}), json!({ "acr": "muc-thap" }), json!({ "amr": ["pwd", "otp-maybe"] })] {
        says(weak.clone());
        let traveller = Traveller::new(&joined.router);
        let on = onward(&traveller.signs_on(&joined.provider, "/ho-so").await);
        assert_eq!(to(&traveller.get(&on).await), "/bao-mat/hai-buoc", "{weak}");
        assert!(to(&traveller.get("/ho-so").await).starts_with("/dang-nhap"), "{weak}");
    }
    for strong in [json!({ "acr": "muc-cao" }), json!({ "amr": ["pwd", "mfa"] })] {
        says(strong.clone());
        let traveller = Traveller::new(&joined.router);
        let on = onward(&traveller.signs_on(&joined.provider, "/ho-so").await);
        assert_eq!(to(&traveller.get(&on).await), "/ho-so", "{strong}");
        assert_eq!(actor_behind(&joined, &traveller).await.reads_only, None, "{strong}");
    }
    // Set up once, it is asked for at every sign-in that was not a strong one.
    says(json!({}));
    let traveller = Traveller::new(&joined.router);
    traveller.signs_on(&joined.provider, "/").await;
    let page = traveller.get("/bao-mat/hai-buoc").await;
    let key = page.text.split("<code>").nth(1).expect("a key").split('<').next().unwrap();
    let key = key.replace(' ', "");
    let code = || codes::factor_code(&key, joined.service.clock.now().timestamp()).unwrap();
    let got = traveller.send(&page, "/bao-mat/hai-buoc", &[("ma", &code())]).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    let traveller = Traveller::new(&joined.router);
    let on = onward(&traveller.signs_on(&joined.provider, "/ho-so").await);
    let asked = to(&traveller.get(&on).await).to_owned();
    assert_eq!(asked, "/dang-nhap/ma?ve=%2Fho-so");
    later(&joined, TimeDelta::seconds(30));
    let page = traveller.get(&asked).await;
    let got = traveller.send(&page, "/dang-nhap/ma", &[("ma", &code())]).await;
    assert_eq!(to(&got), "/ho-so");
    assert_eq!(actor_behind(&joined, &traveller).await.reads_only, None);
}

#[tokio::test]
async fn who_has_nothing_to_prove_themselves_with_here_proves_themselves_there_again() {
    let joined = joined().await;
    with_a_grant(&joined).await;
    // Signed in over there an hour ago, and carried over since.
    let proved = |minutes: i64| {
        let at = joined.service.clock.now() - TimeDelta::minutes(minutes);
        json!({ "so_dinh_danh": number_of(HUONG), "amr": ["mfa"], "auth_time": at.timestamp() })
    };
    joined.provider.person(proved(60));
    let traveller = Traveller::new(&joined.router);
    onward(&traveller.signs_on(&joined.provider, "/").await);
    let check = format!("/ho-so/{}/doi-chieu/{}", dossier(HOA), submission(HOA));
    let page = traveller.get(&check).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let asked = traveller.send(&page, &check, &[("viec", "con-lai-khop")]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text);
    assert!(asked.text.contains(&format!("Xác thực lại bằng {NAME}")), "{}", asked.text);

    // Pressed before it was done over there: asked again, what was typed is still there.
    let again = traveller.send(&asked, &check, &[]).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    let in_a_window = async |claims: Value| {
        joined.provider.person(claims);
        let away = onward(&traveller.send(&again, START, &[("lai", "1")]).await);
        let back = joined.provider.sign_in(&away).await;
        assert_eq!(joined.provider.last("prompt").as_deref(), Some("login"));
        assert_eq!(joined.provider.last("max_age").as_deref(), Some("0"));
        let got = traveller.go(&back, true).await;
        let place = to(&got).to_owned();
        (place.clone(), traveller.go(&place, true).await.text)
    };
    let before = traveller.token();
    // Another person; the old proof; one without a time; one without the second factor.
    let mut nam = proved(0);
    nam["so_dinh_danh"] = json!(number_of(NAM));
    let mut weak = proved(0);
    weak["amr"] = json!(["pwd"]);
    let mut timeless = proved(0);
    timeless.as_object_mut().unwrap().remove("auth_time");
    for wrong in [nam, proved(60), timeless, weak] {
        let (place, text) = in_a_window(wrong.clone()).await;
        assert_eq!(place, "/dang-nhap/lien-thong/xong?loi=sign_on_not_again", "{wrong}");
        assert!(text.contains("không phải của chủ phiên làm việc"), "{text}");
        assert_eq!(traveller.token(), before);
        assert_eq!(traveller.send(&again, &check, &[]).await.status, StatusCode::FORBIDDEN);
    }
    let (place, text) = in_a_window(proved(0)).await;
    assert_eq!(place, "/dang-nhap/lien-thong/xong");
    assert!(text.contains("Đã xác thực lại"), "{text}");
    assert_ne!(traveller.token(), before, "the token changes with the proof");
    let done = traveller.send(&again, &check, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_ne!(to(&done), check);

    // The other service is taken away while someone is signed in by it.
    joined.provider.person(proved(60));
    let late = Traveller::new(&joined.router);
    onward(&late.signs_on(&joined.provider, "/").await);
    let alone = Traveller {
        router: joined.service.closed(),
        jar: Mutex::new(late.jar.lock().unwrap().clone()),
    };
    let page = alone.get("/bao-mat/hai-buoc").await;
    let asked = alone.send(&page, "/bao-mat/hai-buoc", &[("ma", "000000")]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text);
    assert!(asked.text.contains("Xin cán bộ nhân sự"), "{}", asked.text);
}

#[tokio::test]
async fn where_no_other_service_is_named_nothing_is_said_of_one() {
    let service = province().await;
    let traveller = Traveller::new(&service.closed());
    let page = traveller.get("/dang-nhap").await;
    assert!(!page.text.contains(START), "{}", page.text);
    assert_eq!(traveller.post(START, &[]).await.status, StatusCode::NOT_FOUND);
    for path in ["/dang-nhap/lien-thong/ve?state=a&code=b", "/dang-nhap/lien-thong/xong"] {
        assert_eq!(traveller.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // A page that is only looked at, or another site's form, starts nothing.
    let joined = joined().await;
    assert_eq!(Traveller::new(&joined.router).get(START).await.status.as_u16(), 405);
    let headers = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    let got = ask(&joined.router, Method::POST, START, &headers, "").await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert_eq!(joined.provider.asked("metadata"), 0);
}

#[tokio::test]
async fn nothing_of_whoever_signs_on_stands_in_the_log() {
    let joined = joined().await;
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_env_filter(hoso::log::filter(Some("trace")))
        .with_writer(written.clone())
        .finish();
    // As in `log_line`: two are all asked.
    let _another = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _here = tracing::subscriber::set_default(subscriber);
    for fault in [None, Some(Fault::OtherNonce), Some(Fault::NoToken), Some(Fault::Refuses)] {
        joined.provider.be(fault);
        Traveller::new(&joined.router).signs_on(&joined.provider, "/").await;
    }
    joined.provider.be(None);
    let other = "079099001234";
    joined.provider.person(json!({ "so_cccd": other, "name": "Trần Thị Không Quen" }));
    Traveller::new(&joined.router).signs_on(&joined.provider, "/").await;
    let text = written.text();
    for told in ["check=\"nonce\"", "gave no id token", "declined", "no personal id number"] {
        assert!(text.contains(told), "{told} is not in {text}");
    }
    let state = joined.provider.last("state").unwrap();
    for secret in [&number_of(HUONG), other, "Hường", "Không Quen", "code-", &state, SECRET] {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
}
