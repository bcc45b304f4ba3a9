//! The JSON interface under `/api/v1`: one route a command, one route a question. The router and
//! its OpenAPI document are made from the same list.

mod access_log;
mod accounts;
mod answer;
mod body;
mod dossiers;
mod endings;
mod entries;
mod events;
mod me;
mod questions;
mod reader;
mod records;
mod reference;
mod replay;
mod secondments;
mod sender;
mod sound;
mod tag;
mod transfers;
mod unit_ends;

use std::sync::LazyLock;

use axum::{http::header, response::IntoResponse};
use utoipa::{
    ToSchema,
    openapi::{
        Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Site, dress::Problem};

/// Where its document lies.
pub const DOCUMENT_PATH: &str = "/api/openapi.json";
/// Where the interface lives.
const BASE: &str = "/api/v1";

/// The routes with their document. Every route is added by `routes!`, so that none is undocumented.
pub fn routes() -> OpenApiRouter<Site> {
    let interface = OpenApiRouter::new()
        .routes(routes!(dossiers::open))
        .routes(routes!(dossiers::enter_section))
        .routes(routes!(dossiers::find_unchanged))
        .routes(routes!(dossiers::submit))
        .routes(routes!(dossiers::check))
        .routes(routes!(dossiers::give_back))
        .routes(routes!(dossiers::withdraw))
        .routes(routes!(dossiers::declare_change))
        .routes(routes!(dossiers::declare_late_entry))
        .routes(routes!(dossiers::correct))
        .routes(routes!(dossiers::record_agency_entry))
        .routes(routes!(transfers::order))
        .routes(routes!(transfers::release))
        .routes(routes!(transfers::receive_paper))
        .routes(routes!(transfers::accept))
        .routes(routes!(transfers::refuse))
        .routes(routes!(transfers::recall))
        .routes(routes!(transfers::cancel))
        .routes(routes!(transfers::transfer))
        .routes(routes!(secondments::order))
        .routes(routes!(secondments::prolong))
        .routes(routes!(secondments::end_early))
        .routes(routes!(secondments::cancel))
        .routes(routes!(secondments::secondment))
        .routes(routes!(endings::end))
        .routes(routes!(endings::ending))
        .routes(routes!(endings::correct))
        .routes(routes!(endings::reverse))
        .routes(routes!(endings::resume))
        .routes(routes!(accounts::issue))
        .routes(routes!(accounts::grant))
        .routes(routes!(accounts::restrict))
        .routes(routes!(accounts::extend))
        .routes(routes!(accounts::revoke))
        .routes(routes!(accounts::close))
        .routes(routes!(reference::establish, questions::units))
        .routes(routes!(reference::rename))
        .routes(routes!(reference::relocate))
        .routes(routes!(unit_ends::merge))
        .routes(routes!(unit_ends::split))
        .routes(routes!(unit_ends::dissolve))
        .routes(routes!(unit_ends::restore))
        .routes(routes!(reference::publish_year))
        .routes(routes!(reference::decree_day_off))
        .routes(routes!(reference::swap_workday))
        .routes(routes!(reference::adopt_rules))
        .routes(routes!(reference::amend_rule))
        .routes(routes!(records::dossier))
        .routes(routes!(records::timeline))
        .routes(routes!(replay::replay))
        .routes(routes!(records::obligations))
        .routes(routes!(access_log::access_log))
        .routes(routes!(questions::obligations))
        .routes(routes!(questions::people))
        .routes(routes!(questions::workdays))
        .routes(routes!(questions::board))
        .routes(routes!(events::events))
        .routes(routes!(me::me));
    OpenApiRouter::with_openapi(about()).nest(BASE, interface)
}

/// The schemas answers point at by name.
const SCHEMAS: [fn(&mut Components); 16] = [
    add::<Problem>,
    add::<answer::Recorded>,
    add::<records::DossierSaid>,
    add::<records::Timeline>,
    add::<replay::Replay>,
    add::<records::Duties>,
    add::<questions::DutiesPage>,
    add::<questions::People>,
    add::<questions::Units>,
    add::<questions::Workdays>,
    add::<questions::Board>,
    add::<events::Events>,
    add::<me::Me>,
    add::<transfers::TransferSaid>,
    add::<secondments::SecondmentSaid>,
    add::<endings::ServiceSaid>,
];

/// Adds a schema and all it points at.
fn add<T: ToSchema>(components: &mut Components) {
    let mut needed = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut needed);
    components.schemas.extend(needed);
}

fn about() -> OpenApi {
    let info = InfoBuilder::new()
        .title("hoso")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Record-keeping for Vietnam's cadres, civil servants and public employees. Commands \
             are POSTs with an Idempotency-Key; what was wrong is told as RFC 9457 problems with \
             a stable code, in Vietnamese or English by Accept-Language.",
        ))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build()))
        .build();
    let mut components = Components::new();
    components.add_security_scheme(
        "token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    for add in SCHEMAS {
        add(&mut components);
    }
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new("token", Vec::<String>::new())]))
        .build()
}

/// The document alone.
pub fn document() -> OpenApi {
    routes().into_openapi()
}

/// `/api/openapi.json`.
pub async fn openapi() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(super::openapi_json);
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())
}
