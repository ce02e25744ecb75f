//! The examples' designs, as a user gets them: by the binary, on disk.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::cluster::Cluster;

/// The walk-throughs below examples/.
pub const EXAMPLES: [&str; 7] =
    ["agents", "bookstore", "notification-lag", "ordered-tasks", "peak-lag", "shop-orders", "task-api"];

/// The clients that run here and the probe that runs them.
pub const CLIENTS: [(&str, &str); 11] = [
    ("java", "java"),
    ("quarkus", "java"),
    ("spring", "spring"),
    ("librdkafka", "python"),
    ("confluent-kafka-python", "python"),
    ("aiokafka", "python"),
    ("kafka-python", "python"),
    ("kafkajs", "node"),
    ("franz-go", "go"),
    ("sarama", "go"),
    ("confluent-kafka-go", "go"),
];

/// The topic on which a client's configs are tried.
pub fn probe_topic(client: &str) -> String {
    format!("probe-{client}")
}

/// A design, written to disk.
pub struct Designed {
    /// The example.
    pub name: String,
    report: Value,
    directory: PathBuf,
    _directory: tempfile::TempDir,
}

/// Designs an example as it is, or with another client for every service.
pub fn design(example: &str, client: Option<&str>) -> Designed {
    let kept = tempfile::tempdir().expect("a directory");
    let directory = kept.path().join("design");
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("answers.yaml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(["recommend", "--format", "json", "--answers"]).arg(answers).arg("--out").arg(&directory);
    if let Some(client) = client {
        command.args(["--set", &format!("client={client}")]);
        // Managed platforms have certificates of a public authority, which a test broker cannot have.
        if example == "shop-orders" {
            command.args(["--set", "kafka.platform=self-managed"]);
        }
    }
    let output = command.output().expect("running kskill");
    assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
    let report = serde_json::from_slice(&output.stdout).expect("a JSON design");
    Designed { name: example.to_owned(), report, directory, _directory: kept }
}

impl Designed {
    /// The topics of an environment in the form of the topic probe, each name with the example's before it.
    pub fn topics(&self, environment: &str) -> Vec<Value> {
        let topics = self.report["topics"].as_array().expect("topics");
        let of = |topic: &Value| {
            json!({
                "name": format!("{}.{}", self.name, topic["name"].as_str().unwrap_or_default()),
                "partitions": topic["partitions"][environment],
                "replication_factor": topic["replication_factor"][environment],
                "config": topic["config"][environment],
            })
        };
        topics.iter().map(of).collect()
    }

    /// A job for every producer and consumer in both environments, on the cluster that stands for each.
    pub fn jobs(&self, client: &str, topology: impl Fn(&str) -> &'static Cluster) -> Vec<Value> {
        let mut jobs = Vec::new();
        for environment in ["development", "production"] {
            for role in ["producers", "consumers"] {
                for service in self.report[role].as_array().expect("services") {
                    let name = service["name"].as_str().expect("a name");
                    let job = self.job(client, environment, role, name, topology(environment));
                    // A cluster that is not ours may lack the listener.
                    if job["env"]["KAFKA_BOOTSTRAP_SERVERS"] == "" {
                        println!("skipped: {}, for want of a listener", job["id"]);
                    } else {
                        jobs.push(job);
                    }
                }
            }
        }
        jobs
    }

    fn job(&self, client: &str, environment: &str, role: &str, name: &str, cluster: &Cluster) -> Value {
        let role = role.trim_end_matches('s');
        let file = self.file(environment, role, name);
        let id = format!("{}/{environment}/{role}/{name}/{client}", self.name);
        let (producer, consumer) = if role == "producer" { (Some(file), None) } else { (None, Some(file)) };
        json!({
            "id": id,
            "client": client,
            "producer": producer,
            "consumer": consumer,
            "topic": probe_topic(client),
            "group": id.replace('/', "."),
            "records": 20,
            "env": self.environment(environment, cluster),
        })
    }

    /// The config file of a service; languages spell its name in their own way, and an application has one for all it does.
    fn file(&self, environment: &str, role: &str, name: &str) -> PathBuf {
        let plain = |text: &str| text.replace(['-', '.'], "_");
        let wanted = [plain(&format!("{role}-{name}")), plain(&format!("service-{name}"))];
        let directory = self.directory.join(environment);
        let entries = std::fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        let mut files = entries.flatten().map(|entry| entry.path());
        let found = files.find(|path| wanted.contains(&plain(&path.file_stem().unwrap_or_default().to_string_lossy())));
        found.unwrap_or_else(|| panic!("none of {wanted:?} in {}", directory.display()))
    }

    fn environment(&self, environment: &str, cluster: &Cluster) -> Value {
        let listener = match self.report["cluster"][environment]["security"].as_str() {
            Some("none") | None => "PLAINTEXT",
            Some("tls") => "SSL",
            Some(_) => "SASL_SSL",
        };
        json!({
            "KAFKA_PLAIN_BOOTSTRAP": cluster.get("PLAINTEXT"),
            "KAFKA_BOOTSTRAP_SERVERS": cluster.get(listener),
            "KAFKA_USERNAME": cluster.get("USERNAME"),
            "KAFKA_PASSWORD": cluster.get("PASSWORD"),
            "KAFKA_CA_LOCATION": cluster.get("CA"),
            "KAFKA_CERTIFICATE_LOCATION": cluster.get("CLIENT_CERT"),
            "KAFKA_KEY_LOCATION": cluster.get("CLIENT_KEY"),
            "KAFKA_CLIENT_RACK": "rack-1",
            "SCHEMA_REGISTRY_URL": "http://localhost:8081",
            "HOSTNAME": "instance-1",
        })
    }
}
