//! Manifests of Maven and Gradle.

use super::{Versions, exact};
use crate::sources::config::kafka_of_confluent;

/// The artefacts that a version is taken from, and whose version it is. Of several, the first holds.
const ARTEFACTS: &[(&str, &str)] = &[
    ("kafka-clients", "java"),
    ("kafka-streams", "java"),
    ("spring-boot-starter-parent", "spring"),
    ("spring-boot-dependencies", "spring"),
    ("quarkus-bom", "quarkus"),
];

/// Properties that say it where the artefact itself is named by properties too.
const PROPERTIES: &[(&str, &str)] = &[("quarkus.platform.version", "quarkus"), ("quarkus.version", "quarkus")];

/// Where what is said of an artefact ends.
const ENDS: &[&str] = &["</dependency>", "</parent>", "</plugin>", "</artifactItem>", "<artifactId>"];

/// `pom.xml`.
pub(super) fn maven(text: &str) -> Versions {
    let text = without_comments(text);
    let mut versions = Versions::new();
    for (artefact, client) in ARTEFACTS {
        let Some((_, rest)) = text.split_once(&format!("<artifactId>{artefact}</artifactId>")) else { continue };
        let end = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        let Some(version) = element(&rest[..end], "version") else { continue };
        let property = version.strip_prefix("${").and_then(|name| name.strip_suffix('}'));
        let version = property.map_or(Some(version), |name| element(&text, name));
        note(&mut versions, client, version);
    }
    for (property, client) in PROPERTIES {
        note(&mut versions, client, element(&text, property));
    }
    // What Spring Boot brings is another version where this says so.
    if versions.contains_key("spring") {
        note(&mut versions, "java", element(&text, "kafka.version"));
    }
    versions
}

/// `build.gradle`, in either language.
pub(super) fn gradle(text: &str) -> Versions {
    let mut versions = Versions::new();
    for line in text.lines().map(|line| line.split("//").next().unwrap_or(line)) {
        for artefact in ["org.apache.kafka:kafka-clients:", "org.apache.kafka:kafka-streams:"] {
            let version = line.split_once(artefact).and_then(|(_, rest)| rest.split(['"', '\'', '@', ':']).next());
            note(&mut versions, "java", version);
        }
        for (plugin, client) in [("org.springframework.boot", "spring"), ("io.quarkus", "quarkus")] {
            let rest = ['"', '\''].iter().find_map(|quote| line.split_once(&format!("{quote}{plugin}{quote}")));
            let version = rest.and_then(|(_, rest)| rest.split_once("version"));
            note(&mut versions, client, version.and_then(|(_, rest)| rest.split(['"', '\'']).nth(1)));
        }
    }
    versions
}

fn note(versions: &mut Versions, client: &'static str, version: Option<&str>) {
    let Some(version) = version else { return };
    // Confluent's builds of Kafka's artefacts are called after its platform.
    let confluent = client == "java" && (version.ends_with("-ccs") || version.ends_with("-ce"));
    let Some(exact) = exact(version) else { return };
    let numbers = || exact.split('.').map(str::parse::<u32>).collect::<Result<Vec<_>, _>>().ok();
    let known = match confluent.then(numbers).flatten().as_deref() {
        Some([major, minor, ..]) => kafka_of_confluent(*major, *minor),
        _ => (!confluent).then_some(exact),
    };
    if let Some(known) = known {
        versions.entry(client).or_insert(known);
    }
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0.trim())
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut parts = text.split("<!--");
    kept.push_str(parts.next().unwrap_or_default());
    parts.filter_map(|part| part.split_once("-->")).for_each(|(_, after)| kept.push_str(after));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(versions: &Versions) -> Vec<(&str, &str)> {
        versions.iter().map(|(client, version)| (*client, version.as_str())).collect()
    }

    #[test]
    fn maven_names_parents_dependencies_and_properties() {
        let parent = "<project><parent><groupId>org.springframework.boot</groupId>\
                      <artifactId>spring-boot-starter-parent</artifactId><version>2.7.3</version></parent>\
                      <artifactId>mine</artifactId><version>9.9.9</version>";
        assert_eq!(of(&maven(parent)), [("spring", "2.7.3")]);
        let own = format!("{parent}<properties><kafka.version>3.4.0</kafka.version></properties>");
        assert_eq!(of(&maven(&own)), [("java", "3.4.0"), ("spring", "2.7.3")]);
        let kafka = "<properties><v.kafka>7.5.1-ccs</v.kafka></properties><!-- <artifactId>kafka-clients</artifactId>\
                     <version>1.0.0</version> --><dependency><artifactId>kafka-clients</artifactId>\
                     <version>${v.kafka}</version></dependency>";
        assert_eq!(of(&maven(kafka)), [("java", "3.5")]);
        let managed = "<dependency><artifactId>kafka-clients</artifactId></dependency><dependency>\
                       <artifactId>other</artifactId><version>1.2.3</version></dependency>";
        assert_eq!(of(&maven(managed)), []);
        let quarkus = "<quarkus.platform.version>3.8.1</quarkus.platform.version>";
        assert_eq!(of(&maven(quarkus)), [("quarkus", "3.8.1")]);
    }

    #[test]
    fn gradle_names_plugins_and_artefacts() {
        let groovy = "plugins {\n  id 'org.springframework.boot' version '3.1.2'\n}\n// 'org.apache.kafka:kafka-clients:1.0.0'\n\
                      implementation 'org.apache.kafka:kafka-streams:3.6.0'\n";
        assert_eq!(of(&gradle(groovy)), [("java", "3.6.0"), ("spring", "3.1.2")]);
        let kotlin = "id(\"io.quarkus\") version \"3.2.0\"\nimplementation(\"org.apache.kafka:kafka-clients:$v\")\n";
        assert_eq!(of(&gradle(kotlin)), [("quarkus", "3.2.0")]);
    }
}
