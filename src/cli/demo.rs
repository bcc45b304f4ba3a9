//! `hoso demo`: an invented province, filled once through the real commands, then served.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    Context,
    exit::{CliError, Exit},
    package,
    place::{close, open_for_writing, shown},
    progress::Progress,
    scans,
    serve::{LISTEN, address_text, free_address, listen_on, web},
};
use crate::{
    app::{App, checkpoints},
    clock::ScriptedClock,
    demo as province,
    store::{Location, StoreError, read},
};

/// Under this name a database says that its filling was finished.
const ABOUT_FILLED: &str = "filled";

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long)]
    reset: bool,
    #[arg(long)]
    no_serve: bool,
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
    #[arg(long, value_name = "KEY")]
    sender_key: Vec<String>,
    #[command(flatten)]
    scans: scans::Ask,
}

/// What a database is to the demo.
enum Found {
    Empty,
    Filled,
    HalfFilled,
    Real,
}

/// How much was made.
struct Made {
    units: u64,
    people: u64,
    facts: u64,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let location = context.place.demo_location();
    let files = ask.scans.place(&context.place)?.open()?;
    let senders = ask.sender_key.iter().map(|text| package::key(text)).collect::<Result<_, _>>()?;
    let listen = if ask.no_serve { None } else { Some(free_address(ask.listen).await?) };
    if ask.reset {
        reset(&location, context).await?;
    }
    let made = fill_once(&location, ask.seed, context).await?;
    let app = open_for_writing(&location, context.clock.clone()).await?;
    checkpoints::guard(app.store(), &context.place.demo_keeper()).await?;
    let app = app.with_files(files).with_senders(senders);
    let facts = read::head(app.store().db()).await?.position;
    let cast: Vec<web::CastMember> =
        province::cast(&app).await?.into_iter().map(on_stage).collect();
    let address = listen.map(address_text);
    let place = shown(&location);
    voice.result(
        || address.clone().unwrap_or_else(|| place.clone()),
        || {
            json!({"address": address, "database": place, "invented": true,
                "filled_now": made.is_some(), "facts": facts,
                "cast": cast.iter().map(member).collect::<Vec<_>>()})
        },
    )?;
    match made {
        Some(Made { units, people, facts }) => {
            let words = vec![
                ("units", units.to_string()),
                ("people", people.to_string()),
                ("facts", facts.to_string()),
                ("place", place),
            ];
            voice.note(&voice.say_with("cli-demo-filled", words));
        }
        None => voice.note(
            &voice
                .say_with("cli-demo-goes-on", vec![("facts", facts.to_string()), ("place", place)]),
        ),
    }
    voice.note(&voice.say("cli-invented"));
    match listen {
        None => {
            close(app).await;
            Ok(())
        }
        Some(listen) => {
            if !voice.json {
                introduce(&cast, context);
            }
            listen_on(app, listen, Some(cast), true, context.place.demo_keeper()).await
        }
    }
}

/// The service knows its cast by its own type, so that it need not know the demo.
fn on_stage(member: province::CastMember) -> web::CastMember {
    let province::CastMember { account, name, role_key, unit_code, dossier } = member;
    web::CastMember { account, name, role_key, unit_code, dossier }
}

fn member(member: &web::CastMember) -> Json {
    json!({"account": member.account.to_string(), "name": member.name, "role": member.role_key,
        "unit": member.unit_code, "dossier": member.dossier.map(|id| id.to_string())})
}

/// Says whom to act as and what to look at.
fn introduce(cast: &[web::CastMember], context: &Context) {
    let voice = &context.voice;
    voice.note(&voice.say("cli-demo-cast"));
    for web::CastMember { name, role_key, unit_code, .. } in cast {
        let role = voice.word("cli-cast-", role_key);
        voice.note(&format!("  {name} · {role} · {unit_code}"));
    }
    voice.note(&voice.say("cli-demo-look"));
}

async fn found(app: &App) -> Result<Found, CliError> {
    let invented = app.store().about(province::ABOUT_INVENTED.0).await?.is_some();
    let filled = app.store().about(ABOUT_FILLED).await?.is_some();
    let facts = read::head(app.store().db()).await?.position;
    Ok(match (invented, filled, facts) {
        (_, _, 0) => Found::Empty,
        (true, true, _) => Found::Filled,
        (true, false, _) => Found::HalfFilled,
        (false, _, _) => Found::Real,
    })
}

/// Fills an empty database; one that is filled stays as it is.
async fn fill_once(
    location: &Location,
    seed: Option<u64>,
    context: &Context,
) -> Result<Option<Made>, CliError> {
    let standard = province::Plan::standard(context.clock.now());
    let plan = province::Plan { seed: seed.unwrap_or(standard.seed), ..standard };
    let clock = Arc::new(ScriptedClock::new(plan.starts_at(), plan.seed));
    let app = open_for_writing(location, clock.clone()).await?;
    let place = || vec![("place", shown(location))];
    match found(&app).await? {
        // Whatever was remembered of an invented log that is gone.
        Found::Empty => context.place.demo_keeper().forget().map_err(StoreError::Folder)?,
        Found::Filled => {
            close(app).await;
            return Ok(None);
        }
        Found::HalfFilled => {
            return Err(CliError::plain(Exit::Failed, "demo_half_filled", place()));
        }
        Found::Real => return Err(CliError::plain(Exit::Failed, "demo_not_invented", place())),
    }
    let store = app.store().clone();
    let (name, said) = province::ABOUT_INVENTED;
    if store.about(name).await?.is_none() {
        store.say_about(name, said).await?;
    }
    let mut progress = Progress::new(&context.voice, "cli-progress-demo");
    let filled = province::fill(&app, &clock, &plan, &mut |done, of| progress.at(done, of)).await;
    progress.end();
    let filled = filled?;
    store.say_about(ABOUT_FILLED, &read::instant_text(context.clock.now())).await?;
    drop(store);
    close(app).await;
    let (units, people, facts) = (filled.units, filled.people, filled.facts);
    Ok(Some(Made { units, people, facts }))
}

/// Deletes the files of an invented database, and of no other.
async fn reset(location: &Location, context: &Context) -> Result<(), CliError> {
    let Location::File(path) = location else {
        return Err(CliError::plain(Exit::Failed, "demo_reset_file_only", vec![]));
    };
    if !path.exists() {
        return Ok(());
    }
    // Opened for writing first: a running server keeps us out.
    let app = open_for_writing(location, context.clock.clone()).await?;
    let real = matches!(found(&app).await?, Found::Real);
    // Closed before the files go: SQLite deletes its own side files by name when it closes.
    close(app).await;
    if real {
        let words = vec![("place", shown(location))];
        return Err(CliError::plain(Exit::Failed, "demo_not_invented", words));
    }
    for suffix in ["", "-wal", "-shm", ".lock"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Folder(error).into());
            }
            _ => {}
        }
    }
    Ok(())
}
