//! Kafka, started once per topology by the testbed and stopped with this process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A running cluster.
pub struct Cluster {
    variables: BTreeMap<String, String>,
}

impl Cluster {
    /// One combined node.
    pub fn one() -> &'static Self {
        static ONE: OnceLock<Cluster> = OnceLock::new();
        ONE.get_or_init(|| Self::start("one"))
    }

    /// A controller and three brokers in three racks.
    pub fn three() -> &'static Self {
        static THREE: OnceLock<Cluster> = OnceLock::new();
        THREE.get_or_init(|| Self::start("three"))
    }

    /// A variable of the testbed's cluster.env, such as `SASL_SSL`; empty where the cluster has no such thing.
    pub fn get(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }

    /// Whether it has three brokers.
    pub fn has_three(&self) -> bool {
        self.get("PLAINTEXT").split(',').count() >= 3
    }

    fn start(topology: &str) -> Self {
        let directory = directory(topology);
        let owner = std::process::id().to_string();
        let status = Command::new(testbed().join("kafka.sh"))
            .args(["start", topology])
            .arg(&directory)
            .args(["--owner", &owner])
            .status()
            .expect("starting Kafka");
        assert!(status.success(), "Kafka ({topology}) did not start; its log is in {}", directory.display());
        let text = std::fs::read_to_string(directory.join("cluster.env")).expect("cluster.env");
        let variables = text.lines().filter_map(|line| line.split_once('='));
        Self {
            variables: variables
                .map(|(name, value)| (name.to_owned(), value.trim_matches(['\'', '"']).to_owned()))
                .collect(),
        }
    }
}

/// Where the testbed is.
pub fn testbed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/testbed")
}

/// A directory of this process for a cluster's data.
fn directory(topology: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("kskill-kafka-{}-{topology}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory for Kafka");
    directory
}
