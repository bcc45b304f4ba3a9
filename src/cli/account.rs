//! `hoso account`: who works with records, their tokens, and the first of them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::{Args, Subcommand, ValueEnum};
use hoso_events::{
    account::Role,
    ids::{AccountId, GrantId},
    provenance::Source,
    unit::UnitTree,
    values::PersonName,
};
use hoso_projections::accounts::{self, AccountRow, GrantLine};
use serde_json::{Value as Json, json};

use super::{
    Context,
    exit::{CliError, Exit, day},
    paper::PaperArgs,
    voice::{Columns, Voice, shown_day, shown_instant},
};
use crate::{
    app::{Actor, App, accounts::NewStaff},
    store::tokens::{self, TokenRow},
};

/// The most accounts listed, and looked through for the one of a unit.
const ACCOUNTS_MAX: i64 = 10_000;
/// The most tokens listed.
const TOKENS_MAX: i64 = 1_000;
/// The longest a token may be good for, in days.
const TOKEN_DAYS_MAX: i64 = 366;
/// The most characters of a token's label.
const LABEL_CHARS_MAX: usize = 100;

#[derive(Debug, Subcommand)]
pub enum Ask {
    List,
    Token(Token),
    Tokens,
    RevokeToken(RevokeToken),
    IssueStaff(IssueStaff),
    Code(Code),
}

/// Whose account is meant: by its id, or the only one with access at a unit.
#[derive(Debug, Args)]
struct Whose {
    #[arg(value_name = "ACCOUNT-ID", value_parser = account_id, required_unless_present = "unit")]
    account: Option<AccountId>,
    #[arg(long, value_name = "CODE", conflicts_with = "account")]
    unit: Option<String>,
    #[arg(long, value_enum, requires = "unit")]
    role: Option<RoleArg>,
}

#[derive(Debug, Args)]
pub struct Code {
    #[command(flatten)]
    whose: Whose,
    #[arg(long)]
    lost_phone: bool,
}

#[derive(Debug, Args)]
pub struct RevokeToken {
    #[arg(value_name = "TOKEN-ID")]
    token: String,
}

#[derive(Debug, Args)]
pub struct Token {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, default_value_t = 90,
        value_parser = clap::value_parser!(i64).range(1..=TOKEN_DAYS_MAX))]
    days: i64,
    #[arg(long, value_name = "TEXT", default_value = "hoso account token")]
    label: String,
}

#[derive(Debug, Args)]
pub struct IssueStaff {
    #[arg(long, value_name = "TEXT")]
    name: String,
    #[arg(long, value_name = "CODE")]
    unit: String,
    #[arg(long, value_enum)]
    role: RoleArg,
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<NaiveDate>,
    #[command(flatten)]
    paper: PaperArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleArg {
    DataOfficer,
    Head,
    Inspector,
    Administrator,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::DataOfficer => Self::DataOfficer,
            RoleArg::Head => Self::Head,
            RoleArg::Inspector => Self::Inspector,
            RoleArg::Administrator => Self::Administrator,
        }
    }
}

fn account_id(text: &str) -> Result<AccountId, String> {
    AccountId::parse(text).map_err(|error| error.to_string())
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::List => list(context).await,
        Ask::Token(ask) => token(ask, context).await,
        Ask::Tokens => list_tokens(context).await,
        Ask::RevokeToken(ask) => revoke_token(&ask.token, context).await,
        Ask::IssueStaff(ask) => issue_staff(ask, context).await,
        Ask::Code(ask) => code(ask, context).await,
    }
}

async fn list(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let world = app.store().world().await?;
    let rows = accounts::staff(app.store().db(), "", ACCOUNTS_MAX).await?;
    voice.result(
        || table(voice, &rows, &world.units),
        || {
            let documents: Vec<Json> = rows.iter().map(document).collect();
            json!({"accounts": documents})
        },
    )?;
    if rows.len() as i64 == ACCOUNTS_MAX && !voice.json {
        voice.note(&voice.say("cli-more-rows"));
    }
    Ok(())
}

fn table(voice: &Voice, rows: &[AccountRow], units: &UnitTree) -> String {
    if rows.is_empty() {
        return voice.say("cli-accounts-none");
    }
    let headings = ["account", "name", "role", "scope", "until", "state"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for row in rows {
        for line in row.grant_lines() {
            let scope = units.get(line.scope);
            let scope = scope.map(|unit| format!("{} {}", unit.code, unit.name));
            let state = if line.revoked { "revoked" } else { row.state.as_str() };
            table.row(vec![
                row.account_id.clone(),
                row.name.clone(),
                voice.word("role-", &role_code(line.role)),
                scope.unwrap_or_default(),
                line.until.map(shown_day).unwrap_or_default(),
                voice.word("cli-account-", state),
            ]);
        }
    }
    table.to_string()
}

fn role_code(role: Role) -> String {
    let code = serde_json::to_value(role).ok();
    code.as_ref().and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn document(row: &AccountRow) -> Json {
    json!({"account_id": row.account_id, "name": row.name, "dossier_id": row.dossier_id,
        "unit_id": row.unit_id, "issued_on": row.issued_on, "state": row.state,
        "grants": row.grant_lines()})
}

async fn token(ask: Token, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let label = hoso_events::values::tidy_text(&ask.label, LABEL_CHARS_MAX)
        .map_err(|error| CliError::text("--label", &error))?;
    let app = context.place.write().await?;
    let row = chosen(&app, &ask.whose, context).await?;
    let expires_at = context.clock.now() + TimeDelta::days(ask.days);
    let secret = tokens::issue(app.store(), &row.account_id, &label, expires_at).await?;
    voice.result(
        || secret.clone(),
        || {
            json!({"token": secret, "account_id": row.account_id, "label": label,
                "expires_at": expires_at})
        },
    )?;
    let words = vec![("account", row.account_id.clone()), ("instant", shown_instant(expires_at))];
    voice.note(&voice.say_with("cli-token-issued", words));
    Ok(())
}

/// The open account that is meant: by its id, or the only one of a unit.
async fn chosen(app: &App, whose: &Whose, context: &Context) -> Result<AccountRow, CliError> {
    let row = match whose.account {
        Some(id) => accounts::by_id(app.store().db(), &id.to_string())
            .await?
            .ok_or_else(|| CliError::not_found("account_not_found", &id.to_string()))?,
        None => {
            let unit = whose.unit.as_deref().unwrap_or_default();
            the_one_of_unit(app, unit, whose.role.map(Role::from), context).await?
        }
    };
    if row.state != "active" {
        return Err(CliError::plain(Exit::Failed, "account_closed", vec![]));
    }
    Ok(row)
}

/// A single-use code with which the account's holder chooses a password.
async fn code(ask: Code, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    let row = chosen(&app, &ask.whose, context).await?;
    let id = AccountId::parse(&row.account_id)
        .map_err(|_not_an_id| CliError::not_found("account_not_found", &row.account_id))?;
    let issued = app.issue_activation(&Actor::service(), id, ask.lost_phone).await?;
    voice.result(
        || issued.code.clone(),
        || {
            json!({"code": issued.code, "login": issued.login, "account_id": row.account_id,
                "expires_at": issued.expires_at})
        },
    )?;
    let words = vec![
        ("login", issued.login.clone()),
        ("account", row.account_id.clone()),
        ("instant", shown_instant(issued.expires_at)),
    ];
    voice.note(&voice.say_with("cli-code-issued", words));
    Ok(())
}

async fn list_tokens(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let rows = tokens::list(app.store(), TOKENS_MAX).await?;
    let now = context.clock.now();
    voice.result(|| token_table(voice, &rows, now), || json!({"tokens": rows}))?;
    if rows.len() as i64 == TOKENS_MAX && !voice.json {
        voice.note(&voice.say("cli-more-rows"));
    }
    Ok(())
}

fn token_table(voice: &Voice, rows: &[TokenRow], now: DateTime<Utc>) -> String {
    if rows.is_empty() {
        return voice.say("cli-tokens-none");
    }
    let headings = ["token", "account", "label", "expires", "state"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for row in rows {
        let state = match row.revoked_at {
            Some(_) => "revoked",
            None if row.expires_at <= now => "expired",
            None => "good",
        };
        table.row(vec![
            row.token_id.clone(),
            row.account_id.clone(),
            row.label.clone(),
            shown_instant(row.expires_at),
            voice.word("cli-token-", state),
        ]);
    }
    table.to_string()
}

async fn revoke_token(id: &str, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    if !tokens::revoke(app.store(), id).await? {
        return Err(CliError::not_found("token_not_found", id));
    }
    voice.result(
        || voice.say_with("cli-token-is-revoked", vec![("name", id.to_owned())]),
        || json!({"token_id": id, "state": "revoked"}),
    )
}

/// The one active account with a grant within a unit (and role); with several, they are listed.
async fn the_one_of_unit(
    app: &App,
    code: &str,
    role: Option<Role>,
    context: &Context,
) -> Result<AccountRow, CliError> {
    let voice = &context.voice;
    let world = app.store().world().await?;
    let unit = world.units.by_code(code);
    let unit = unit.ok_or_else(|| CliError::not_found("unit_not_found", code))?;
    let today = context.clock.today();
    let holds = |line: &GrantLine| {
        !line.revoked
            && line.scope == unit.id
            && role.is_none_or(|role| role == line.role)
            && line.until.is_none_or(|until| today <= until)
    };
    let rows = accounts::staff(app.store().db(), "", ACCOUNTS_MAX).await?;
    let mut found: Vec<AccountRow> = rows
        .into_iter()
        .filter(|row| row.state == "active" && row.grant_lines().iter().any(holds))
        .collect();
    if found.len() > 1 {
        voice.note(&table(voice, &found, &world.units));
        let words = vec![("name", code.to_owned()), ("count", found.len().to_string())];
        return Err(CliError::plain(Exit::Failed, "account_not_single", words));
    }
    found.pop().ok_or_else(|| CliError::not_found("account_of_unit_not_found", code))
}

async fn issue_staff(ask: IssueStaff, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let name = PersonName::parse(&ask.name).map_err(|error| CliError::text("--name", &error))?;
    let request = ask.paper.paper()?;
    let app = context.place.write().await?;
    let world = app.store().world().await?;
    let unit = world
        .units
        .by_code(&ask.unit)
        .ok_or_else(|| CliError::not_found("unit_not_found", &ask.unit))?
        .id;
    let today = context.clock.today();
    let account = AccountId::from_uuid(context.clock.new_id());
    let grant = GrantId::from_uuid(context.clock.new_id());
    let role = Role::from(ask.role);
    let new =
        NewStaff { account, grant, name: name.clone(), unit, role, until: ask.until, request };
    app.issue_staff(&Actor::service(), new, Source::CommandLine).await?;
    voice.result(
        || account.to_string(),
        || {
            json!({"account_id": account, "name": name, "unit_id": unit, "grant": grant,
                "role": role, "from": today, "until": ask.until})
        },
    )?;
    let words = vec![("account", account.to_string())];
    voice.note(&voice.say_with("cli-staff-issued", words));
    Ok(())
}
