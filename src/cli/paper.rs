//! The paper an act rests on, as arguments.

use chrono::NaiveDate;
use clap::Args;
use hoso_events::values::{Issuer, Paper, PaperNumber};

use super::exit::{CliError, day};

/// A paper that must be named.
#[derive(Debug, Args)]
pub struct PaperArgs {
    #[arg(long, value_name = "TEXT")]
    paper_number: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    paper_date: NaiveDate,
    #[arg(long, value_name = "TEXT")]
    paper_issuer: String,
}

impl PaperArgs {
    /// The paper.
    pub fn paper(&self) -> Result<Paper, CliError> {
        paper(&self.paper_number, self.paper_date, &self.paper_issuer)
    }
}

/// A paper from its parts.
pub fn paper(number: &str, dated_on: NaiveDate, issuer: &str) -> Result<Paper, CliError> {
    Ok(Paper {
        number: PaperNumber::parse(number)
            .map_err(|error| CliError::text("--paper-number", &error))?,
        dated_on,
        issuer: Issuer::parse(issuer).map_err(|error| CliError::text("--paper-issuer", &error))?,
    })
}
