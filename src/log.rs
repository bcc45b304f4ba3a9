//! What is logged, and in which form. Whatever level is asked for, libraries that would write
//! addresses with what people typed into them are kept to their warnings.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// What is logged unless `HOSO_LOG` says otherwise: what went wrong, and one line a request.
const USUAL: &str = "warn,hoso::request=info";
/// What holds whatever is asked for: these would write queries and paths.
const BOUNDS: [&str; 6] =
    ["tower_http=warn", "hyper=info", "axum=info", "sqlx=error", "reqwest=warn", "aws_sigv4=warn"];

/// The filter for what is asked for in `HOSO_LOG`; the usual one when it cannot be read.
pub fn filter(asked: Option<&str>) -> EnvFilter {
    let asked = asked.and_then(|asked| EnvFilter::try_new(asked).ok());
    BOUNDS
        .iter()
        .filter_map(|bound| bound.parse().ok())
        .fold(asked.unwrap_or_else(|| EnvFilter::new(USUAL)), |filter, bound| {
            filter.add_directive(bound)
        })
}

/// Starts logging on standard error; as JSON, one object a line, where `HOSO_LOG_FORMAT` is `json`.
pub fn start() {
    let asked = std::env::var("HOSO_LOG").ok();
    let is_json = std::env::var("HOSO_LOG_FORMAT").is_ok_and(|format| format == "json");
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter(asked.as_deref()))
        .with_writer(std::io::stderr);
    if is_json {
        log.json().init();
    } else {
        log.with_ansi(coloured).init();
    }
}
