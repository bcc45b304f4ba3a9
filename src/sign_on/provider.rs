//! What the other service says of itself, addresses and keys: asked for when it is needed, kept for
//! a while, and asked for anew when a key is met that is not known.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, Client, ClientId, ClientSecret, DiscoveryError,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl,
    ProviderMetadata, RedirectUrl, StandardErrorResponse, StandardTokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
        CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
        CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
        CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::{
    RETURN_PATH, Told, Trouble,
    line::{Line, LineError},
    settings::{Settings, SettingsError},
};

/// How long what it says of itself is kept.
const KEPT_FOR: TimeDelta = TimeDelta::hours(1);
/// How often it is asked anew because of a key that is not known: forged tokens make no traffic.
const ANEW_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How long after a failure it is not asked again: who waits is told, not queued.
const SPARED_FOR: TimeDelta = TimeDelta::seconds(10);

/// What is read beside the standard's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct More {
    /// RFC 9207: every answer names who gives it.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type TokenFields = IdTokenFields<
    Told,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

pub type IdToken = openidconnect::IdToken<
    Told,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

pub type Party = Client<
    Told,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<TokenFields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What it says of itself, read.
pub struct Found {
    pub party: Party,
    pub says_who_answers: bool,
}

#[derive(Default)]
struct Kept {
    found: Option<(Arc<Found>, DateTime<Utc>)>,
    anew_at: Option<DateTime<Utc>>,
    failed_at: Option<DateTime<Utc>>,
}

/// The other service.
pub struct Provider {
    line: Line,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    kept: Mutex<Kept>,
}

impl Provider {
    pub fn new(settings: &Settings, line: Line) -> Result<Self, SettingsError> {
        let (_issuer, public) = settings.checked()?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| SettingsError::Issuer)?;
        let back = public.join(RETURN_PATH).map_err(|_| SettingsError::PublicUrl)?;
        Ok(Self {
            line,
            issuer,
            client: ClientId::new(settings.client.clone()),
            secret: settings.secret.clone().map(ClientSecret::new),
            back: RedirectUrl::from_url(back),
            kept: Mutex::default(),
        })
    }

    /// The line to it.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// What it says of itself: kept, or asked for. One asks for all who wait.
    pub async fn found(&self, now: DateTime<Utc>) -> Result<Arc<Found>, Trouble> {
        let mut kept = self.kept.lock().await;
        if let Some((found, at)) = &kept.found
            && now.signed_duration_since(*at).abs() < KEPT_FOR
        {
            return Ok(found.clone());
        }
        self.ask(&mut kept, now).await
    }

    /// The same asked for anew, because of a key that is not known; none when that was done a
    /// moment ago.
    pub async fn found_anew(&self, now: DateTime<Utc>) -> Result<Option<Arc<Found>>, Trouble> {
        let mut kept = self.kept.lock().await;
        if kept.anew_at.is_some_and(|at| now.signed_duration_since(at).abs() < ANEW_EVERY) {
            return Ok(None);
        }
        kept.anew_at = Some(now);
        self.ask(&mut kept, now).await.map(Some)
    }

    async fn ask(&self, kept: &mut Kept, now: DateTime<Utc>) -> Result<Arc<Found>, Trouble> {
        if kept.failed_at.is_some_and(|at| now.signed_duration_since(at).abs() < SPARED_FOR) {
            return Err(Trouble::Unreachable);
        }
        match self.discover().await {
            Some(found) => {
                let found = Arc::new(found);
                *kept = Kept { found: Some((found.clone(), now)), failed_at: None, ..*kept };
                Ok(found)
            }
            None => {
                kept.failed_at = Some(now);
                Err(Trouble::Unreachable)
            }
        }
    }

    async fn discover(&self) -> Option<Found> {
        let line = &self.line;
        let metadata = match Metadata::discover_async(self.issuer.clone(), line).await {
            Ok(metadata) => metadata,
            Err(error) => {
                told(&error);
                return None;
            }
        };
        // A browser is sent only where we would go ourselves.
        if !line.leads_to(metadata.authorization_endpoint().url()) {
            tracing::warn!("the sign-on service sends people to a host that was not named");
            return None;
        }
        let says_who_answers =
            metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let by_form = |methods: &Vec<CoreClientAuthMethod>| {
            !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
        };
        let auth_type = match metadata.token_endpoint_auth_methods_supported() {
            Some(methods) if by_form(methods) => AuthType::RequestBody,
            _ => AuthType::BasicAuth,
        };
        let (client, secret) = (self.client.clone(), self.secret.clone());
        let party = Party::from_provider_metadata(metadata, client, secret)
            .set_redirect_uri(self.back.clone())
            .set_auth_type(auth_type);
        Some(Found { party, says_who_answers })
    }
}

fn told(error: &DiscoveryError<LineError>) {
    match error {
        DiscoveryError::Request(error) => {
            let error = error as &dyn std::error::Error;
            tracing::warn!(error, "the sign-on service was not heard");
        }
        DiscoveryError::Response(status, _, _) => {
            tracing::warn!(status = status.as_u16(), "the sign-on service says nothing of itself");
        }
        DiscoveryError::Validation(why) => {
            tracing::warn!(why, "the sign-on service is not the one that was named");
        }
        _ => tracing::warn!("what the sign-on service says of itself cannot be read"),
    }
}
