use super::{TRANSPORT, Troubles};
use crate::sources::cluster::request::Failure;

/// What is said after these lines of librdkafka's, on a way that `security.protocol` names.
fn said(protocol: &str, lines: &[&str]) -> String {
    let mut troubles = Troubles::new(protocol.to_owned());
    for line in lines {
        let log = line.starts_with("FAIL: ");
        troubles.add(Failure { code: if log { 0 } else { TRANSPORT }, text: (*line).to_owned() });
    }
    troubles.unreachable().to_string()
}

const FIRST_WORDS: &str =
    "FAIL: [thrd:b:9092/bootstrap]: b:9092/bootstrap: Disconnected (after 3ms in state APIVERSION_QUERY)";
const AGAIN: &str =
    "FAIL: [thrd:b:9092/bootstrap]: b:9092/bootstrap: Disconnected (after 5ms in state APIVERSION_QUERY)";
const REFUSED: &str =
    "b:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)";

#[test]
fn a_port_that_hangs_up_each_time_seems_to_want_another_protocol() {
    assert!(said("", &[FIRST_WORDS, AGAIN]).contains("seems to want TLS"));
    // As where a name has a second address at which nobody listens.
    assert!(said("", &[FIRST_WORDS, REFUSED, AGAIN]).contains("seems to want TLS"));
    assert!(!said("SSL", &[FIRST_WORDS, AGAIN]).contains("seems"));
    let request = AGAIN.replace("APIVERSION_QUERY", "UP");
    assert!(said("", &[&request, &request]).contains("seems to want a login"));
    assert!(!said("SASL_PLAINTEXT", &[&request, &request]).contains("seems"));
}

#[test]
fn a_broker_that_stops_is_not_taken_for_one_that_wants_tls() {
    assert!(!said("", &[FIRST_WORDS]).contains("seems"));
    assert!(said("", &[FIRST_WORDS]).contains("look whether the broker runs"));
    let stopped = said("", &[FIRST_WORDS, REFUSED]);
    assert!(stopped.contains("Connection refused; nothing listens there"), "{stopped}");
    let other = AGAIN.replace("b:9092", "c:9092");
    assert!(!said("", &[FIRST_WORDS, &other]).contains("seems"), "each broker hung up once");
}
