//! The files that `kskill recommend --out` writes: their first line says whose config it is, and their code is plain
//! enough to be read line by line.

use std::ops::Range;

use super::{Config, File, Given, Reading, Role, Setting, USED_ELSEWHERE};

/// The clients that designs are written for: those of the knowledge base that have a format.
const CLIENTS: &[&str] = &[
    "java",
    "spring",
    "quarkus",
    "librdkafka",
    "confluent-kafka-python",
    "confluent-kafka-go",
    "confluent-kafka-dotnet",
    "confluent-kafka-javascript",
    "rust-rdkafka",
    "aiokafka",
    "kafka-python",
    "kafkajs",
    "franz-go",
    "sarama",
];

/// The client of this id.
pub(super) fn client_called(id: &str) -> Option<&'static str> {
    CLIENTS.iter().find(|known| **known == id).copied()
}

/// What the first line says: `# Producer task-api of tasks, production (java 4.3.1)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headline<'a> {
    role: Role,
    name: &'a str,
    environment: Option<&'static str>,
    client: &'static str,
    version: &'a str,
    at: Range<usize>,
}

impl<'a> Headline<'a> {
    /// The first line of such a file; none of any other.
    pub fn of(text: &'a str) -> Option<Self> {
        let line = text.lines().next()?;
        let words = line.trim_start_matches(['#', '/', '!', '"', ' ']).trim_end_matches(['"', '.', ' ']);
        let (role, rest) = match words.strip_prefix("Producer ") {
            Some(rest) => (Role::Producer, rest),
            None => (Role::Consumer, words.strip_prefix("Consumer ")?),
        };
        let (of, library) = rest.strip_suffix(')')?.rsplit_once(" (")?;
        let (of, environment) = of.rsplit_once(", ")?;
        let (name, _) = of.split_once(" of ")?;
        let (client, version) = library.split_once(' ')?;
        Some(Self {
            role,
            name,
            environment: ["development", "production"].into_iter().find(|known| *known == environment),
            client: client_called(client)?,
            version,
            at: 0..line.len(),
        })
    }

    /// Adds to a config what it does not show itself.
    pub fn tell(&self, config: &mut Config) {
        if config.role != self.role && config.role != Role::Client {
            return;
        }
        config.role = self.role;
        config.client = Some(self.client);
        config.version = Some(self.version.to_owned());
        config.environment = self.environment.or(config.environment);
        config.name.get_or_insert_with(|| Given::Text(self.name.to_owned()));
    }
}

/// The config in a file of code that nothing in the file uses.
pub(super) fn read(file: &File) -> Option<Reading> {
    let headline = Headline::of(file.text)?;
    let mut lines = Lines::default();
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        lines.take(line.trim(), start);
        at += line.len();
    }
    let settings = lines.settings;
    let open = Some(USED_ELSEWHERE);
    let config = Config { open, settings, ..Config::new(headline.role, headline.at) };
    (!config.settings.is_empty()).then(|| Reading { configs: vec![config], problems: Vec::new() })
}

/// What was read of the lines so far.
#[derive(Default)]
struct Lines {
    /// The names of the objects around the line.
    around: Vec<String>,
    settings: Vec<Setting>,
}

impl Lines {
    /// `"key": value,`, `key: value,`, `["key"] = value,` and `config.set("key", value);`.
    fn take(&mut self, line: &str, start: usize) {
        if line.starts_with(['}', ')', ']']) {
            self.around.pop();
            return;
        }
        if line.starts_with(['#', '/', '*']) || line.starts_with("\"\"\"") {
            return;
        }
        for piece in pieces(line) {
            self.take_piece(piece, start + piece.as_ptr() as usize - line.as_ptr() as usize);
        }
    }

    fn take_piece(&mut self, line: &str, start: usize) {
        let Some((key, value)) = parts(line) else { return };
        let name = key.trim_matches('"');
        if value == "{" {
            self.around.push(name.to_owned());
            return;
        }
        let place = |part: &str| {
            let from = start + part.as_ptr() as usize - line.as_ptr() as usize;
            from..from + part.len()
        };
        self.settings.push(Setting {
            key: [&self.around[..], &[name.to_owned()]].concat().join("."),
            key_at: place(key),
            value: literal(value),
            value_at: place(value),
        });
    }
}

/// The pairs of a line: somebody may have written another one behind the first.
fn pieces(line: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut from) = (0, false, 0);
    let mut pieces = Vec::new();
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'(' | b'[' | b'{' if !quoted => depth += 1,
            b')' | b']' | b'}' if !quoted => depth -= 1,
            b',' if !quoted && depth == 0 && line[at..].starts_with(", \"") => {
                pieces.push(&line[from..at]);
                from = at + 2;
            }
            _ => {}
        }
    }
    pieces.push(&line[from..]);
    pieces
}

/// Key and value of a line, the key in its quotes.
fn parts(line: &str) -> Option<(&str, &str)> {
    if let Some(call) = line.strip_prefix("config.set(") {
        let (key, value) = call.strip_suffix(");")?.split_once(", ")?;
        return key.starts_with('"').then_some((key, value));
    }
    let (key, value) = match line.strip_prefix('[') {
        Some(rest) => rest.split_once("] = ")?,
        None => line.split_once(": ")?,
    };
    let word = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (word || key.starts_with('"') && key.len() > 2 && key.ends_with('"'))
        .then(|| (key, value.strip_suffix(',').unwrap_or(value)))
}

fn literal(value: &str) -> Given {
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(text) = quoted.filter(|text| !text.contains(['"', '\\'])) {
        return Given::of_text(text);
    }
    let digits = value.strip_prefix('-').unwrap_or(value);
    let path = value.contains('.') && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    match value {
        "true" | "True" => Given::Bool(true),
        "false" | "False" => Given::Bool(false),
        _ if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => Given::Number(value.to_owned()),
        _ if path && !value.starts_with("process.") => Given::Code(value.to_owned()),
        _ => Given::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, text: &str) -> Vec<(String, Given)> {
        let reading = read(&File { path, text }).expect("a config");
        let settings = reading.configs.into_iter().flat_map(|config| config.settings);
        let raw =
            |setting: &Setting| (text[setting.key_at.clone()].to_owned(), text[setting.value_at.clone()].to_owned());
        settings
            .map(|setting| {
                let (key, value) = raw(&setting);
                assert!(setting.key.ends_with(key.trim_matches('"')), "{key} {value}");
                (setting.key, setting.value)
            })
            .collect()
    }

    #[test]
    fn a_second_pair_on_a_line_is_read() {
        let text = "# Consumer a of b, production (confluent-kafka-python 2.16.0)\nCONFIG = {\n    \"group.id\": \"x, y\", \"linger.ms\": 5,\n}\n";
        let expected = [("group.id", Given::Text("x, y".to_owned())), ("linger.ms", Given::Number("5".to_owned()))];
        assert_eq!(of("c.py", text), expected.map(|(key, value)| (key.to_owned(), value)));
    }

    #[test]
    fn the_first_line_says_whose_it_is() {
        let line = "\"\"\"Consumer mail of shop, production (aiokafka 0.14.0).\"\"\"";
        let headline = Headline::of(line).expect("one of ours");
        assert_eq!((headline.role, headline.name, headline.client), (Role::Consumer, "mail", "aiokafka"));
        assert_eq!((headline.environment, headline.version), (Some("production"), "0.14.0"));
        for other in ["# Producer of things", "Producer a of b, c (d 1)", "", "# Consumer x of y (java 4)"] {
            assert_eq!(Headline::of(other), None, "{other}");
        }
    }

    #[test]
    fn every_client_of_the_knowledge_base_is_known() {
        let knowledge = crate::knowledge::Knowledge::load(None).expect("the knowledge base loads");
        let written = knowledge.clients.iter().filter(|client| client.format.is_some());
        let mut known = CLIENTS.to_vec();
        known.sort_unstable();
        assert_eq!(written.map(|client| client.id.as_str()).collect::<Vec<_>>(), known);
    }

    #[test]
    fn every_language_is_read() {
        let text = |key: &str, value: &str| (key.to_owned(), Given::Text(value.to_owned()));
        let python = "\"\"\"Producer a of b, production (confluent-kafka-python 2.16.0).\"\"\"\nCONFIG = {\n    # linger: 5\n    \"bootstrap.servers\": os.environ[\"X\"],\n    \"acks\": \"all\",\n    \"enable.idempotence\": True,\n}\n";
        let expected = [
            ("bootstrap.servers".to_owned(), Given::Unknown),
            text("acks", "all"),
            ("enable.idempotence".to_owned(), Given::Bool(true)),
        ];
        assert_eq!(of("a.py", python), expected);
        let rust = "//! Producer a of b, production (rust-rdkafka 0.39.0)\n    config.set(\"acks\", \"all\");\n    config.set(\"x\", std::env::var(\"X\"));\n";
        assert_eq!(of("a.rs", rust), [text("acks", "all"), ("x".to_owned(), Given::Unknown)]);
        let sharp =
            "// Producer a of b, production (confluent-kafka-dotnet 2.15.0)\n        [\"acks\"] = \"all\",\n    });\n";
        assert_eq!(of("a.cs", sharp), [text("acks", "all")]);
        let script = "// Producer a of b, production (kafkajs 2.2.4)\nexport const c: ProducerConfig = {\n  retry: {\n    retries: Number.MAX_SAFE_INTEGER,\n  },\n  maxInFlightRequests: 5,\n};\n";
        let expected = [
            ("retry.retries".to_owned(), Given::Code("Number.MAX_SAFE_INTEGER".to_owned())),
            ("maxInFlightRequests".to_owned(), Given::Number("5".to_owned())),
        ];
        assert_eq!(of("a.ts", script), expected);
    }
}
