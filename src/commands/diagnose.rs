//! `kskill diagnose`: why a group of consumers lags, rebalances or stands still.

mod interrupt;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::ValueEnum;

use super::lint::files::{Named, named};
use super::{check, first_of, recommend, whole};
use crate::diagnose::{Material, diagnose};
use crate::knowledge::{Knowledge, Rulebook};
use crate::lint::{Told, consumers};
use crate::render::{diagnose as render, terminal_width};
use crate::sources::answers::Answers;
use crate::sources::cluster::{Series, Watch, Watched, watch};
use interrupt::Interrupt;

/// From one picture to the next, at the least.
const EVERY: Duration = Duration::from_secs(1);

/// Pictures at most: more show nothing more, and all of them are held.
const MOST: u32 = 600;

/// As many groups are named where the one that was asked for is not there.
const NAMED: usize = 8;

/// A group that is not there is waited for no longer than this.
const APPEARS: Duration = Duration::from_secs(30);

/// How long the answers to one picture may take.
const WITHIN: Duration = Duration::from_secs(15);

/// The flags of `diagnose`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("known").required(true).multiple(true).args(["bootstrap_server", "from", "client_config", "answers"])))]
pub struct Args {
    /// The group of consumers
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Watches the group on a live cluster: brokers to begin with, `HOST:PORT`, several with commas between
    #[arg(long, value_name = "LIST", conflicts_with = "from", requires = "group", value_parser = super::check::servers)]
    bootstrap_server: Option<String>,
    /// How to connect: a `client.properties` of Kafka's own tools, or librdkafka's keys
    #[arg(long, value_name = "FILE", requires = "bootstrap_server")]
    command_config: Option<PathBuf>,
    /// For how long the group is watched
    #[arg(long = "for", value_name = "T", default_value = "30s", value_parser = check::timeout)]
    length: Duration,
    /// What --save recorded, in place of a live cluster
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Records what was watched, for --from; holds no secrets
    #[arg(long, value_name = "FILE", requires = "bootstrap_server")]
    save: Option<PathBuf>,
    /// The config of the group's client, in any file that `lint` reads; several where its members differ
    #[arg(long = "client-config", value_name = "FILE")]
    client_config: Vec<PathBuf>,
    /// The described work: processing times, limits, what was observed
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Changes one answer: `client=java`
    #[arg(long = "set", value_name = "PATH=VALUE", requires = "answers")]
    sets: Vec<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For wikis and AI chats.
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// When the cluster cannot be reached, or a file cannot be read or is wrong.
pub fn run(args: &Args, overlay: Option<&Path>) -> Result<ExitCode> {
    let knowledge = Knowledge::load(overlay)?;
    let answers: Option<Answers> = args.answers.as_deref().map(|path| recommend::read(path, &args.sets)).transpose()?;
    let told = if args.client_config.is_empty() { Vec::new() } else { configured(args, overlay)? };
    // What is wrong with the files is said before the group is watched.
    if let Some(answers) = &answers {
        answers.facts(&knowledge, "production")?;
    }
    if args.group.is_some() {
        chosen(&told, args.group.as_deref())?;
    }
    let seen = watched(args)?;
    let (series, cut_short) = (seen.series, seen.cut_short);
    let group = args.group.as_deref().or(series.as_ref().map(|series| series.group.as_str()));
    let chosen = chosen(&told, group)?;
    let others: Vec<_> = chosen.iter().flat_map(|one| beside(&told, one)).map(|one| (&one.facts, one.id)).collect();
    let config = chosen.map(|told| (&told.facts, told.id));
    let material = Material { group, answers: answers.as_ref(), config, others: &others, series: series.as_ref() };
    let diagnosis = diagnose(&knowledge, &material)?;
    let text = match args.format {
        Format::Text => render::text(&diagnosis, terminal_width()),
        Format::Json => render::json(&diagnosis)?,
        Format::Markdown => render::markdown(&diagnosis),
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing the diagnosis")?;
    Ok(if cut_short { ExitCode::from(interrupt::EXIT_CODE) } else { ExitCode::SUCCESS })
}

/// What was watched, now or earlier.
#[derive(Default)]
struct Seen {
    series: Option<Series>,
    /// Whether Ctrl-C ended it.
    cut_short: bool,
}

fn watched(args: &Args) -> Result<Seen> {
    if let Some(file) = &args.from {
        return Ok(Seen { series: Some(recorded(file, args.group.as_deref())?), cut_short: false });
    }
    let (Some(servers), Some(group)) = (&args.bootstrap_server, &args.group) else { return Ok(Seen::default()) };
    let interrupt = Interrupt::listen()?;
    let series = live(args, servers, group, &interrupt)?;
    let cut_short = interrupt.came();
    // A file is written whole.
    interrupt.wait_for_end();
    if let Some(file) = &args.save {
        save(&series, file)?;
    }
    Ok(Seen { series: Some(series), cut_short })
}

fn live(args: &Args, servers: &str, group: &str, interrupt: &Interrupt) -> Result<Series> {
    let mut settings = match &args.command_config {
        Some(file) => check::connection(file)?.settings,
        None => Vec::new(),
    };
    settings.retain(|(key, _)| key != "bootstrap.servers");
    settings.push(("bootstrap.servers".to_owned(), servers.to_owned()));
    let told = std::cell::Cell::new(false);
    let wanted = Watch {
        settings,
        group,
        length: args.length,
        every: EVERY.max(args.length / MOST),
        within: WITHIN,
        appears: APPEARS.min(args.length),
        absent: &|names| {
            if !told.replace(true) {
                anstream::eprintln!("{}", waits(group, names, APPEARS.min(args.length)));
            }
        },
        begins: &|| interrupt.wait_for_end(),
        is_over: &|| interrupt.came(),
    };
    let terminal = std::io::stderr().is_terminal();
    let mut progress = |over: Duration| {
        if terminal {
            eprint!("\rwatching {group}: {} of {} s ", over.as_secs(), args.length.as_secs());
        }
    };
    let watched = watch(&wanted, &mut progress);
    if terminal {
        eprint!("\r\x1b[K");
    }
    match watched.map_err(|error| anyhow!("asking the cluster at {servers}: {error}"))? {
        Watched::Series(series) => Ok(series),
        Watched::NoSuchGroup(names) => Err(no_such_group(servers, group, &names)),
    }
}

/// That a group is waited for, with what else its name may be meant to be.
fn waits(group: &str, names: &[String], length: Duration) -> String {
    let near = if names.is_empty() { String::new() } else { format!("; {}", meant(group, names)) };
    format!(
        "no group of consumers {group} is there now: waiting up to {} s for it, as one without members and positions is gone \
         until the next member comes{near}",
        length.as_secs()
    )
}

/// Which group may be meant.
fn meant(group: &str, names: &[String]) -> String {
    match crate::sources::tree::closest(group, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}.", first_of(names, NAMED)),
    }
}

fn no_such_group(servers: &str, group: &str, names: &[String]) -> anyhow::Error {
    if names.is_empty() {
        return anyhow!(
            "{servers} shows no group of consumers: there is none, or the principal may describe none (it needs Describe on the group)"
        );
    }
    anyhow!(
        "{servers} shows no group of consumers {group}: {} A group without members and positions is gone until the next member \
         comes; share groups, the workers of Kafka Connect and Kafka Streams with group.protocol=streams are no groups of \
         consumers; and a group that the principal may not describe is not shown",
        meant(group, names)
    )
}

fn recorded(file: &Path, group: Option<&str>) -> Result<Series> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading {shown}; kskill diagnose --save FILE writes such a file"))?;
    let series = Series::read(&text, group).map_err(|error| {
        anyhow!("{shown} is no recorded group, as kskill diagnose --save or check --save write it: {error}")
    })?;
    if series.groups().is_empty() {
        bail!("{shown} shows no group at all: record one with kskill diagnose --group GROUP --save FILE");
    }
    if !series.groups().contains(&series.group.as_str()) {
        bail!("{shown} shows no group {}: it has {}", series.group, series.groups().join(", "));
    }
    Ok(series)
}

fn save(series: &Series, file: &Path) -> Result<()> {
    let text = yaml_serde::to_string(&series.redacted()).context("writing down what was watched")?;
    whole::write(file, text.as_bytes())
}

/// The consumers that the files of --client-config configure.
fn configured(args: &Args, overlay: Option<&Path>) -> Result<Vec<Told>> {
    let rulebook = Rulebook::load(overlay)?;
    let mut sources = Vec::new();
    for file in &args.client_config {
        let path = file.display().to_string();
        match named(file) {
            Named::Source(source) if !source.reading.configs.is_empty() => sources.push(*source),
            Named::Unread(why) => bail!("{path}, which --client-config names: {why}"),
            Named::Source(_) | Named::Nothing => bail!("{path} holds no config of a Kafka client that kskill can read"),
        }
    }
    let told = consumers(&rulebook, sources);
    if told.is_empty() {
        let names: Vec<String> = args.client_config.iter().map(|file| file.display().to_string()).collect();
        bail!("{} configures no consumer: name the file of the group's own client", names.join(" and "));
    }
    Ok(told)
}

/// The consumer of that group: by its `group.id`, or the first where the files say of none which group it is.
fn chosen<'t>(told: &'t [Told], group: Option<&str>) -> Result<Option<&'t Told>> {
    let production = |told: &&Told| told.environment.as_deref() == Some("production");
    let mut of: Vec<&Told> = told.iter().filter(|one| group.is_some() && one.group.as_deref() == group).collect();
    if of.is_empty() {
        of = told.iter().filter(|one| group.is_none() || one.group.is_none()).collect();
    }
    if let Some(found) = of.iter().copied().find(production).or(of.first().copied().filter(|_| one_group(&of))) {
        return Ok(Some(found));
    }
    let mut names: Vec<&str> = told.iter().map(|one| one.group.as_deref().unwrap_or(&one.name)).collect();
    names.dedup();
    match group {
        _ if told.is_empty() => Ok(None),
        Some(group) => {
            bail!("--client-config configures no consumer of the group {group}, but of {}", names.join(", "))
        }
        None => bail!("--client-config configures several groups: name one with --group, of {}", names.join(", ")),
    }
}

/// The other consumers of the same group and environment.
fn beside<'t>(told: &'t [Told], chosen: &'t Told) -> impl Iterator<Item = &'t Told> {
    let same = |one: &&Told| one.group == chosen.group && one.environment == chosen.environment;
    told.iter().filter(same).filter(|one| !std::ptr::eq(*one, chosen))
}

fn one_group(of: &[&Told]) -> bool {
    of.windows(2).all(|pair| pair[0].group == pair[1].group)
}
