//! How a look into a dossier is told: what was opened, on what ground, through what.

use hoso_events::{rulebook::Duty, values::FileHash};

use super::tell::Words;

impl Words {
    /// What was opened, and which part of it.
    pub fn opened(self, opened: &str, detail: &str) -> String {
        let what = self.stored("opened-", opened);
        let part = match detail {
            "" => return what,
            duty if Duty::parse(duty).is_some() => self.stored_duty(duty),
            // Which scan it was is told by its hash, to whoever looks into it.
            file if FileHash::parse(file).is_ok() => return what,
            section => self.section(section),
        };
        self.with("page-reads-part", &[("what", what), ("part", part)])
    }

    /// On what ground: one's own record, the server, or the role of a grant.
    pub fn ground(self, ground: &str) -> String {
        match ground {
            "none" => self.say("page-reads-no-ground"),
            "own" | "service" | "grant" => self.stored("ground-", ground),
            role => self.stored("role-", role),
        }
    }

    /// What came of it.
    pub fn outcome(self, outcome: &str) -> String {
        self.stored("outcome-", outcome)
    }

    /// Through what it came.
    pub fn stored_source(self, source: &str) -> String {
        self.stored("source-", source)
    }

    /// The words of a stored name.
    fn stored(self, start: &str, name: &str) -> String {
        self.say(&format!("{start}{}", name.replace('_', "-")))
    }
}
