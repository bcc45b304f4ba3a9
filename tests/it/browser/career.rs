//! One career clicked through from end to end, in a demo and in a second one that knows nothing of
//! it: moved and taken over, looked at step by step, seconded, retired, brought back, gone from the
//! province with a sealed package, and taken in there, where the same is told.
//!
//! Three people at three browsers: who sends works without scripts, who receives has a telephone,
//! who takes the package in works for another province.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use hoso::{app::Actor, demo::Plan, seal::key::PublicKey};
use hoso_events::{
    calendar::local_date,
    ids::{DossierId, UnitId},
};
use hoso_projections::{obligations, people, people::PersonRow};
use serde_json::{Value as Json, json};

use super::{DESK, PHONE, Served, chromium, mouse::Mouse, small_plan};
use crate::support::in_runtime;

const HOME_AFFAIRS: &str = "Sở Nội vụ";
/// The first day the career is told of, in days before today.
const BEGINS_BEFORE: u64 = 12;
/// How long a download may take.
const DOWNLOAD_MAX: Duration = Duration::from_secs(30);
/// The sentence on the account a person was given: an account is of the instance that gave it, and
/// no package carries it.
const ACCOUNT_GIVEN: &str = "tạo lập tài khoản cho người có hồ sơ.";

/// A day so many days before today, as it is typed.
struct Calendar(NaiveDate);

impl Calendar {
    fn ago(&self, days: u64) -> String {
        (self.0 - Days::new(days)).format("%d/%m/%Y").to_string()
    }
}

/// The demo, and another invented province with people and units of its own.
async fn two() -> (Served, Served) {
    let plan = small_plan();
    let first = Served::start(Plan { people: 90, ..plan.clone() }).await;
    let key = key_of(&first).await;
    (first, Served::trusting(Plan { seed: 7, ..plan }, vec![key]).await)
}

async fn key_of(served: &Served) -> PublicKey {
    served.app.checkpoint_key(served.app.keeper().unwrap()).await.unwrap()
}

/// The name of the unit of someone of the cast.
async fn unit_of(served: &Served, role_key: &str) -> (UnitId, String) {
    let world = served.app.store().world().await.unwrap();
    let unit = world.units.by_code(&served.member(role_key).unit_code).unwrap();
    (unit.id, unit.name.to_string())
}

/// Someone of the officer's unit whose record is kept, with nothing open and nothing of late, who
/// is not known in the second demo and has a name of their own.
async fn someone(first: &Served, second: &Served) -> PersonRow {
    let (app, db) = (&first.app, first.app.store().db());
    let (unit, _name) = unit_of(first, "data_officer").await;
    let units = app.store().world().await.unwrap().units.clone();
    let mut found = vec![];
    for unit in units.below(unit) {
        let placed = people::of_unit(db, &unit.to_string(), "", 200).await.unwrap();
        found.extend(placed.into_iter().map(|row| (row.dossier_id, row.full_name)));
    }
    let officer = first.member("data_officer").dossier.unwrap().to_string();
    let opened_before = (app.store().clock().today() - Days::new(60)).to_string();
    for (id, name) in found.iter().filter(|(id, _name)| *id != officer) {
        let row = people::by_id(db, id).await.unwrap().unwrap();
        let moves = app.moves(&Actor::service(), DossierId::parse(id).unwrap()).await.unwrap();
        let duties = obligations::of_dossier(db, id, 500).await.unwrap();
        let facts = app.store().stream(id, 0).await.unwrap();
        let lately = facts.iter().any(|fact| {
            let provenance = &fact.provenance;
            let begins = app.store().clock().today() - Days::new(BEGINS_BEFORE);
            local_date(provenance.recorded_at) >= begins
                || provenance.effective_on.is_some_and(|day| day >= begins)
        });
        let quiet = !lately
            && moves.transfer.is_none()
            && moves.secondment.is_none()
            && moves.term.is_none()
            && duties.iter().all(|duty| duty.state != "open");
        let kept = row.situation == "kept" && row.ended.is_none() && row.opened_on < opened_before;
        let alone = found.iter().filter(|(_id, other)| other == name).count() == 1;
        let known = people::by_id(second.app.store().db(), id).await.unwrap().is_some();
        if quiet && kept && alone && !known {
            return row;
        }
    }
    panic!("nobody to tell of");
}

/// Finds someone in the list of people, by name, and opens the dossier.
#[track_caller]
fn finds(mouse: &mut Mouse, name: &str) {
    mouse.goes_to("Danh sách hồ sơ");
    mouse.fills("Tìm theo họ tên", name);
    mouse.follows("Tìm");
    mouse.follows(name);
}

/// Keeps a picture of the whole page.
fn keeps_a_picture(mouse: &mut Mouse, name: &str) {
    let pictures = super::root().join("target/screenshots");
    fs::create_dir_all(&pictures).unwrap();
    let picture = mouse.chromium.picture(true);
    fs::write(pictures.join(format!("career-{name}.png")), picture).unwrap();
}

/// A transfer in its four steps, two by each unit, the paper dossier wanting at first. Tells the number the paper dossier bears.
fn is_taken_over(
    (old, new): (&mut Mouse, &mut Mouse),
    (name, to): (&str, &str),
    day: &Calendar,
) -> String {
    finds(old, name);
    old.follows("Điều chuyển");
    old.fills("Đơn vị mới", &hoso_projections::fold::fold(to));
    old.ticks("Điều động");
    old.names_paper(["112/QĐ-SNV", &day.ago(BEGINS_BEFORE), HOME_AFFAIRS]);
    old.fills("Ngày quyết định có hiệu lực", &day.ago(9));
    old.follows("Điều chuyển");
    old.sees("Đã ghi. Chờ đơn vị cũ bàn giao.");
    old.fills("Bản kê hồ sơ giấy", "Sơ yếu lý lịch; 12\nBản sao văn bằng; 4");
    old.fills("Ngày bàn giao", &day.ago(8));
    old.follows("Bàn giao hồ sơ");
    old.sees("Đã ghi. Đã bàn giao, chờ nhận hồ sơ giấy.");
    assert!(!old.may_follow("Hồ sơ giấy hợp lệ"), "who sends does not receive");
    keeps_a_picture(old, "released");

    new.goes_to("Điều chuyển");
    new.follows(name);
    let masked = new.told("Số định danh cá nhân (số căn cước)");
    assert!(masked.starts_with("••••••••"), "not yet theirs: {masked}");
    assert!(!new.may_follow("Mở hồ sơ"));
    let missing = "Thiếu bản sao bằng tốt nghiệp.";
    new.fills("Ngày nhận hồ sơ giấy", &day.ago(8));
    new.fills("Còn thiếu, sai những gì", missing);
    new.follows("Hồ sơ giấy chưa hợp lệ");
    new.sees("Đã ghi. Hồ sơ giấy chưa hợp lệ, chờ bổ sung.");
    old.goes_to("Điều chuyển");
    old.follows(name);
    old.sees(missing);
    old.sees("Bổ sung theo các lý do ở trên");
    keeps_a_picture(old, "supplement");
    new.fills("Ngày nhận hồ sơ giấy", &day.ago(7));
    new.follows("Hồ sơ giấy hợp lệ");
    new.sees("Đã ghi. Đã nhận hồ sơ giấy hợp lệ, chờ tiếp nhận.");
    // Now there is a day by which it has to be taken over, and the list of work leads there.
    new.goes_to("Việc cần làm");
    new.sees("Tiếp nhận hồ sơ chuyển đến");
    new.follows_beside(name, "Vì sao là ngày này?");
    new.sees("Tiếp nhận");
    new.goes_back_to(&format!("Điều chuyển: {name}"));
    new.goes_to("Việc cần làm");
    new.follows(name);
    new.ticks("Đã so số văn bản và số trang của hồ sơ giấy với bản kê, khớp.");
    new.fills("Ngày tiếp nhận", &day.ago(7));
    new.follows("Tiếp nhận hồ sơ");
    new.sees("Đã ghi. Đã tiếp nhận.");
    keeps_a_picture(new, "taken-over");
    new.told("Số định danh cá nhân (số căn cước)")
}

/// What the old unit's officer still reads: up to the day it went, and nothing since.
fn sees_own_time(old: &mut Mouse, name: &str) {
    old.goes_to("Danh sách hồ sơ");
    old.fills("Tìm theo họ tên", name);
    old.follows("Tìm");
    assert!(!old.may_follow(name), "no longer one of theirs");
    old.follows("Người đã chuyển đi: tìm trong “Điều chuyển”");
    old.follows(name);
    old.follows("Mở hồ sơ");
    old.sees("Đơn vị chỉ xem phần hồ sơ đến ngày");
    let newest = old.text("ol.timeline .what");
    assert!(newest.ends_with("tiếp nhận hồ sơ và quản lý từ đây."), "{newest}");
    for later in ["biệt phái", "thôi công tác", "nghỉ hưu", "Gói hồ sơ"] {
        old.does_not_see(later);
    }
    old.follows("Diễn biến hồ sơ");
    old.follows("Lúc ghi nhận");
    old.follows("Đến bước cuối");
    old.sees("tiếp nhận hồ sơ và quản lý từ đây.");
}

/// A film: the first steps, a jump and the end.
fn looks_step_by_step(new: &mut Mouse) {
    new.follows("Mở hồ sơ");
    new.follows("Diễn biến hồ sơ");
    new.sees("Bước 1/");
    let steps = place(new).1;
    for step in 2..=3 {
        new.follows("Bước sau");
        assert_eq!(place(new), (step, steps));
    }
    new.follows("sau đó Chuyển đơn vị");
    new.sees("ghi việc điều chuyển sang đơn vị khác theo văn bản số 112/QĐ-SNV.");
    new.follows("sau đó Chuyển đơn vị");
    new.sees("bản kê có 2 dòng.");
    let here = place(new).0;
    new.follows("Bước trước");
    assert_eq!(place(new), (here - 1, steps));
    new.follows("Đến bước cuối");
    assert_eq!(place(new), (steps, steps));
    keeps_a_picture(new, "film");
}

/// The step a film stands at, and how many there are.
fn place(mouse: &mut Mouse) -> (usize, usize) {
    let told = mouse.text(".film-bar .place");
    let (step, steps) = told.trim_start_matches("Bước ").split_once('/').unwrap();
    (step.parse().unwrap(), steps.parse().unwrap())
}

fn is_seconded(new: &mut Mouse, (name, host): (&str, &str), day: &Calendar) {
    new.goes_back_to(name);
    new.follows("Biệt phái");
    new.fills("Đơn vị nhận biệt phái", host);
    new.names_paper(["120/QĐ-SNV", &day.ago(6), HOME_AFFAIRS]);
    new.fills("Từ ngày", &day.ago(6));
    new.fills("Đến hết ngày", &day.ago(0));
    new.follows("Biệt phái");
    new.sees(&format!("ngày cuối {}", day.ago(0)));
    new.unfolds("Ghi thay đổi");
    new.ticks("Kết thúc sớm");
    new.fills("Ngày cuối mới", &day.ago(4));
    new.fills("Lý do", "Xong việc trước hạn.");
    new.names_paper(["121/QĐ-SNV", &day.ago(4), HOME_AFFAIRS]);
    new.follows("Ghi thay đổi");
    new.sees(&format!("Đã hết hạn biệt phái ngày {}", day.ago(4)));
    keeps_a_picture(new, "seconded");
    new.follows("Mở hồ sơ");
}

/// Records the end of someone's service: its kind, what that asks besides, and since when.
fn ends(
    new: &mut Mouse,
    kind: &str,
    paper: [&str; 3],
    ended_on: &str,
    own: impl FnOnce(&mut Mouse),
) {
    new.follows("Kết thúc công tác");
    new.ticks(kind);
    new.follows("Tiếp tục");
    own(new);
    new.names_paper(paper);
    new.fills("Ngày thôi công tác", ended_on);
    new.fills("Ngày có hồ sơ giấy hợp lệ", ended_on);
    new.sees("Tài khoản của người này đóng lại");
    new.ticks("Đã so với hồ sơ giấy, khớp.");
    new.follows("Ghi việc thôi công tác");
    let flash = new.text(".flash");
    let told = format!("ghi việc thôi công tác: {kind} từ ngày {ended_on}.");
    assert!(flash.contains(&told), "{flash}");
    assert!(!new.may_follow("Biệt phái"), "who left is not sent anywhere");
}

fn retires_and_comes_back(new: &mut Mouse, (number, unit): (&str, &str), day: &Calendar) {
    let committee = "Ủy ban nhân dân xã";
    let paper = ["130/QĐ-UBND", &day.ago(4), committee];
    ends(new, "Nghỉ hưu", paper, &day.ago(3), |new| new.ticks("Nghỉ hưu trước tuổi"));
    new.sees(&format!("Đã nghỉ hưu, từ ngày {}", day.ago(3)));
    keeps_a_picture(new, "retired");
    new.follows("Đưa trở lại công tác");
    new.fills("Số định danh cá nhân", number);
    new.chooses("Đơn vị tiếp nhận", unit);
    new.names_paper(["140/QĐ-UBND", &day.ago(2), committee]);
    new.fills("Ngày trở lại công tác", &day.ago(2));
    new.follows("Đưa trở lại công tác");
    new.sees("trở lại công tác theo văn bản số 140/QĐ-UBND.");
    new.does_not_see("ghi một việc khác");
    new.does_not_see("Đã nghỉ hưu, từ ngày");
}

/// Makes the package on its page and downloads it.
fn takes_the_package(new: &mut Mouse, (folder, key): (&Path, &str)) -> PathBuf {
    new.chromium.downloads_to(folder);
    new.follows("Gói hồ sơ");
    new.sees(key);
    keeps_a_picture(new, "package");
    new.clicks("Tải gói");
    let began = Instant::now();
    loop {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let whole = |path: &PathBuf| path.extension().is_some_and(|it| it == "zip");
        if let Some(package) = files.into_iter().find(whole) {
            return package;
        }
        assert!(began.elapsed() < DOWNLOAD_MAX, "no package came");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn is_taken_in(
    there: &mut Mouse,
    package: &Path,
    (name, key, unit): (&str, &str, &str),
    day: &Calendar,
) {
    there.goes_to("Điều chuyển");
    there.follows("Nhận hồ sơ từ hệ thống khác");
    there.sees(key);
    there.chooses_file(package);
    there.follows("Kiểm tra gói");
    there.sees("Gói nguyên vẹn, chữ ký đúng khóa của nơi gửi được tin cậy.");
    assert_eq!(there.told("Họ và tên khai sinh"), name);
    keeps_a_picture(there, "offered");
    there.chooses("Đơn vị quản lý hồ sơ", unit);
    there.fills("Ngày tiếp nhận", &day.ago(0));
    there.names_paper(["7/QĐ-SNV", &day.ago(0), HOME_AFFAIRS]);
    there.follows("Nhận hồ sơ");
    there.sees("nhận hồ sơ bằng gói niêm phong của");
    keeps_a_picture(there, "taken-in");
    there.follows("Mở hồ sơ");
}

/// One line of a timeline as it is read: the sentence, what stands below it, and what is of the
/// instance alone.
struct Line {
    told: Json,
    received_from: Json,
}

/// The whole timeline of the dossier that is open, newest first, page after page.
fn timeline(mouse: &mut Mouse) -> Vec<Line> {
    // The number a fact has in the log is the log's own, and so is where it was received from.
    let read = "[...document.querySelectorAll('ol.timeline > li')].map(line => { \
        const read = it => it.textContent.replace(/\\s+/g, ' ').trim(); \
        const beside = [...line.querySelectorAll('dl.meta > div')]; \
        const term = it => read(it.querySelector('dt')); \
        const own = ['Sự kiện', 'Nhận từ sổ']; \
        const from = beside.find(it => term(it) === 'Nhận từ sổ'); \
        return [[read(line.querySelector('.what')), \
            ...beside.filter(it => !own.includes(term(it))).map(read), \
            ...[...line.querySelectorAll('.diff > li, li > .quiet')].map(read)], \
            from ? read(from.querySelector('dd')) : null]; })";
    let mut lines = vec![];
    loop {
        let page = mouse.chromium.look(read);
        lines.extend(
            page.as_array()
                .unwrap()
                .iter()
                .map(|line| Line { told: line[0].clone(), received_from: line[1].clone() }),
        );
        if !mouse.may_follow("Xem các việc trước đó") {
            return lines;
        }
        mouse.follows("Xem các việc trước đó");
    }
}

/// Every step of the film as the report lists it: days, what happened with what it changed, the
/// paper. Not its number: the step on the account is not among those that came.
fn steps(mouse: &mut Mouse) -> Vec<Json> {
    mouse.follows("Diễn biến hồ sơ");
    mouse.follows("Lúc ghi nhận");
    mouse.follows("Bản in toàn bộ các bước");
    let read = "[...document.querySelectorAll('table.report tbody tr')].map(row => \
        [...row.querySelectorAll('td')].map(it => it.textContent.replace(/\\s+/g, ' ').trim()))";
    mouse.chromium.look(read).as_array().unwrap().clone()
}

#[test]
fn a_whole_career_is_clicked_through_and_told_alike_in_the_instance_it_goes_to() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let (first, second) = two().await;
        let day = Calendar(first.app.store().clock().today());
        let person = someone(&first, &second).await;
        let name = person.full_name.as_str();
        let (_, unit) = unit_of(&first, "neighbour_officer").await;
        let (_, unit_there) = unit_of(&second, "data_officer").await;
        let key = key_of(&first).await.to_string();
        let folder = tempfile::tempdir().unwrap();
        let sits =
            |at: &Served, role_key, seat| Mouse::sits_down(program.clone(), (at, role_key), seat);

        let mut old = sits(&first, "data_officer", (DESK, false));
        let mut new = sits(&first, "neighbour_officer", (PHONE, true));
        let number = is_taken_over((&mut old, &mut new), (name, &unit), &day);
        looks_step_by_step({
            new.goes_to("Điều chuyển");
            new.follows(name);
            &mut new
        });
        is_seconded(&mut new, (name, "TN.SNV"), &day);
        retires_and_comes_back(&mut new, (&number, &unit), &day);
        let paper = ["150/QĐ-SNV", &day.ago(1), HOME_AFFAIRS];
        ends(&mut new, "Chuyển công tác ra ngoài tỉnh", paper, &day.ago(1), |new| {
            new.fills("Cơ quan, đơn vị nơi đến", "Ủy ban nhân dân một xã ở tỉnh khác");
        });
        // After all that, the old unit still reads its own time and not a line more.
        sees_own_time(&mut old, name);
        let package = takes_the_package(&mut new, (folder.path(), &key));

        let mut there = sits(&second, "data_officer", (DESK, false));
        is_taken_in(&mut there, &package, (name, &key, &unit_there), &day);
        there.does_not_see("Đã chuyển công tác ra ngoài tỉnh, từ ngày");
        new.goes_back_to(name);
        is_told_alike(&mut new, &mut there, &key);
    });
}

/// Equal are every sentence, its instants and days, papers, reasons and values. Each instance's own
/// are the number of a fact in its log, where it came from, the account that was given in the first,
/// and the taking in that was recorded in the second.
fn is_told_alike(here: &mut Mouse, there: &mut Mouse, key: &str) {
    let (mut sent, received) = (timeline(here), timeline(there));
    assert!(sent.iter().all(|line| line.received_from == Json::Null), "all of it began here");
    let before = sent.len();
    sent.retain(|line| !line.told[0].as_str().unwrap().ends_with(ACCOUNT_GIVEN));
    assert_eq!(before - sent.len(), 1, "one account was given");
    let (taking_in, received) = received.split_first().unwrap();
    assert_eq!(taking_in.received_from, Json::Null);
    let origin = json!(key.split('+').next().unwrap());
    assert!(received.iter().all(|line| line.received_from == origin), "{origin}");
    let told = |lines: &[Line]| lines.iter().map(|line| line.told.clone()).collect::<Vec<_>>();
    assert!(sent.len() > 15, "a career of {} facts", sent.len());
    assert_eq!(told(received), told(&sent));

    let (mut sent, mut received) = (steps(here), steps(there));
    let before = sent.len();
    sent.retain(|step| !step[1].as_str().unwrap().contains(ACCOUNT_GIVEN));
    assert_eq!(before - sent.len(), 1);
    let taking_in = received.pop().unwrap();
    assert!(taking_in[1].as_str().unwrap().contains("bằng gói niêm phong của"), "{taking_in}");
    assert_eq!(received, sent);
}
