//! The figures of the service, as Prometheus reads them. Few enough to be written down here: three
//! kinds of line, names of our own, and labels from short lists, so that no sender can make them
//! grow.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::store::Pulse;

/// Upper bounds of how long a request takes, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

/// Writing to a string does not fail.
const TAKES_ALL: &str = "a string takes all that is written to it";

/// How many of what took how long.
#[derive(Debug, Clone, Default)]
struct Spread {
    /// By upper bound, each counting those up to it alone; the last counts the rest.
    counts: [u64; SECONDS.len() + 1],
    seconds: f64,
}

impl Spread {
    fn add(&mut self, taken: Duration) {
        let seconds = taken.as_secs_f64();
        let place = SECONDS.iter().position(|bound| seconds <= *bound).unwrap_or(SECONDS.len());
        self.counts[place] += 1;
        self.seconds += seconds;
    }
}

/// Requests of one kind: method, route, status.
type Kind = (&'static str, String, u16);

/// A few figures for a person.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Glance {
    pub requests: u64,
    pub faults: u64,
    pub most_within: Option<f64>,
}

/// What was counted since the service started.
#[derive(Debug, Default)]
pub struct Figures {
    requests: Mutex<BTreeMap<Kind, Spread>>,
    /// Commands by name and outcome: `recorded`, `already_so`, `replayed`, or the code of a refusal.
    commands: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    /// Connections that are open.
    pub connections: AtomicU64,
}

impl Figures {
    /// Counts a request that is over.
    pub fn request(&self, method: &'static str, route: &str, status: u16, taken: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.entry((method, route.to_owned(), status)).or_default().add(taken);
    }

    /// Counts a command that was answered.
    pub fn command(&self, name: &'static str, outcome: &'static str) {
        let mut commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        *commands.entry((name, outcome)).or_default() += 1;
    }

    /// What is worth a glance: how many requests, how many ended in a fault of ours, and within how
    /// many seconds 95 of 100 were answered; none where the slowest took longer than any bound.
    pub fn glance(&self) -> Glance {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let mut glance = Glance::default();
        let mut spread = [0; SECONDS.len() + 1];
        for ((_method, _route, status), taken) in requests.iter() {
            let count: u64 = taken.counts.iter().sum();
            glance.requests += count;
            glance.faults += if *status >= 500 { count } else { 0 };
            spread.iter_mut().zip(taken.counts).for_each(|(sum, count)| *sum += count);
        }
        if glance.requests == 0 {
            return glance;
        }
        let mut left = glance.requests.saturating_mul(95).div_ceil(100);
        let place = spread.iter().position(|count| {
            left = left.saturating_sub(*count);
            left == 0
        });
        glance.most_within = place.and_then(|place| SECONDS.get(place)).copied();
        glance
    }

    /// Everything as text, with what the log says of itself.
    pub fn text(&self, log: &Pulse, streams: usize) -> String {
        let mut text = String::new();
        self.requests_text(&mut text);
        head(&mut text, "hoso_commands_total", "counter", "Commands, by name and outcome.");
        let commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((name, outcome), count) in commands {
            let labels = format!("command=\"{name}\",outcome=\"{outcome}\"");
            line(&mut text, "hoso_commands_total", &labels, count as f64);
        }
        self.log_text(&mut text, log, streams as u64);
        text
    }

    fn requests_text(&self, text: &mut String) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        head(text, "hoso_http_requests_total", "counter", "Requests, by method, route, status.");
        for ((method, route, status), spread) in &requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let all: u64 = spread.counts.iter().sum();
            line(text, "hoso_http_requests_total", &labels, all as f64);
        }
        let name = "hoso_http_request_duration_seconds";
        head(text, name, "histogram", "How long requests took, by method and route.");
        let mut by_route: BTreeMap<(&str, &str), Spread> = BTreeMap::new();
        for ((method, route, _status), spread) in &requests {
            let sum = by_route.entry((method, route)).or_default();
            sum.seconds += spread.seconds;
            sum.counts.iter_mut().zip(spread.counts).for_each(|(sum, count)| *sum += count);
        }
        for ((method, route), spread) in by_route {
            let labels = format!("method=\"{method}\",route=\"{route}\"");
            let mut up_to = 0;
            for (place, count) in spread.counts.iter().enumerate() {
                up_to += count;
                let bound = SECONDS.get(place).map_or("+Inf".to_owned(), f64::to_string);
                let labels = format!("{labels},le=\"{bound}\"");
                line(text, &format!("{name}_bucket"), &labels, up_to as f64);
            }
            line(text, &format!("{name}_sum"), &labels, spread.seconds);
            line(text, &format!("{name}_count"), &labels, up_to as f64);
        }
    }

    fn log_text(&self, text: &mut String, log: &Pulse, streams: u64) {
        let (batches, facts) = (log.batches(), log.facts());
        let connections = self.connections.load(Ordering::Relaxed);
        for (name, kind, help, value) in [
            ("hoso_log_position", "gauge", "The end of the log here.", log.position()),
            ("hoso_log_queue_depth", "gauge", "Commits that wait to be recorded.", log.waiting()),
            ("hoso_http_connections", "gauge", "Connections that are open.", connections),
            ("hoso_event_streams", "gauge", "Streams of the change feed that are open.", streams),
        ] {
            head(text, name, kind, help);
            line(text, name, "", value as f64);
        }
        head(text, "hoso_log_batch_facts", "histogram", "Facts a transaction.");
        let mut up_to = 0;
        for (bound, count) in log.sizes() {
            up_to += count;
            let bound = bound.map_or("+Inf".to_owned(), |bound| bound.to_string());
            let labels = format!("le=\"{bound}\"");
            line(text, "hoso_log_batch_facts_bucket", &labels, up_to as f64);
        }
        line(text, "hoso_log_batch_facts_sum", "", facts as f64);
        line(text, "hoso_log_batch_facts_count", "", batches as f64);
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n").expect(TAKES_ALL);
}

fn line(text: &mut String, name: &str, labels: &str, value: f64) {
    match labels {
        "" => writeln!(text, "{name} {value}"),
        labels => writeln!(text, "{name}{{{labels}}} {value}"),
    }
    .expect(TAKES_ALL);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glance_counts_faults_and_names_the_time_most_requests_keep() {
        let figures = Figures::default();
        assert_eq!(figures.glance(), Glance::default());
        for _ in 0..95 {
            figures.request("GET", "/", 200, Duration::from_millis(4));
        }
        for status in [404, 422, 500, 503] {
            figures.request("GET", "/ho-so", status, Duration::from_millis(300));
        }
        let glance = figures.glance();
        assert_eq!((glance.requests, glance.faults, glance.most_within), (99, 2, Some(0.005)));
        for _ in 0..20 {
            figures.request("GET", "/", 200, Duration::from_secs(20));
        }
        assert_eq!(figures.glance().most_within, None, "slower than any bound");
    }
}
