//! Who comes, in which language, and with what standing.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Path, Query},
    http::{StatusCode, Uri, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{elsewhere::UnitsElsewhere, fact::Recorded, ids::DossierId, unit::UnitTree};
use hoso_projections::engine::World;

use super::{Site, arrival, brought::Brought, obstacle::Obstacle, sessions, tell::Words, watch};
use crate::{
    app::{Act, Actor, CommandError, Target, access::roles_for, may},
    sentences::{Lang, UnitNames},
};

/// In a demo: the account one acts as.
pub const ACTING_AS: &str = "hoso_vai";
/// The language one reads in.
pub const LANGUAGE: &str = "hoso_ngon_ngu";

/// The language a page is asked in: the one just chosen, else the one chosen before, else
/// Vietnamese.
pub fn page_language(uri: &Uri, jar: &CookieJar) -> Lang {
    let chosen = chosen_language(uri);
    let before = jar.get(LANGUAGE).and_then(|cookie| language(cookie.value()));
    chosen.or(before).unwrap_or(Lang::Vi)
}

/// The language chosen with this very request, by `?lang=`.
pub fn chosen_language(uri: &Uri) -> Option<Lang> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(language)
}

fn language(code: &str) -> Option<Lang> {
    match code {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language an answer of the interface is written in: of Vietnamese and English the one
/// preferred by `Accept-Language`, Vietnamese when neither is.
pub fn accepted_language(parts: &axum::http::HeaderMap) -> Lang {
    let asked = parts.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut best = (0.0, Lang::Vi);
    for part in asked.unwrap_or_default().split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=").map(|q| q.parse().unwrap_or(0.0)))
            .unwrap_or(1.0_f32);
        let primary = tag.split('-').next().unwrap_or_default();
        if let Some(lang) = language(primary)
            && weight > best.0
        {
            best = (weight, lang);
        }
    }
    best.1
}

/// A program that is known: by token, or in a demo by choice. A browser's session opens pages, not
/// the interface: what weighs there asks for no second proof.
#[derive(Clone)]
pub struct Caller {
    pub site: Site,
    pub actor: Actor,
}

/// The actor behind a request, and the session they came with, if it was one.
#[derive(Clone)]
pub struct Who {
    pub actor: Actor,
    pub session: Option<sessions::Known>,
}

/// Who comes to a page: by session, by token, or in a demo by the choice made.
pub async fn who(parts: &Parts, site: &Site) -> Result<Option<Who>, Obstacle> {
    if !parts.headers.contains_key(header::AUTHORIZATION)
        && let Some(known) = site.session_in(&parts.headers).await?
        && let Some(actor) = site.actor_of_session(&known).await?
    {
        watch::Who::note(parts, actor.account.id);
        let actor = actor.on(arrival::visit(parts, site));
        return Ok(Some(Who { actor, session: Some(known) }));
    }
    Ok(actor_of(parts, site).await?.map(|actor| Who { actor, session: None }))
}

/// The actor behind a request, with how they come: what they look at is written down with it.
pub async fn actor_of(parts: &Parts, site: &Site) -> Result<Option<Actor>, Obstacle> {
    let known = known_actor(parts, site).await?;
    if let Some(actor) = &known {
        watch::Who::note(parts, actor.account.id);
    }
    Ok(known.map(|actor| actor.on(arrival::visit(parts, site))))
}

/// By token, or in a demo by the choice made.
async fn known_actor(parts: &Parts, site: &Site) -> Result<Option<Actor>, Obstacle> {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let secret = value.to_str().ok().and_then(|text| {
            let (scheme, secret) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
        });
        return match secret {
            Some(secret) => Ok(site.actor_of_token(secret).await?),
            None => Ok(None),
        };
    }
    let Some(cast) = site.demo() else { return Ok(None) };
    let jar = CookieJar::from_headers(&parts.headers);
    let chosen = jar.get(ACTING_AS).map(|cookie| cookie.value().to_owned());
    match cast.iter().find(|member| Some(member.account.to_string()) == chosen) {
        Some(member) => Ok(site.actor_of_account(&member.account.to_string()).await?),
        None => Ok(None),
    }
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let code = match parts.headers.contains_key(header::AUTHORIZATION) {
            true => "token_unknown",
            false => "token_missing",
        };
        let actor = actor_of(parts, site)
            .await?
            .ok_or_else(|| Obstacle::new(StatusCode::UNAUTHORIZED, code))?;
        Ok(Self { site: site.clone(), actor })
    }
}

impl OptionalFromRequestParts<Site> for Caller {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Option<Self>, Obstacle> {
        let actor = actor_of(parts, site).await?;
        Ok(actor.map(|actor| Self { site: site.clone(), actor }))
    }
}

/// What a page is rendered with.
#[derive(Clone)]
pub struct View {
    pub site: Site,
    pub words: Words,
    /// The address asked for.
    pub here: Uri,
    pub actor: Option<Actor>,
    pub session: Option<sessions::Known>,
    pub world: World,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    /// The units of other logs that came with the dossiers this page is about.
    brought: Brought,
}

impl View {
    /// The view of one request.
    pub async fn of(
        site: &Site,
        uri: &Uri,
        jar: &CookieJar,
        who: Option<Who>,
    ) -> Result<Self, Obstacle> {
        let store = site.app().store();
        let (actor, session) = match who {
            Some(Who { actor, session }) => (Some(actor), session),
            None => (None, None),
        };
        Ok(Self {
            site: site.clone(),
            words: Words(page_language(uri, jar)),
            here: uri.clone(),
            actor,
            session,
            world: store.world().await?,
            now: store.now(),
            today: store.clock().today(),
            brought: Brought::default(),
        })
    }

    /// The units of the province.
    pub fn units(&self) -> &Arc<UnitTree> {
        &self.world.units
    }

    /// Brings the names of units along that came with dossiers this page is about to show.
    pub async fn brings_units_of(&self, dossiers: &[DossierId]) -> Result<(), Obstacle> {
        if self.brought.has(dossiers) {
            return Ok(());
        }
        let units = self.site.app().units_elsewhere(dossiers).await?;
        self.brings(dossiers, Arc::new(units))
    }

    /// The same with what was read already.
    pub fn brings(
        &self,
        dossiers: &[DossierId],
        units: Arc<UnitsElsewhere>,
    ) -> Result<(), Obstacle> {
        if self.brought.keeps(dossiers, units) {
            return Ok(());
        }
        tracing::error!("a page brought the units of other dossiers before");
        Err(CommandError::Unknown.into())
    }

    /// The units by what they are called now.
    pub fn names(&self) -> UnitNames<'_> {
        UnitNames::now(&self.world.units).with(self.brought.units(), None)
    }

    /// The units by the names they had on a day, in something that was said here or, first, in
    /// another log.
    pub fn units_on<'a>(&'a self, day: NaiveDate, said_in: Option<&'a str>) -> UnitNames<'a> {
        UnitNames::on(&self.world.units, day, self.today).with(self.brought.units(), said_in)
    }

    /// The units by the names they had when a fact became true.
    pub fn units_in<'a>(&'a self, recorded: &'a Recorded) -> UnitNames<'a> {
        self.units_on(recorded.day(), recorded.said_in())
    }

    /// Whether the reader keeps the service: an administrator of the province.
    pub fn administers(&self) -> bool {
        let may_all = |actor| may(actor, Act::Administer, Target::Province, self.units()).is_ok();
        self.actor.as_ref().is_some_and(may_all)
    }

    /// Whether the reader holds a grant that carries an act somewhere.
    pub fn may_somewhere(&self, act: Act) -> bool {
        self.actor.as_ref().is_some_and(|actor| {
            actor.is_service || actor.grants.iter().any(|(role, _)| roles_for(act).contains(role))
        })
    }
}

impl FromRequestParts<Site> for View {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let who = who(parts, site).await?;
        Self::of(site, &parts.uri, &CookieJar::from_headers(&parts.headers), who).await
    }
}

/// A page's reader who is known.
pub struct Visitor {
    pub view: View,
    pub actor: Actor,
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let code = match parts.headers.contains_key(header::AUTHORIZATION) {
            true => "token_unknown",
            false if sessions::token_in(&parts.headers).is_some() => "session_expired",
            false => "token_missing",
        };
        let nobody = || Obstacle::new(StatusCode::UNAUTHORIZED, code);
        let who = who(parts, site).await?.ok_or_else(nobody)?;
        let jar = CookieJar::from_headers(&parts.headers);
        let actor = who.actor.clone();
        Ok(Self { view: View::of(site, &parts.uri, &jar, Some(who)).await?, actor })
    }
}

/// The pieces of the path; an address that cannot be one is not there.
pub struct Place<T>(pub T);

impl<T> FromRequestParts<Site> for Place<T>
where
    T: serde::de::DeserializeOwned + Send,
{
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let read = <Path<T> as FromRequestParts<Site>>::from_request_parts(parts, site).await;
        read.map(|Path(pieces)| Self(pieces)).map_err(|_not_an_address| Obstacle::not_found())
    }
}

/// What the query asks; one that is not known is told as such.
pub struct Asks<T>(pub T);

impl<T> FromRequestParts<Site> for Asks<T>
where
    T: serde::de::DeserializeOwned,
{
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let read = <Query<T> as FromRequestParts<Site>>::from_request_parts(parts, site).await;
        let malformed = |_wrong| Obstacle::new(StatusCode::BAD_REQUEST, "query_malformed");
        read.map(|Query(query)| Self(query)).map_err(malformed)
    }
}
