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

/// A paper that may be there: with none of its parts there is none.
#[derive(Debug, Args)]
pub struct MaybePaper {
    #[arg(long, value_name = "TEXT", requires_all = ["paper_date", "paper_issuer"])]
    paper_number: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day, requires = "paper_number")]
    paper_date: Option<NaiveDate>,
    #[arg(long, value_name = "TEXT", requires = "paper_number")]
    paper_issuer: Option<String>,
}

impl MaybePaper {
    /// The paper, if one was named.
    pub fn paper(&self) -> Result<Option<Paper>, CliError> {
        match (&self.paper_number, self.paper_date, &self.paper_issuer) {
            (Some(number), Some(dated_on), Some(issuer)) => {
                paper(number, dated_on, issuer).map(Some)
            }
            _ => Ok(None),
        }
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
