//! Scans in a bucket, through the whole program: handed in on a page at one server, shown by
//! another, and what is said when the store of files is not there.

use axum::http::StatusCode;
use hoso::files::hash_of;

use super::{
    fixture::{HUONG, NAM, OFFICER, Service},
    scans::{A_PAPER, a_scan, brought, form, hands_in, scans, sends},
};
use crate::support::{
    on_postgres,
    s3::{Door, KEY_ID, PLACE, S3, files_under},
};

#[test]
fn a_scan_handed_in_at_one_server_lies_in_the_bucket_and_is_shown_by_another() {
    on_postgres(|place| async move {
        let store = S3::start().await;
        let one = Service::province_at(&place.location, store.files()).await;
        let other = one.beside(&place.location, store.files()).await;
        let (bytes, hash) = a_scan();
        hands_in(&one, OFFICER, HUONG, bytes.clone()).await;
        hands_in(&other, OFFICER, NAM, bytes).await;
        assert_eq!(files_under(&store.folder()), [format!("{}/{hash}", &hash[..2])]);
        for (service, n) in [(&other, HUONG), (&one, NAM)] {
            let (status, _head, got) = brought(service, OFFICER, n, &hash).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(hash_of(&got).to_string(), hash);
        }
    });
}

#[tokio::test]
async fn a_store_that_cannot_keep_is_told_at_the_field_and_leaves_no_fact() {
    let store = S3::start().await;
    let mut service = Service::province_with(store.files()).await;
    let (bytes, hash) = a_scan();
    for (door, told) in [
        (Door::Says(9, 503, "SlowDown"), "Chỗ lưu tệp chưa trả lời"),
        (Door::Says(9, 403, "AccessDenied"), "Chỗ lưu tệp từ chối"),
        (Door::Says(9, 507, "StorageFull"), "Chỗ lưu tệp đã đầy"),
    ] {
        store.door(door);
        let got = sends(&service, OFFICER, HUONG, form(&A_PAPER, &bytes)).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
        assert_eq!(got.text.matches(told).count(), 2, "summary and field: {}", got.text);
        // What was typed is still there.
        assert!(got.text.contains("value=\"12/GXN\""), "{}", got.text);
        assert_eq!(scans(&service, HUONG).await, []);
        assert_eq!(files_under(&store.folder()), [""; 0]);
    }
    store.door(Door::Open);
    hands_in(&service, OFFICER, HUONG, bytes).await;
    assert_eq!(scans(&service, HUONG).await, [("12/GXN".to_owned(), hash.clone())]);
    // A scan that is there and cannot be fetched is told as what it is, and by its status.
    store.door(Door::Says(9, 503, "SlowDown"));
    let (status, ..) = brought(&service, OFFICER, HUONG, &hash).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    service.keep_files(store.files_by(PLACE, KEY_ID, "wrong"));
    store.door(Door::Open);
    let (status, ..) = brought(&service, OFFICER, HUONG, &hash).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}
