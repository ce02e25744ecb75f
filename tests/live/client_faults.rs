//! What goes wrong between kskill and the brokers: each ends in time, says what, and keeps what was learnt.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cluster::Cluster;
use crate::own::{Own, commit, make_topic, send};
use crate::run::{Run, Running};

/// A folder with a `client.properties` of these lines.
fn properties(lines: &[&str]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("there is room");
    let mut text = String::new();
    for line in lines {
        writeln!(text, "{line}").expect("text grows");
    }
    let file = folder.path().join("client.properties");
    fs::write(&file, text).expect("it can be written");
    let path = file.to_string_lossy().into_owned();
    (folder, path)
}

fn trusting(authority: &str) -> [String; 2] {
    ["ssl.truststore.type=PEM".to_owned(), format!("ssl.truststore.location={authority}")]
}

/// How to log in with a mechanism.
fn login(protocol: &str, mechanism: &str, user: &str, password: &str) -> [String; 3] {
    let module = if mechanism == "PLAIN" { "plain.PlainLoginModule" } else { "scram.ScramLoginModule" };
    [
        format!("security.protocol={protocol}"),
        format!("sasl.mechanism={mechanism}"),
        format!(
            "sasl.jaas.config=org.apache.kafka.common.security.{module} required username=\"{user}\" password=\"{password}\";"
        ),
    ]
}

/// Checks an address with a config of these lines.
fn check_with(address: &str, lines: &[String], timeout: &str) -> Run {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (_folder, file) = properties(&lines);
    Run::check(&["--bootstrap-server", address, "--command-config", &file], timeout)
}

fn check(address: &str, timeout: &str) -> Run {
    Run::check(&["--bootstrap-server", address], timeout)
}

#[track_caller]
fn assert_says(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "`{part}` is not in: {line}");
    }
}

#[test]
fn nobody_listens_at_the_port() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let run = check(&format!("127.0.0.1:{port}"), "10s");
    assert_says(run.refused(), &["Connection refused", "nothing listens there"]);
    assert!(run.took < Duration::from_secs(8), "it waits for nothing: {:?}", run.took);
}

#[test]
fn a_port_that_takes_connections_and_says_nothing() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("it has an address").to_string();
    assert_says(check(&address, "3s").refused(), &["no broker answered in time", "--bootstrap-server", "--timeout"]);
    let tls = ["security.protocol=SSL".to_owned()];
    assert_says(check_with(&address, &tls, "3s").refused(), &["no broker answered in time"]);
}

#[test]
fn a_name_that_nobody_knows() {
    assert_says(check("nobody.invalid:9092", "10s").refused(), &["Failed to resolve", "the host's name"]);
}

#[test]
fn tls_to_a_port_without_and_back() {
    let cluster = Cluster::one();
    if cluster.get("SSL").is_empty() {
        return println!("skipped: a cluster of one's own has no port for TLS");
    }
    let [kind, place] = trusting(cluster.get("CA"));
    let tls = ["security.protocol=SSL".to_owned(), kind, place];
    let line = check_with(cluster.get("PLAINTEXT"), &tls, "10s");
    assert_says(line.refused(), &["seems to speak without TLS", "security.protocol"]);
    assert_says(check(cluster.get("SSL"), "10s").refused(), &["seems to want TLS", "security.protocol"]);
    assert_says(check(cluster.get("SASL_PLAINTEXT"), "10s").refused(), &["seems to want a login"]);
    assert_says(check_with(cluster.get("SASL_SSL"), &tls, "10s").refused(), &["seems to want a login"]);
    let run = check_with(cluster.get("SSL"), &tls, "10s");
    assert!(run.is_answer(), "and the right port is taken: {}", run.err);
    // As keytool makes it.
    let store = |password: &str| {
        let place = format!("ssl.truststore.location={}", cluster.get("TRUST_P12"));
        [tls[0].clone(), place, format!("ssl.truststore.password={password}")]
    };
    let run = check_with(cluster.get("SSL"), &store(cluster.get("STORE_PASSWORD")), "10s");
    assert!(run.is_answer(), "{}", run.err);
    let line = check_with(cluster.get("SSL"), &store("another-password"), "10s");
    assert_says(line.refused(), &["ssl.truststore.password does not open it", "keytool -list -rfc"]);
    assert!(!line.err.contains("another-password"), "{}", line.err);
}

#[test]
fn a_wrong_password() {
    let cluster = Cluster::one();
    if cluster.get("SASL_SSL").is_empty() {
        return println!("skipped: a cluster of one's own has no port for logins");
    }
    let password = "not-the-one-that-they-know";
    for mechanism in ["PLAIN", "SCRAM-SHA-512"] {
        for protocol in ["SASL_PLAINTEXT", "SASL_SSL"] {
            let mut lines = login(protocol, mechanism, cluster.get("USERNAME"), password).to_vec();
            lines.extend(trusting(cluster.get("CA")));
            let run = check_with(cluster.get(protocol), &lines, "10s");
            assert_says(run.refused(), &["uthentication failed", "the user and the password"]);
            assert!(!run.err.contains(password), "{}", run.err);
            assert!(run.took < Duration::from_secs(6), "a refusal is final: {:?}", run.took);
        }
    }
    let lines = login("SASL_PLAINTEXT", "PLAIN", cluster.get("USERNAME"), cluster.get("PASSWORD"));
    assert!(check_with(cluster.get("SASL_PLAINTEXT"), &lines, "10s").is_answer(), "and the right one is taken");
    let line = check_with(cluster.get("PLAINTEXT"), &lines, "10s");
    assert_says(line.refused(), &["seems to want no login"]);
}

#[test]
fn an_authority_that_did_not_sign() {
    let cluster = Cluster::one();
    if cluster.get("SSL").is_empty() {
        return println!("skipped: a cluster of one's own has no port for TLS");
    }
    let folder = tempfile::tempdir().expect("there is room");
    let (key, other) = (folder.path().join("other.key"), folder.path().join("other.crt"));
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=other",
    ]);
    command.arg("-keyout").arg(&key).arg("-out").arg(&other);
    assert!(command.output().expect("openssl is there").status.success());
    let mut lines = vec!["security.protocol=SSL".to_owned()];
    lines.extend(trusting(&other.to_string_lossy()));
    let run = check_with(cluster.get("SSL"), &lines, "10s");
    assert_says(run.refused(), &["certificate verify failed", "ssl.truststore.location"]);
}

#[test]
fn ctrl_c_ends_at_once_and_leaves_no_file() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("it has an address").to_string();
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml").to_string_lossy().into_owned();
    let running = Running::start(&["check", "--bootstrap-server", &address, "--timeout", "60s", "--save", &file]);
    std::thread::sleep(Duration::from_secs(1));
    running.signal("INT");
    let run = running.wait(Duration::from_secs(2));
    assert_eq!(run.code, Some(130), "{}", run.err);
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0, "nothing is left");
}

#[test]
fn it_watches_until_ctrl_c() {
    let cluster = Cluster::one();
    let running = Running::start(&["check", "--bootstrap-server", cluster.get("PLAINTEXT"), "--watch=1s"]);
    std::thread::sleep(Duration::from_secs(8));
    running.signal("INT");
    let run = running.wait(Duration::from_secs(2));
    assert_eq!(run.code, Some(130), "{}", run.err);
    assert!(run.out.matches("judged by").count() > 1, "it looks more than once: {}", run.out);
}

#[test]
fn a_watch_ends_when_nobody_reads_what_it_prints() {
    let cluster = Cluster::one();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(["check", "--bootstrap-server", cluster.get("PLAINTEXT"), "--watch=1s"]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("kskill starts");
    let mut out = child.stdout.take().expect("it prints");
    out.read_exact(&mut [0]).expect("the first look is printed");
    drop(out);
    let begun = Instant::now();
    while child.try_wait().expect("it can be waited for").is_none() {
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().expect("it still runs");
            panic!("it goes on for nobody");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn brokers_and_the_controller_that_are_gone() {
    let cluster = Own::start("three", "");
    let bootstrap = cluster.get("PLAINTEXT").to_owned();
    make_topic(&bootstrap, "orders", 6, 3);
    send(&bootstrap, "orders", 10);
    commit(&bootstrap, "billing", "orders", 4);
    let whole = learnt(&bootstrap, "10s");
    assert_eq!((whole.brokers, whole.topics, whole.lag), (3, 2, Some(6)), "{whole:?}");
    assert!(whole.missing.is_empty(), "{whole:?}");

    // Without a controller nothing changes for those who only read.
    cluster.signal("controller", "STOP");
    assert_eq!(learnt(&bootstrap, "10s"), whole);
    cluster.signal("controller", "CONT");

    // One that hangs is in the list of brokers until the controller gives up on it; one that is killed, too.
    cluster.signal("broker-3", "STOP");
    still_learnt(&learnt(&bootstrap, "8s"));
    cluster.signal("broker-3", "CONT");
    cluster.signal("broker-3", "KILL");
    still_learnt(&learnt(&bootstrap, "8s"));
    let gone = || learnt(&bootstrap, "8s").brokers == 2;
    assert!((0..20).any(|_| gone()), "the controller gives up on a dead broker");
    let rest = learnt(&bootstrap, "10s");
    assert_eq!((rest.topics, rest.lag), (2, Some(6)), "{rest:?}");
    assert!(rest.missing.is_empty(), "{rest:?}");

    // And when nobody is left, that is said.
    for node in ["broker-1", "broker-2", "controller"] {
        cluster.signal(node, "KILL");
    }
    assert_says(check(&bootstrap, "10s").refused(), &["Connection refused"]);
}

/// What a check learnt, in short.
#[derive(Debug, PartialEq)]
struct Learnt {
    brokers: usize,
    topics: usize,
    /// What `billing` has still to read of `orders`.
    lag: Option<i64>,
    missing: Vec<String>,
}

fn learnt(bootstrap: &str, timeout: &str) -> Learnt {
    let folder = tempfile::tempdir().expect("there is room");
    let file: PathBuf = folder.path().join("cluster.yaml");
    let to = file.to_string_lossy().into_owned();
    let run = Run::check(&["--bootstrap-server", bootstrap, "--format", "json", "--save", &to], timeout);
    assert!(run.is_answer(), "{}{}", run.out, run.err);
    let text = fs::read_to_string(&file).expect("it is saved");
    let seen: serde_json::Value = yaml_serde::from_str(&text).expect("it is YAML");
    let of = |list: &str, name: &str| {
        let all = seen[list].as_array().into_iter().flatten();
        all.into_iter().find(|one| one["name"] == name).cloned()
    };
    let lag = of("topics", "orders").zip(of("groups", "billing")).and_then(|(topic, group)| {
        let end = topic["partitions"][0]["end"].as_i64()?;
        Some(end - group["committed"]["orders"]["0"].as_i64()?)
    });
    let length = |list: &str| seen[list].as_array().map_or(0, Vec::len);
    let missing = run.json()["missing"].as_array().into_iter().flatten().map(ToString::to_string).collect();
    Learnt { brokers: length("brokers"), topics: length("topics"), lag, missing }
}

/// Of a cluster one of whose brokers does not answer.
#[track_caller]
fn still_learnt(seen: &Learnt) {
    assert_eq!(seen.topics, 2, "{seen:?}");
    if seen.brokers == 3 {
        assert!(!seen.missing.is_empty(), "what only the third knows is missing, and said: {seen:?}");
    }
    assert!(seen.missing.iter().all(|line| !line.contains("-1001")), "{seen:?}");
}
