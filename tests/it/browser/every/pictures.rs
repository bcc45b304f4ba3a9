//! The pictures of the documents: taken with every run, so that a page that no longer shows what the
//! documents say of it fails; written into `docs/images` with `HOSO_WRITE_DOCS=1`, then of the whole
//! demo.

use std::fs;

use hoso::{
    clock::{Clock as _, SystemClock},
    demo::Plan,
};

use super::{
    super::{
        DESK, PHONE, Served,
        chromium::{self, Chromium},
        root, small_plan, writes_documents,
    },
    kept, prepared,
    world::World,
};
use crate::{sources, support::in_runtime};

/// How large one may be.
const BYTES_MAX: usize = 150 * 1024;

struct Picture {
    name: &'static str,
    who: &'static str,
    at: fn(&World) -> String,
    size: (u32, u32),
    /// What must be in it.
    shows: &'static str,
    /// What is opened before.
    unfolded: Option<&'static str>,
}

const PICTURES: [Picture; 4] = [
    Picture {
        name: "board",
        who: "data_officer",
        at: |world| format!("/tuan-thu/{}", world.member("data_officer").unit_code),
        size: (DESK, 800),
        shows: "Theo dõi hạn: ",
        unfolded: None,
    },
    Picture {
        name: "record",
        who: "official",
        at: |world| format!("/ho-so/{}#muc-identity", world.dossier("official")),
        size: (DESK, 800),
        shows: "Nguồn gốc",
        // The origin of the fourth field is unfolded: the place of birth.
        unfolded: Some(".record > div:nth-child(4) details"),
    },
    Picture {
        name: "check",
        who: "data_officer",
        at: |_| "/doi-chieu?loai=lan-dau".to_owned(),
        size: (DESK, 800),
        shows: "Thiếu trên giấy",
        unfolded: None,
    },
    Picture {
        name: "my-tasks",
        who: "new_official",
        at: |_| "/viec-cua-toi".to_owned(),
        size: (PHONE, 740),
        shows: "Việc của tôi",
        unfolded: None,
    },
];

#[test]
fn the_pictures_of_the_documents_show_what_they_should() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let standard = Plan::standard(SystemClock.now());
        let plan = if writes_documents() { standard } else { small_plan() };
        let served = Served::start(plan).await;
        let world = prepared::demo(&served).await;
        let address = world.serve().await;
        let mut chromium = Chromium::start(program);
        let readme = sources::read("README.md");
        for picture in PICTURES {
            let name = picture.name;
            assert!(readme.contains(&format!("docs/images/{name}.png")), "{name} is not shown");
            chromium.comes_with(&address, &world.cookies(picture.who));
            chromium.window(picture.size.0, picture.size.1);
            let seen = chromium.visit(&format!("{address}{}", (picture.at)(&world)));
            assert!(seen.html.contains(picture.shows), "{name}: {}", seen.html);
            if let Some(selector) = picture.unfolded {
                chromium.unfold(selector);
            }
            let taken = chromium.picture(false);
            assert!(taken.len() <= BYTES_MAX, "{name}: {} bytes", taken.len());
            fs::write(kept().join(format!("readme-{name}.png")), &taken).unwrap();
            if writes_documents() {
                fs::write(root().join(format!("docs/images/{name}.png")), &taken).unwrap();
            }
        }
    });
}
