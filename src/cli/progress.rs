//! How far long work has come, on a terminal's standard error and nowhere else: shown after a
//! second, with the rate and the remaining time.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::voice::Voice;

/// Work shorter than this shows nothing.
const QUIET: Duration = Duration::from_secs(1);
/// How often the line is drawn anew.
const DRAWS_PER_SECOND: u8 = 5;

/// A line of progress.
pub struct Progress {
    started: Instant,
    bar: ProgressBar,
    message: String,
    style: ProgressStyle,
    shown: bool,
}

impl Progress {
    /// Progress of the work named by a key; `cli-progress` gives the form of the line.
    pub fn new(voice: &Voice, key: &str) -> Self {
        let form = voice.say("cli-progress").replace('<', "{").replace('>', "}");
        Self {
            started: Instant::now(),
            bar: ProgressBar::hidden(),
            message: voice.say(key),
            style: ProgressStyle::with_template(&form)
                .unwrap_or_else(|_bad_form| ProgressStyle::default_bar()),
            shown: false,
        }
    }

    /// So much is done, of so much.
    pub fn at(&mut self, done: u64, of: u64) {
        if !self.shown && self.started.elapsed() > QUIET {
            self.shown = true;
            self.bar.set_style(self.style.clone());
            self.bar.set_message(self.message.clone());
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND));
        }
        self.bar.set_length(of);
        self.bar.set_position(done);
    }

    /// Shows that work goes on whose end is not known.
    pub fn wait(&mut self, voice: &Voice) {
        let form = voice.say("cli-progress-wait").replace('<', "{").replace('>', "}");
        if let Ok(style) = ProgressStyle::with_template(&form) {
            self.bar.set_style(style);
        }
        self.bar.set_message(self.message.clone());
        self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND));
        self.bar.enable_steady_tick(QUIET);
    }

    /// Takes the line away and says how long it took.
    pub fn end(self) -> Duration {
        self.bar.finish_and_clear();
        self.started.elapsed()
    }
}
