//! A schema registry beside the cluster: what it says is recorded, and what goes wrong with it is said and stops nothing.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::{Cluster, testbed};
use crate::run::Run;

/// `me:secret`, as HTTP has it.
const LOGIN: &str = "Basic bWU6c2VjcmV0";

/// A registry with two subjects, one of which has a level of its own; it wants a login.
fn registry() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it has an address").to_string();
    thread::spawn(move || listener.incoming().flatten().for_each(|client| answer(&client)));
    address
}

fn answer(mut client: &TcpStream) {
    let mut lines = BufReader::new(client).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let knows =
        headers.iter().any(|line| line.to_ascii_lowercase().starts_with("authorization: ") && line.ends_with(LOGIN));
    let asked = first.split_whitespace().nth(1).map(|path| path.trim_end_matches("?defaultToGlobal=true"));
    let (status, body) = match asked {
        _ if !knows => ("401 Unauthorized", json!({"error_code": 401})),
        Some("/subjects") => ("200 OK", json!(["orders-value", "plain/odd name"])),
        Some("/config") => ("200 OK", json!({"compatibilityLevel": "BACKWARD"})),
        Some("/config/plain%2Fodd%20name") => ("200 OK", json!({"compatibilityLevel": "NONE"})),
        _ => ("404 Not Found", json!({"error_code": 40408})),
    };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    // One who has hung up wants no answer.
    let _ = client.write_all(head.as_bytes()).and_then(|()| client.write_all(body.as_bytes()));
}

/// What a check with a registry says is missing, and what it records of it.
fn check(url: &str) -> (Value, Value) {
    let (report, seen) = report(url);
    (report["missing"].clone(), seen)
}

/// All that a check with a registry says, and what it records of the registry.
fn report(url: &str) -> (Value, Value) {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml");
    let to = file.to_string_lossy().into_owned();
    let bootstrap = Cluster::one().get("PLAINTEXT");
    let arguments = ["--bootstrap-server", bootstrap, "--schema-registry", url, "--format", "json", "--save", &to];
    let run = Run::check(&arguments, "8s");
    assert!(run.is_answer(), "{}{}", run.out, run.err);
    assert!(!format!("{}{}", run.out, run.err).contains("secret"), "{}{}", run.out, run.err);
    assert_eq!(run.json()["summary"]["brokers"], 1, "the cluster is judged whatever the registry does");
    let seen: Value = yaml_serde::from_str(&fs::read_to_string(&file).expect("it is saved")).expect("it is YAML");
    (run.json(), seen["registry"].clone())
}

#[test]
fn its_subjects_and_levels_are_recorded() {
    let (missing, seen) = check(&format!("http://me:secret@{}", registry()));
    assert_eq!(missing, json!([]));
    let expected = json!({"compatibility": "BACKWARD", "subjects": [
        {"name": "orders-value", "compatibility": "BACKWARD"},
        {"name": "plain/odd name", "compatibility": "NONE"},
    ]});
    assert_eq!(seen, expected);
}

#[test]
fn one_that_is_down_or_silent_or_wants_a_login_is_said_once() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").to_string();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silence = silent.local_addr().expect("it has an address").to_string();
    let other = format!("http://me:secret@{}/nowhere", registry());
    for (url, part) in [
        (format!("http://{closed}"), "onnection refused"),
        (format!("http://{silence}"), "no answer in time"),
        (format!("http://{}", registry()), "it wants a login (401)"),
        (format!("http://me:secretive@{}", registry()), "it wants a login (401)"),
        (other, "it knows no /subjects"),
    ] {
        let (missing, seen) = check(&url);
        let lines: Vec<&Value> = missing.as_array().into_iter().flatten().collect();
        assert_eq!(lines.len(), 1, "{url}: {missing}");
        assert!(lines[0]["why"].as_str().is_some_and(|why| why.contains(part)), "{url}: {missing}");
        assert_eq!(seen, Value::Null, "{url}");
    }
}

/// A real one, which stops with this.
struct Real {
    child: Child,
    url: String,
}

impl Real {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let mut command = Command::new(testbed().join("registry.sh"));
        command.arg(port.to_string()).stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.spawn().expect("it starts");
        let real = Self { child, url: format!("http://127.0.0.1:{port}/apis/ccompat/v7") };
        let begun = Instant::now();
        while real.ask("GET", "subjects", "").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(120), "the registry is not ready");
            thread::sleep(Duration::from_millis(300));
        }
        real
    }

    /// What it answers, if it does with success.
    fn ask(&self, method: &str, path: &str, body: &str) -> Option<String> {
        let mut command = Command::new("curl");
        command.args(["-sf", "-X", method, "-H", "content-type: application/vnd.schemaregistry.v1+json"]);
        if !body.is_empty() {
            command.args(["-d", body]);
        }
        let done = command.arg(format!("{}/{path}", self.url)).output().expect("curl is there");
        done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
    }

    fn tell(&self, method: &str, path: &str, body: &Value) {
        assert!(self.ask(method, path, &body.to_string()).is_some(), "{method} {path} {body}");
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_real_one_is_read_and_judged() {
    let unchecked = |report: &Value| {
        let mut findings = report["findings"].as_array().expect("findings").iter();
        findings.any(|found| found["rule"] == "cluster-registry-unchecked")
    };
    let real = Real::start();
    let schema = json!({"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}).to_string();
    for subject in ["orders-value", "payments-value"] {
        real.tell("POST", &format!("subjects/{subject}/versions"), &json!({"schema": schema}));
    }
    // Of itself it compares nothing.
    let (said, seen) = report(&real.url);
    assert!(unchecked(&said) && seen["compatibility"] == "NONE", "{said:#}");
    real.tell("PUT", "config", &json!({"compatibility": "BACKWARD"}));
    real.tell("PUT", "config/orders-value", &json!({"compatibility": "FULL"}));
    real.tell("PUT", "config/payments-value", &json!({"compatibility": "NONE"}));
    let (said, seen) = report(&real.url);
    assert!(!unchecked(&said), "{said:#}");
    let expected = json!({"compatibility": "BACKWARD", "subjects": [
        {"name": "orders-value", "compatibility": "FULL"},
        {"name": "payments-value", "compatibility": "NONE"},
    ]});
    assert_eq!(seen, expected);
    let url = real.url.clone();
    drop(real);
    assert!(check(&url).0[0]["why"].as_str().is_some_and(|why| why.contains("onnection refused")));
}
