//! Logging in with tokens: those that nobody signs, and those that an endpoint hands out and brokers check.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::own::Own;
use crate::run::Run;

const MODULE: &str = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

/// What the client proves itself with at the endpoint: `kskill:s3cret`, as HTTP has it.
const LOGIN: &str = "Basic a3NraWxsOnMzY3JldA==";

/// A cluster that takes unsigned tokens at one port and asks a file of keys about those of the other.
fn cluster(keys: &Path) -> Own {
    let keys = format!("file://{}", keys.display());
    let validator = "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler";
    let lines = format!(
        "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512,OAUTHBEARER\n\
         listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config={MODULE} required unsecuredLoginStringClaim_sub=\"broker\";\n\
         listener.name.sasl_ssl.oauthbearer.sasl.jaas.config={MODULE} required;\n\
         listener.name.sasl_ssl.oauthbearer.sasl.server.callback.handler.class={validator}\n\
         listener.name.sasl_ssl.oauthbearer.sasl.oauthbearer.jwks.endpoint.url={keys}\n\
         listener.name.sasl_ssl.oauthbearer.sasl.oauthbearer.expected.audience=kafka\n\
         sasl.oauthbearer.jwks.endpoint.url={keys}\n"
    );
    // Brokers fetch keys only from where they are told to.
    let allowed = format!("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={keys}");
    Own::start_where("one", &lines, &[], &[("JAVA_TOOL_OPTIONS", &allowed)])
}

/// Checks a port with these lines of a `client.properties`.
fn check(address: &str, lines: &str) -> Run {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("client.properties");
    fs::write(&file, lines).expect("it can be written");
    Run::check(&["--bootstrap-server", address, "--command-config", &file.to_string_lossy()], "12s")
}

#[test]
fn tokens_let_in_whom_brokers_know() {
    let folder = tempfile::tempdir().expect("there is room");
    let signer = Signer::new(folder.path());
    let keys = folder.path().join("keys.json");
    fs::write(&keys, signer.public()).expect("it can be written");
    let cluster = cluster(&keys);

    let unsigned = |options: &str| {
        format!(
            "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\nsasl.jaas.config={MODULE} required {options};\n"
        )
    };
    let run = check(cluster.get("SASL_PLAINTEXT"), &unsigned("unsecuredLoginStringClaim_sub=\"alice\""));
    assert!(run.is_answer(), "{}{}", run.out, run.err);
    let named = unsigned("unsecuredLoginStringClaim_sub=\"alice\" unsecuredLoginNumberClaim_age=\"7\"");
    let refused = check(cluster.get("SASL_PLAINTEXT"), &named);
    assert!(refused.refused().contains("client.properties:3:1: `unsecuredLoginNumberClaim_age`"), "{}", refused.err);

    let fetched = |audience: &str, secret: &str| {
        let endpoint = endpoint(signer.token(audience));
        let class = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
        let lines = format!(
            "security.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\nsasl.login.callback.handler.class={class}\n\
             sasl.oauthbearer.token.endpoint.url=http://{endpoint}/token\n\
             sasl.jaas.config={MODULE} required clientId=\"kskill\" clientSecret=\"{secret}\";\n\
             ssl.truststore.type=PEM\nssl.truststore.location={}\n",
            cluster.get("CA")
        );
        check(cluster.get("SASL_SSL"), &lines)
    };
    let run = fetched("kafka", "s3cret");
    assert!(run.is_answer(), "{}{}", run.out, run.err);
    let run = fetched("kafka", "wrong-one");
    assert!(run.refused().contains("sasl.oauthbearer.token.endpoint.url"), "{}", run.err);
    assert!(!run.err.contains("wrong-one"), "{}", run.err);
    let run = fetched("somebody-else", "s3cret");
    assert!(run.refused().contains("does not take the token"), "{}", run.err);
}

/// Hands out a token to who proves itself.
fn endpoint(token: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it has an address").to_string();
    thread::spawn(move || listener.incoming().flatten().for_each(|client| answer(&client, &token)));
    address
}

fn answer(mut client: &TcpStream, token: &str) {
    let mut reader = BufReader::new(client);
    let headers: Vec<String> =
        reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let length =
        headers.iter().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    // Who is not heard to the end may take the answer for a failure.
    let mut asked = vec![0; length.unwrap_or(0)];
    let _ = reader.read_exact(&mut asked);
    let knows =
        headers.iter().any(|line| line.to_ascii_lowercase().starts_with("authorization: ") && line.ends_with(LOGIN));
    let (status, body) = if knows {
        ("200 OK", format!(r#"{{"access_token": "{token}", "token_type": "Bearer", "expires_in": 600}}"#))
    } else {
        ("401 Unauthorized", r#"{"error": "invalid_client"}"#.to_owned())
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = client.write_all(head.as_bytes()).and_then(|()| client.write_all(body.as_bytes()));
}

/// Signs tokens as an identity provider does.
struct Signer {
    key: String,
}

impl Signer {
    fn new(folder: &Path) -> Self {
        let key = folder.join("signer.pem").to_string_lossy().into_owned();
        openssl(&["genrsa", "-out", &key, "2048"], b"");
        Self { key }
    }

    /// The keys that brokers check with, as a JWKS.
    fn public(&self) -> String {
        let modulus = openssl(&["rsa", "-in", &self.key, "-noout", "-modulus"], b"");
        let modulus = String::from_utf8(modulus).expect("text");
        let digits = modulus.trim().strip_prefix("Modulus=").expect("a modulus");
        let bytes: Vec<u8> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal"))
            .collect();
        format!(
            r#"{{"keys": [{{"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", "e": "AQAB", "n": "{}"}}]}}"#,
            url_safe(&bytes)
        )
    }

    fn token(&self, audience: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let claims =
            format!(r#"{{"sub": "kskill", "aud": "{audience}", "scope": "read", "iat": {now}, "exp": {}}}"#, now + 600);
        let mut token = url_safe(br#"{"alg": "RS256", "typ": "JWT", "kid": "one"}"#);
        write!(token, ".{}", url_safe(claims.as_bytes())).expect("text grows");
        let signature = openssl(&["dgst", "-sha256", "-sign", &self.key], token.as_bytes());
        write!(token, ".{}", url_safe(&signature)).expect("text grows");
        token
    }
}

/// What openssl makes of an input.
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("openssl");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = command.spawn().expect("openssl is there");
    running.stdin.take().expect("it is piped").write_all(input).expect("it reads");
    let done = running.wait_with_output().expect("it ends");
    assert!(done.status.success(), "openssl {arguments:?}");
    done.stdout
}

/// Base64 as tokens have it.
fn url_safe(bytes: &[u8]) -> String {
    let text = openssl(&["base64", "-A"], bytes);
    String::from_utf8(text).expect("text").trim_end_matches('=').replace('+', "-").replace('/', "_")
}
