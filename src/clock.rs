//! The only place that asks the time or makes an id.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::calendar::local_date;
use uuid::Uuid;

/// Where time and ids come from.
pub trait Clock: Send + Sync + 'static {
    /// The instant now.
    fn now(&self) -> DateTime<Utc>;

    /// A new id (UUIDv7: sorted by time).
    fn new_id(&self) -> Uuid;

    /// Random bits for a secret, from the operating system: 244 of them, as text.
    fn new_secret(&self) -> String;

    /// The local day now (Asia/Ho_Chi_Minh).
    fn today(&self) -> NaiveDate {
        local_date(self.now())
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that may")]
    fn now(&self) -> DateTime<Utc> {
        // Stored to the microsecond, so read back equal.
        let now = Utc::now();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that may")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that may")]
    fn new_secret(&self) -> String {
        format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
    }
}

/// How long something takes, whatever is done to the clock meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts counting.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What has passed since.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A clock that is set by hand and makes the same ids every time: for tests and the demo.
pub struct ScriptedClock {
    state: Mutex<(DateTime<Utc>, fastrand::Rng)>,
}

impl ScriptedClock {
    /// A clock standing at `now`, whose ids follow from `seed`.
    pub fn new(now: DateTime<Utc>, seed: u64) -> Self {
        Self { state: Mutex::new((now, fastrand::Rng::with_seed(seed))) }
    }

    /// Sets the clock.
    pub fn set(&self, now: DateTime<Utc>) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = now;
    }
}

impl Clock for ScriptedClock {
    fn now(&self) -> DateTime<Utc> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn new_id(&self) -> Uuid {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let millis = u64::try_from(state.0.timestamp_millis()).unwrap_or_default();
        let mut random = [0; 10];
        state.1.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn new_secret(&self) -> String {
        format!("{}{}", self.new_id().simple(), self.new_id().simple())
    }
}
