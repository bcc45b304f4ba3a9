//! Lists going out: the people a search of `/ho-so` finds, all of them, in the columns the import
//! reads.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use tokio::io::AsyncReadExt as _;

use super::people::Search;
use crate::{
    app::{
        Act, Opened,
        export::{AskedExport, ExportError},
    },
    sheets::Kind,
    web::{
        lists,
        obstacle::Obstacle,
        units::Meant,
        visit::{Asks, Visitor},
    },
};

/// How many bytes are handed over together.
const PART_BYTES: usize = 64 * 1024;

/// `/ho-so.xlsx`.
pub async fn xlsx(visitor: Visitor, Asks(search): Asks<Search>) -> Result<Response, Obstacle> {
    out(&visitor, &search, Kind::Xlsx).await
}

/// `/ho-so.csv`.
pub async fn csv(visitor: Visitor, Asks(search): Asks<Search>) -> Result<Response, Obstacle> {
    out(&visitor, &search, Kind::Csv).await
}

async fn out(visitor: &Visitor, search: &Search, kind: Kind) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = visitor;
    let meant = Meant::read(view, Act::ReadDossier, search.unit());
    if meant.wrong.is_some() {
        return Err(Obstacle::not_found());
    }
    let code = meant.unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(&view.site, actor, Act::ReadDossier, code).await?;
    let asked = AskedExport { paths, query: search.query() };
    let app = view.site.app();
    let (file, people) = app.export_people(&asked, kind).await.map_err(not_written)?;
    app.listed(actor, Opened::Export, usize::try_from(people).unwrap_or(usize::MAX)).await?;
    let name = format!("ho-so-{}.{}", view.today, if kind == Kind::Csv { "csv" } else { "xlsx" });
    Ok(download(file, &name, kind))
}

/// What a file that could not be written is told as.
pub fn not_written(error: ExportError) -> Obstacle {
    match error {
        ExportError::Command(error) => error.into(),
        ExportError::Sheet(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a list was not written");
            Obstacle::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected")
        }
    }
}

/// A file as a download, read as it is sent.
pub fn download(file: std::fs::File, name: &str, kind: Kind) -> Response {
    let parts = stream::unfold(tokio::fs::File::from_std(file), |mut file| async {
        let mut part = vec![0; PART_BYTES];
        match file.read(&mut part).await {
            Ok(0) => None,
            Ok(read) => {
                part.truncate(read);
                Some((Ok(part), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let content = match kind {
        Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind::Csv => "text/csv; charset=utf-8",
    };
    let place = format!("attachment; filename=\"{name}\"");
    let place = HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content)),
        (header::CONTENT_DISPOSITION, place),
    ];
    (headers, Body::from_stream(parts)).into_response()
}
