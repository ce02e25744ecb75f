//! A design: what was decided for both environments, each choice with its reason. Plain data; its JSON form is the
//! contract of `--format json`.

mod literal;
mod reasons;
mod today;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

pub use literal::Literal;
pub use reasons::{Alternative, Bound, Cluster, Decision, Failure, Finding, Forecast, Schema, Step, WouldChange};
pub use today::{Beside, Cause, CurrentSetting, Remedy, Today};

/// The same thing for both environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Environments<T> {
    /// Where people try things out.
    pub development: T,
    /// Where it counts.
    pub production: T,
}

/// The names of the environments, in the order in which they are shown.
pub const ENVIRONMENTS: [&str; 2] = ["development", "production"];

impl<T> Environments<T> {
    /// One value per environment, computed by its name.
    pub fn of(mut value: impl FnMut(&'static str) -> T) -> Self {
        let [development, production] = ENVIRONMENTS;
        Self { development: value(development), production: value(production) }
    }

    /// The value for `environment`, which is one of [`ENVIRONMENTS`].
    #[must_use]
    pub fn get(&self, environment: &str) -> &T {
        if environment == ENVIRONMENTS[0] { &self.development } else { &self.production }
    }
}

/// A whole design.
#[derive(Debug, Clone, Serialize)]
pub struct Design {
    /// What the system is called.
    pub system: String,
    /// What nobody said and was therefore assumed.
    pub assumptions: Vec<Assumption>,
    /// Constraints that cannot all be met.
    pub conflicts: Vec<Conflict>,
    /// What runs today beside the design, for the consumers of which that was said.
    pub today: Vec<Today>,
    /// The topics, those with events first.
    pub topics: Vec<Topic>,
    /// The services that send.
    pub producers: Vec<Producer>,
    /// The services that read.
    pub consumers: Vec<Consumer>,
    /// The size of the cluster.
    pub cluster: Environments<Cluster>,
    /// A first schema per event.
    pub schemas: Vec<Schema>,
    /// Every setting, one row per environment.
    pub decisions: Vec<Decision>,
    /// What changes between development and production, and when it starts to pay.
    pub path_to_production: Vec<Step>,
    /// The assumptions that matter most.
    pub would_change_most: Vec<WouldChange>,
    /// What the numbers say about failures.
    pub forecast: Forecast,
}

/// Something nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// The answer's path, as `--set` takes it.
    pub path: String,
    /// The value, as `--set` takes it.
    pub value: String,
    /// Why this value.
    pub because: String,
    /// What follows from it, and when to correct it.
    pub consequence: String,
}

/// Two constraints that collide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The kind of conflict.
    pub id: String,
    /// The two answers.
    pub between: [String; 2],
    /// Why both cannot be met, in numbers.
    pub message: String,
    /// The environments in which they collide.
    pub environments: Vec<String>,
    /// Changes that dissolve it.
    pub give_way: Vec<GiveWay>,
}

/// A change that dissolves a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GiveWay {
    /// The answer's path.
    pub path: String,
    /// Its new value.
    pub to: String,
    /// What that buys, and costs.
    pub buys: String,
}

/// A topic.
#[derive(Debug, Clone, Serialize)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// What it carries: `event`, `retry` or `dead-letter`.
    pub role: String,
    /// The field that is its key.
    pub key: Option<String>,
    /// How many partitions.
    pub partitions: Environments<u64>,
    /// How many copies of each.
    pub replication_factor: Environments<u64>,
    /// Its settings.
    pub config: Environments<Map<String, Json>>,
    /// Why it is there.
    pub because: String,
}

/// A service that sends.
#[derive(Debug, Clone, Serialize)]
pub struct Producer {
    /// Its name.
    pub name: String,
    /// Its client library.
    pub client: ClientName,
    /// The topics that it writes.
    pub writes: Vec<String>,
    /// Its settings.
    pub configs: Environments<Config>,
    /// Settings that a reader would expect and that stay as the client has them.
    pub left_at_default: Environments<Vec<Default>>,
    /// What the client cannot say.
    pub cannot: Vec<String>,
    /// How a change becomes an event.
    pub patterns: Vec<Pattern>,
    /// What its code must do.
    pub your_code_must: Vec<Obligation>,
}

/// A service that reads.
#[derive(Debug, Clone, Serialize)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: String,
    /// Its client library.
    pub client: ClientName,
    /// The topics that it reads.
    pub reads: Vec<String>,
    /// How many instances.
    pub instances: Environments<u64>,
    /// Its settings.
    pub configs: Environments<Config>,
    /// Settings that a reader would expect and that stay as the client has them.
    pub left_at_default: Environments<Vec<Default>>,
    /// What the client cannot say.
    pub cannot: Vec<String>,
    /// How it takes, works on and commits records.
    pub pattern: Option<Pattern>,
    /// Patterns that were weighed for it and not taken.
    pub rejected_patterns: Vec<Rejected>,
    /// The patterns of its other concerns: what happens to failures, how effects survive redelivery.
    pub patterns: Vec<Pattern>,
    /// What its code must do.
    pub your_code_must: Vec<Obligation>,
}

/// A client library: serialised as its name alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ClientName {
    /// What the answers call it.
    pub id: String,
    /// The version that the design is for.
    #[serde(skip)]
    pub version: String,
    /// How its config is written.
    #[serde(skip)]
    pub format: String,
    /// Its name for people.
    #[serde(skip)]
    pub title: String,
    /// Names that its values may use, and the line of code that brings each.
    #[serde(skip)]
    pub imports: Vec<(String, String)>,
}

/// Settings in the order of a config file; serialised as a map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config(pub Vec<Setting>);

/// One line of a config.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The key as the client spells it.
    pub key: String,
    /// The value as the client reads it.
    pub value: Literal,
    /// Why, in one line.
    pub because: String,
    /// Whether it only connects: addresses and credentials.
    pub connects: bool,
}

impl Serialize for Config {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|setting| (&setting.key, &setting.value)))
    }
}

/// A setting that stays at the client's default, on purpose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Default {
    /// The key.
    pub key: String,
    /// The client's default, as the client spells it.
    pub value: Literal,
    /// Why it is right as it is.
    pub because: String,
}

/// A chosen pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// What it decides: `pattern`, `failure_handling`, ...
    #[serde(skip_serializing_if = "String::is_empty")]
    pub slot: String,
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Why it was chosen.
    pub because: String,
    /// What it guarantees.
    pub guarantees: String,
    /// What it costs.
    pub costs: String,
}

/// A pattern that was weighed and not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Why not.
    pub because: String,
}

/// What the code must do, because no setting does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// What.
    #[serde(rename = "do")]
    pub action: String,
    /// What happens otherwise.
    pub because: String,
}
