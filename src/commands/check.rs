//! `kskill check`: judges a live cluster, or one that was recorded, and writes nothing to it.

mod asked;
mod interrupt;
mod progress;

use std::fmt;
use std::io::Write as _;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::ValueEnum;

use super::{saved, whole};
use crate::check::{Beside, Report, check};
use crate::decide::Designed;
use crate::facts::units::{self, Unit};
use crate::finding::Severity;
use crate::knowledge::{Knowledge, Rulebook};
use crate::render::{check as render, terminal_width};
use crate::sources::cluster::{self, Address, Connection, Sampling, Snapshot, Target, Unreachable};
use asked::{matched, matcher, part};
use progress::Progress;

/// The flags of `check`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("cluster").required(true).args(["bootstrap_server", "from"])))]
pub struct Args {
    /// Brokers to begin with: `HOST:PORT`, several with commas between
    #[arg(long, value_name = "LIST", value_parser = servers)]
    bootstrap_server: Option<String>,
    /// How to connect: a `client.properties` of Kafka's own tools, or librdkafka's keys
    #[arg(long, value_name = "FILE", requires = "bootstrap_server", conflicts_with = "from")]
    command_config: Option<PathBuf>,
    /// A schema registry to look at as well, with a login as `https://USER:PASSWORD@HOST` if it wants one
    #[arg(long, value_name = "URL", requires = "bootstrap_server", conflicts_with = "from")]
    schema_registry: Option<String>,
    /// A cluster that --save recorded, in place of a live one
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    from: Option<PathBuf>,
    /// Records what was seen, for --from: no secrets and no principals, but addresses, client ids and names of groups
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Only topics whose names match: `orders*`
    #[arg(long, value_name = "GLOB")]
    topic: Option<String>,
    /// Only groups whose names match
    #[arg(long, value_name = "GLOB")]
    group: Option<String>,
    /// A design that the cluster is held against: `kskill recommend --out DIR` writes DIR/design.yaml
    #[arg(long, value_name = "FILE")]
    design: Option<PathBuf>,
    /// An earlier look at the same cluster, which --save recorded: what grew, what stood still, what is about to be lost
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// What the cluster is for: `development` or `production`
    #[arg(long, value_name = "ENV", value_parser = ["development", "production"])]
    environment: Option<String>,
    /// Reads so many of the newest records of each partition, at most: sizes, codecs, schemas, and how evenly keys are spread;
    /// needs Read on the topics, joins no group and keeps no record
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(cluster::MOST_RECORDS)),
        requires = "bootstrap_server",
        conflicts_with = "from"
    )]
    sample: Option<u32>,
    /// How long all of it may take
    #[arg(long, value_name = "T", default_value = "15s", value_parser = timeout)]
    timeout: Duration,
    /// Looks again and again until Ctrl-C, with so much time between: `--watch=30s`
    #[arg(
        long,
        value_name = "T",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "5s",
        value_parser = pause,
        requires = "bootstrap_server",
        conflicts_with = "from"
    )]
    watch: Option<Duration>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// From which severity on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For a page of a wiki, or a pull request.
    Markdown,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// A page of its own, in one file.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Info,
    /// Nothing: findings are only shown.
    Never,
}

pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    let millis = units::parse(text, Unit::Time).map_err(|error| error.message)?;
    if !(1.0..=86_400_000.0).contains(&millis) {
        return Err("write a time from 1ms to 24h".to_owned());
    }
    Ok(Duration::from_secs_f64(millis / 1000.0))
}

/// Addresses of brokers, as `HOST:PORT,HOST:PORT`.
pub(super) fn servers(text: &str) -> Result<String, String> {
    for server in text.split(',').map(str::trim) {
        let address = server.split_once("://").map_or(server, |(_, address)| address);
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (address, None),
        };
        let bare = host.contains(':') && !(host.starts_with('[') && host.ends_with(']'));
        if host.is_empty() || bare {
            return Err(format!("`{server}` is no HOST:PORT (an IPv6 address stands in brackets: [::1]:9092)"));
        }
        if let Some(port) = port.filter(|port| !port.parse::<u16>().is_ok_and(|port| port > 0)) {
            return Err(format!("`{port}` is no port: write HOST:PORT with a port from 1 to 65535"));
        }
    }
    Ok(text.to_owned())
}

fn pause(text: &str) -> Result<Duration, String> {
    let pause = timeout(text)?;
    // Each look is work for the brokers.
    if pause < Duration::from_secs(1) { Err("write a time from 1s to 24h".to_owned()) } else { Ok(pause) }
}

/// Runs the command.
///
/// # Errors
/// When the cluster cannot be reached, or a file cannot be read or written.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    interrupt::ends_at_once()?;
    let connection = args.command_config.as_deref().map(connection).transpose()?.unwrap_or_default();
    let knowledge = args.design.as_ref().map(|_| Knowledge::load(overlay)).transpose()?;
    let designed = args.design.as_deref().zip(knowledge.as_ref());
    let design = designed.map(|(file, knowledge)| saved::designed_in(file, knowledge)).transpose()?;
    // Brokers take their time to answer: the rules are read meanwhile.
    let (rulebook, seen) = thread::scope(|scope| {
        let rulebook = scope.spawn(|| Rulebook::load(overlay));
        let seen = see(args, &connection);
        (rulebook.join().unwrap_or_else(|panic| resume_unwind(panic)), seen)
    });
    let (judge, seen) = (Judge { rulebook: rulebook?, design }, seen?);
    let mut code = judge.tell(args, &seen)?;
    while let Some(pause) = args.watch {
        thread::sleep(pause);
        code = next(see(args, &connection).and_then(|seen| judge.tell(args, &seen)), code)?;
    }
    Ok(code)
}

/// What a cluster is judged by.
struct Judge<'k> {
    rulebook: Rulebook,
    design: Option<Designed<'k>>,
}

impl Judge<'_> {
    /// Judges what was seen, and prints it.
    fn tell(&self, args: &Args, seen: &Snapshot) -> Result<ExitCode> {
        // What is not there yet may come while somebody watches, and what a design has is said to be missing.
        if args.watch.is_none() && self.design.is_none() {
            matched(seen)?;
        }
        if let Some(file) = &args.save {
            save(seen, file)?;
        }
        let before = args.since.as_deref().map(|file| earlier(file, seen)).transpose()?;
        let design = self.design.as_ref();
        let beside = Beside { environment: args.environment.as_deref(), before: before.as_ref(), design };
        let report = check(&self.rulebook, seen, &beside);
        let text = match args.format {
            Format::Text => render::text(&report, terminal_width()),
            Format::Json => render::json(&report)?,
            Format::Markdown => render::markdown(&report),
            Format::Sarif => render::sarif(&report, &self.rulebook.rules)?,
            Format::Html => render::html(&report, seen),
        };
        let mut out = anstream::stdout().lock();
        if args.watch.is_some() && out.is_terminal() {
            out.write_all(CLEAR.as_bytes()).context("clearing the terminal")?;
        }
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the findings")?;
        Ok(ExitCode::from(u8::from(fails(&report, args.fail_on))))
    }
}

/// What a further look ends with. A cluster that is away for a while is worth the wait; anything else is not, such as a
/// reader of what is printed that has gone.
fn next(look: Result<ExitCode>, last: ExitCode) -> Result<ExitCode> {
    look.or_else(|error| {
        if !error.is::<Away>() {
            return Err(error);
        }
        eprintln!("kskill: {error:#}");
        Ok(last)
    })
}

/// A cluster that does not answer, and may later.
#[derive(Debug)]
struct Away(String);

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Away {}

/// The cluster as it is now, or as it was recorded.
fn see(args: &Args, connection: &Connection) -> Result<Snapshot> {
    match (&args.from, &args.bootstrap_server) {
        (Some(file), _) => part(recorded(file)?, args, file),
        (None, Some(servers)) => live(args, connection, servers),
        (None, None) => bail!("name a cluster with --bootstrap-server HOST:PORT, or a recorded one with --from FILE"),
    }
}

/// Empties a terminal and begins at its top.
const CLEAR: &str = "\x1b[2J\x1b[H";

fn fails(report: &Report, on: FailOn) -> bool {
    let least = match on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
        FailOn::Never => return false,
    };
    report.findings.iter().any(|found| found.severity >= least)
}

fn live(args: &Args, connection: &Connection, servers: &str) -> Result<Snapshot> {
    let mut settings = connection.settings.clone();
    settings.retain(|(key, _)| key != "bootstrap.servers");
    settings.push(("bootstrap.servers".to_owned(), servers.to_owned()));
    let (topics, groups) = (matcher(args.topic.as_deref(), "--topic")?, matcher(args.group.as_deref(), "--group")?);
    let progress = Progress::new();
    let begun = Instant::now();
    let target = Target {
        settings,
        within: args.timeout,
        topics: &|name| topics.as_ref().is_none_or(|glob| glob.is_match(name)),
        groups: &|name| groups.as_ref().is_none_or(|glob| glob.is_match(name)),
        registry: args.schema_registry.as_ref().map(|url| Address::new(url, connection.registry_login.as_deref())),
        progress: &|answered, asked| progress.tell(answered, asked),
    };
    let mut snapshot = cluster::collect(&target).map_err(|error| unanswered(servers, &error))?;
    if let Some(each) = args.sample {
        let sampling = Sampling {
            settings: &target.settings,
            within: args.timeout.saturating_sub(begun.elapsed()),
            each,
            registry: target.registry.as_ref(),
            progress: &|read, all| progress.tell(read, all),
        };
        cluster::sample(&sampling, &mut snapshot);
    }
    snapshot.only_topics.clone_from(&args.topic);
    snapshot.only_groups.clone_from(&args.group);
    Ok(snapshot)
}

fn unanswered(servers: &str, error: &Unreachable) -> anyhow::Error {
    let words = error.to_string();
    // librdkafka names the address too, and it is the same where only one was given.
    let words = words.trim_start_matches(&format!("{servers}: "));
    let words = format!("asking the cluster at {servers}: {words}");
    match error {
        Unreachable::Refused { .. } => anyhow!(words),
        Unreachable::Failed { .. } | Unreachable::Silent => Away(words).into(),
    }
}

pub(super) fn connection(file: &Path) -> Result<Connection> {
    let shown = file.display().to_string();
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading {shown}, which --command-config names"))?;
    let connection = cluster::command_config(&shown, &text)?;
    for key in &connection.unused {
        eprintln!("{shown}: `{key}` says nothing of how to connect, and is not used");
    }
    Ok(connection)
}

fn recorded(file: &Path) -> Result<Snapshot> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading {shown}; kskill check --save FILE writes such a file"))?;
    let mut snapshot: Snapshot = yaml_serde::from_str(&text)
        .with_context(|| format!("{shown} is no recorded cluster: make it with kskill check --save"))?;
    // Somebody may have written it by hand, or joined two.
    snapshot.topics.sort_by(|one, other| one.name.cmp(&other.name));
    snapshot.groups.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(snapshot)
}

/// An earlier look at the cluster of `snapshot`.
fn earlier(file: &Path, snapshot: &Snapshot) -> Result<Snapshot> {
    let before = recorded(file)?;
    let shown = file.display();
    if let (Some(own), Some(other)) = (&snapshot.id, &before.id)
        && own != other
    {
        bail!(
            "{shown} was recorded from another cluster ({other}, and this one is {own}): name an earlier look at the same"
        );
    }
    if before.taken >= snapshot.taken {
        bail!("{shown} is no earlier than what it is compared with: name the older of the two with --since");
    }
    Ok(before)
}

fn save(snapshot: &Snapshot, file: &Path) -> Result<()> {
    let text = yaml_serde::to_string(&snapshot.redacted()).context("writing down the cluster")?;
    whole::write(file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_watch_goes_on_only_while_the_cluster_is_away() {
        let last = ExitCode::from(1);
        let away = [
            Unreachable::Silent,
            Unreachable::Failed { words: "b:9092: Connection refused".to_owned(), step: "look there" },
        ];
        for error in away {
            assert_eq!(next(Err(unanswered("b:9092", &error)), last).ok(), Some(last), "{error}");
        }
        let refused = Unreachable::Refused { key: None, words: "no".to_owned() };
        assert!(next(Err(unanswered("b:9092", &refused)), last).is_err(), "settings do not mend themselves");
        let gone = Err(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing the findings");
        assert!(next(gone, last).is_err(), "nobody reads any more");
    }

    #[test]
    fn addresses_are_read_before_anything_is_asked() {
        for right in ["b:9092", "b", "b1:9092, b2:9092", "SASL_SSL://b:9094", "[::1]:9092", "[::1]"] {
            assert_eq!(servers(right).as_deref(), Ok(right));
        }
        for wrong in ["b:abc", "b:0", "b:70000", "b:", ":9092", "", "b:9092,", "::1:9092"] {
            assert!(servers(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_watch_leaves_brokers_time() {
        assert_eq!(pause("1s"), Ok(Duration::from_secs(1)));
        assert!(pause("999ms").is_err());
    }
}
