//! What is known of a request before anybody looks at what it asks: through what it came, from
//! where, and which page or question of the interface it opens. Written down with every look into
//! a dossier.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, MatchedPath},
    http::{header, request::Parts},
};
use hoso_events::provenance::Source;

use super::Site;
use crate::app::{Opened, Visit};

/// What each address opens; `{dossier}` stands for any dossier. A test holds every route that takes
/// a dossier to this list.
pub const OPENS: &[(&str, Opened)] = &[
    ("/ho-so/{dossier}", Opened::Dossier),
    ("/ho-so/{dossier}/doi-chieu/{submission}", Opened::Check),
    ("/ho-so/{dossier}/tai-khoan", Opened::Dossier),
    ("/ho-so/{dossier}/quyet-dinh", Opened::Section),
    ("/ho-so/{dossier}/dinh-chinh", Opened::Section),
    ("/ho-so/{dossier}/khong-thay-doi", Opened::Section),
    ("/ho-so/{dossier}/khai", Opened::Record),
    ("/ho-so/{dossier}/muc/{section}", Opened::Section),
    ("/ho-so/{dossier}/muc/{section}/{table}/{row}", Opened::Section),
    ("/ho-so/{dossier}/kiem-tra", Opened::Record),
    ("/ho-so/{dossier}/thay-doi", Opened::Section),
    ("/ho-so/{dossier}/khai-bo-sung", Opened::Section),
    ("/ho-so/{dossier}/bao-sai", Opened::Section),
    ("/ho-so/{dossier}/bien-nhan/{submission}", Opened::Check),
    ("/ho-so/{dossier}/bien-nhan/{submission}/rut-lai", Opened::Check),
    ("/viec-cua-toi", Opened::Record),
    ("/su-kien/{position}", Opened::Fact),
    ("/ho-so/{dossier}/vi-sao/{duty}/{subject}", Opened::Deadline),
    ("/ho-so/{dossier}/ai-da-xem", Opened::AccessLog),
    ("/ho-so/{dossier}/dien-bien", Opened::Replay),
    ("/ho-so/{dossier}/dien-bien/in", Opened::Print),
    ("/ho-so/{dossier}/goi", Opened::Dossier),
    ("/ho-so/{dossier}/goi/tep", Opened::Export),
    ("/ho-so/{dossier}/goi/bien-nhan", Opened::Export),
    ("/nhan-goi/{package}", Opened::Transfer),
    ("/ho-so/{dossier}/giay-to", Opened::Papers),
    ("/ho-so/{dossier}/giay-to/{file}", Opened::Scan),
    ("/ho-so/{dossier}/dieu-chuyen", Opened::Transfer),
    ("/ho-so/{dossier}/thoi-cong-tac", Opened::Dossier),
    ("/ho-so/{dossier}/thoi-cong-tac/ghi-lai", Opened::Dossier),
    ("/ho-so/{dossier}/biet-phai", Opened::Secondment),
    ("/biet-phai", Opened::Secondment),
    ("/biet-phai/{secondment}", Opened::Secondment),
    ("/dieu-chuyen", Opened::Transfer),
    ("/dieu-chuyen/{transfer}", Opened::Transfer),
    ("/trung-ho-so", Opened::Duplicates),
    ("/trung-ho-so/{dossier}/{other}", Opened::Duplicates),
    ("/ho-so/{dossier}/trung-ho-so", Opened::Duplicates),
    ("/quan-tri/dot-chuyen/{mass_move}", Opened::Transfer),
    ("/api/v1/transfers/{transfer}", Opened::Transfer),
    ("/api/v1/secondments/{secondment}", Opened::Secondment),
    ("/api/v1/dossiers/{dossier}", Opened::Record),
    ("/api/v1/dossiers/{dossier}/ending", Opened::Dossier),
    ("/api/v1/dossiers/{dossier}/timeline", Opened::Timeline),
    ("/api/v1/dossiers/{dossier}/replay", Opened::Replay),
    ("/api/v1/dossiers/{dossier}/obligations", Opened::Deadlines),
    ("/api/v1/dossiers/{dossier}/access-log", Opened::AccessLog),
];

/// Where proxies write whom they speak for.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The pieces of an address that name a part of what is opened: codes, never a value.
const PARTS: [&str; 3] = ["{section}", "{duty}", "{file}"];

/// How a request comes.
pub fn visit(parts: &Parts, site: &Site) -> Visit {
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let opened = OPENS.iter().find(|(known, _opened)| *known == route);
    let opened = opened.map(|(_known, opened)| *opened).unwrap_or_default();
    let source = if route.starts_with("/api/") { Source::Api } else { Source::Page };
    let request = site.app().store().clock().new_id();
    let visit = Visit::new(source, request, opened)
        .from(client(parts, site).map(|address| address.to_string()))
        .to(part(route, parts.uri.path()));
    if parts.headers.contains_key(header::AUTHORIZATION) { visit.by_token() } else { visit }
}

/// The address a request comes from: the connection's, or behind a proxy of ours the last one that
/// the proxies did not write themselves. What anyone else says of where they come from counts for
/// nothing.
pub fn client(parts: &Parts, site: &Site) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let proxies = &site.limits().proxies;
    let mut address = peer.ip().to_canonical();
    let said = parts.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = said.flat_map(|value| value.split(',')).map(str::trim).collect();
    for hop in said.iter().rev() {
        let Ok(hop) = hop.parse::<IpAddr>() else { break };
        if !proxies.contains(&address) {
            break;
        }
        address = hop.to_canonical();
    }
    Some(address)
}

/// The piece of the path that stands where the route names a part.
fn part<'a>(route: &str, path: &'a str) -> &'a str {
    let mut pieces = route.split('/').zip(path.split('/'));
    let piece = pieces.find(|(named, _piece)| PARTS.contains(named)).map(|(_named, piece)| piece);
    let is_code = |piece: &&str| piece.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    piece.filter(is_code).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_is_a_code_of_the_address_and_nothing_else_is_kept() {
        let route = "/ho-so/{dossier}/vi-sao/{duty}/{subject}";
        assert_eq!(part(route, "/ho-so/1/vi-sao/first_entry/-"), "first_entry");
        assert_eq!(part(route, "/ho-so/1/vi-sao/%C4%90inh/-"), "");
        assert_eq!(part("/ho-so/{dossier}", "/ho-so/1"), "");
    }
}
