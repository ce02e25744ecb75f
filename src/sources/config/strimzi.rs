//! Strimzi's custom resources: brokers, topics, Connect workers, connectors, mirrors and bridges.

use super::strimzi_own::leave_out;
use super::yaml::{Page, given};
use super::{Config, CustomResource, File, Given, Named, Role, Setting};
use crate::sources::tree::Node;

/// What the number of brokers is called among their settings.
const NODES: &str = "replicas";

/// The label that says which cluster a resource belongs to.
const CLUSTER_LABEL: &str = "strimzi.io/cluster";

/// What a cluster has beside the config of its brokers.
const OF_CLUSTER: &[(&str, &str)] = &[("replicas", NODES), ("metadataVersion", "metadataVersion")];

const OPERATOR: &str = "the operator adds settings of its own";

/// The configs of the resources in the documents.
pub(super) fn configs(_: &File, pages: &[Page]) -> Vec<Config> {
    let mut configs = Vec::new();
    for page in pages {
        resource(page, &page.root, &mut configs);
    }
    count_nodes(pages, &mut configs);
    configs
}

/// How many brokers a cluster has stands in its node pools, where it has some.
fn count_nodes(pages: &[Page], configs: &mut [Config]) {
    for config in configs.iter_mut().filter(|config| config.role == Role::Broker) {
        let pools: Vec<(&Page, &Node)> = pages
            .iter()
            .filter(|page| is_pool_of(page, config.name.as_ref().and_then(Given::text)))
            .filter_map(|page| Some((page, page.root.get("spec")?)))
            .filter(|(_, spec)| {
                spec.get("roles").is_some_and(|roles| roles.items().any(|role| role.as_text() == Some("broker")))
            })
            .collect();
        let Some((page, (key, value))) = pools.first().and_then(|(page, spec)| Some((page, spec.entry("replicas")?)))
        else {
            continue;
        };
        let counts = pools.iter().map(|(_, spec)| given(spec.get("replicas")?).text()?.parse::<u32>().ok());
        let total: Option<u32> = counts.sum();
        config.settings.retain(|setting| setting.key != NODES);
        let value = Setting {
            value: total.map_or(Given::Unknown, |total| Given::Number(total.to_string())),
            ..page.setting(NODES, key, value)
        };
        config.settings.push(value);
    }
}

fn is_pool_of(page: &Page, cluster: Option<&str>) -> bool {
    let label = cluster_of(&page.root);
    page.root.get("kind").and_then(Node::as_text) == Some("KafkaNodePool") && label.is_some() && label == cluster
}

/// The cluster that a resource belongs to.
fn cluster_of(resource: &Node) -> Option<&str> {
    resource.get("metadata")?.get("labels")?.get(CLUSTER_LABEL)?.as_text()
}

fn resource(page: &Page, node: &Node, configs: &mut Vec<Config>) {
    if node.get("kind").and_then(Node::as_text) == Some("List") {
        node.get("items").iter().flat_map(|items| items.items()).for_each(|item| resource(page, item, configs));
    }
    let ours = node.get("apiVersion").and_then(Node::as_text).is_some_and(|api| api.starts_with("kafka.strimzi.io/"));
    let (Some(kind), Some(spec), true) = (node.get("kind").and_then(Node::as_text), node.get("spec"), ours) else {
        return;
    };
    let of = Resource { page, node, spec };
    let first = configs.len();
    match kind {
        "Kafka" => configs.extend(of.broker()),
        "KafkaTopic" => configs.push(of.topic()),
        "KafkaConnect" => configs.push(of.worker(spec)),
        "KafkaConnector" => configs.push(of.connector(spec, None)),
        "KafkaMirrorMaker2" => of.mirrors(configs),
        "KafkaBridge" => of.bridge(configs),
        "KafkaUser" => of.user(configs),
        "KafkaNodePool" => configs.push(of.pool()),
        _ => {}
    }
    if let Some(config) = configs.get_mut(first) {
        config.unread.extend(of.strangers(kind));
        config.resource = Some(of.custom());
    }
}

/// A custom resource.
pub(super) struct Resource<'a> {
    pub page: &'a Page<'a>,
    pub node: &'a Node,
    pub spec: &'a Node,
}

impl Resource<'_> {
    /// A config without settings at the place of the resource's kind.
    pub(super) fn config(&self, role: Role, open: Option<&'static str>) -> Config {
        let head = self
            .node
            .entry("kind")
            .map_or(0..0, |(key, value)| self.page.at(&key.source).start..self.page.at(&value.source).end);
        let name = self.node.get("metadata").and_then(|metadata| metadata.get("name")).map(given);
        let open = open.or_else(|| self.page.templated.then_some("a template decides what is in it"));
        Config { name, open, ..Config::new(role, head) }
    }

    /// The settings that the resource has names of its own for, and those below `config`.
    fn settings(&self, node: &Node, own: &[(&str, &str)]) -> Vec<Setting> {
        let typed = own.iter().filter_map(|(field, key)| {
            let (written, value) = node.entry(field)?;
            Some(self.page.setting(*key, written, value))
        });
        let free = node.get("config").map(|config| self.page.flat(config)).unwrap_or_default();
        typed.chain(free).collect()
    }

    /// What Kubernetes sees of it.
    fn custom(&self) -> CustomResource {
        let metadata = self.node.get("metadata");
        let name = metadata.and_then(|metadata| given(metadata.get("name")?).text().map(str::to_owned));
        let labels = metadata.and_then(|metadata| metadata.get("labels"));
        let hidden = labels.is_some_and(|labels| labels.as_map().is_none() && !labels.is_null());
        let unlabelled = labels.is_none_or(|labels| labels.get(CLUSTER_LABEL).is_none());
        CustomResource { unlabelled: name.is_some() && unlabelled && !hidden && !self.page.templated, name }
    }

    /// Nodes of a cluster.
    fn pool(&self) -> Config {
        let settings = self.settings(self.spec, &[("replicas", NODES), ("roles", "roles")]);
        let cluster = cluster_of(self.node).map(str::to_owned);
        Config { cluster, settings, ..self.config(Role::NodePool, None) }
    }

    fn version(&self) -> Option<String> {
        given(self.spec.get("version")?).text().map(str::to_owned)
    }

    fn broker(&self) -> Option<Config> {
        let kafka = self.spec.get("kafka")?;
        let version = kafka.get("version").and_then(|version| given(version).text().map(str::to_owned));
        let settings = self.settings(kafka, OF_CLUSTER);
        let named = OF_CLUSTER.iter().filter(|(field, _)| kafka.get(field).is_some()).count();
        Some(leave_out(Config { version, settings, ..self.config(Role::Broker, Some(OPERATOR)) }, named))
    }

    fn topic(&self) -> Config {
        let settings = self.settings(self.spec, &[("partitions", "partitions"), ("replicas", "replication.factor")]);
        let config = self.config(Role::Topic, None);
        let name = self.spec.get("topicName").map(given).or(config.name.clone());
        Config { name, settings, cluster: cluster_of(self.node).map(str::to_owned), ..config }
    }

    fn worker(&self, spec: &Node) -> Config {
        const FIELDS: &[(&str, &str)] = &[
            ("bootstrapServers", "bootstrap.servers"),
            ("groupId", "group.id"),
            ("configStorageTopic", "config.storage.topic"),
            ("offsetStorageTopic", "offset.storage.topic"),
            ("statusStorageTopic", "status.storage.topic"),
        ];
        let settings = self.settings(spec, FIELDS);
        let named = FIELDS.iter().filter(|(field, _)| spec.get(field).is_some()).count();
        leave_out(Config { version: self.version(), settings, ..self.config(Role::Worker, Some(OPERATOR)) }, named)
    }

    /// A connector; of a mirror's, the class is known without being written, and stands where the mirror names it.
    fn connector(&self, spec: &Node, class: Option<Setting>) -> Config {
        let mut settings = self.settings(spec, &[("class", "connector.class"), ("tasksMax", "tasks.max")]);
        settings.splice(0..0, class);
        let reads = settings.iter().find(|setting| setting.key == "topics").map(Named::list).unwrap_or_default();
        Config { settings, reads, ..self.config(Role::Connector, None) }
    }

    fn mirrors(&self, configs: &mut Vec<Config>) {
        const CONNECTORS: &[(&str, &str)] = &[
            ("sourceConnector", "org.apache.kafka.connect.mirror.MirrorSourceConnector"),
            ("checkpointConnector", "org.apache.kafka.connect.mirror.MirrorCheckpointConnector"),
            ("heartbeatConnector", "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector"),
        ];
        let own = self.spec.get("connectCluster").and_then(Node::as_text);
        let clusters = self.spec.get("clusters");
        let alias = |cluster: &&Node| own.is_some() && cluster.get("alias").and_then(Node::as_text) == own;
        let target = self.spec.get("target").or_else(|| clusters?.items().find(alias));
        configs.extend(target.map(|target| self.worker(target)));
        for mirror in self.spec.get("mirrors").iter().flat_map(|mirrors| mirrors.items()) {
            for (field, class) in CONNECTORS {
                let Some((key, spec)) = mirror.entry(field) else { continue };
                let at = self.page.at(&key.source);
                let class = Setting {
                    key: "connector.class".to_owned(),
                    key_at: at.clone(),
                    value: Given::Text((*class).to_owned()),
                    value_at: at.clone(),
                };
                // its clusters are named where the mirror names them
                configs.push(Config { head: at, open: Some(OPERATOR), ..self.connector(spec, Some(class)) });
            }
        }
    }

    fn bridge(&self, configs: &mut Vec<Config>) {
        for (field, role) in [("producer", Role::Producer), ("consumer", Role::Consumer)] {
            let Some((key, side)) = self.spec.entry(field) else { continue };
            let settings = self.settings(side, &[]);
            let head = self.page.at(&key.source);
            configs.push(Config { client: Some("java"), settings, head, ..self.config(role, Some(OPERATOR)) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    fn read(text: &str) -> Vec<Config> {
        let file = File { path: "a.yaml", text };
        configs(&file, &pages(&file).pages)
    }

    fn keys(config: &Config) -> Vec<&str> {
        config.settings.iter().map(|setting| setting.key.as_str()).collect()
    }

    #[test]
    fn topics_have_partitions_replicas_and_config() {
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: orders-topic}\nspec:\n  topicName: Orders\n  partitions: 12\n  replicas: 3\n  config:\n    retention.ms: 604800000\n    min.insync.replicas: '2'\n";
        let [topic] = &read(text)[..] else { panic!("one topic") };
        assert_eq!(topic.role, Role::Topic);
        assert_eq!(topic.name, Some(Given::Text("Orders".to_owned())));
        assert_eq!(keys(topic), ["partitions", "replication.factor", "retention.ms", "min.insync.replicas"]);
        assert_eq!(&text[topic.settings[1].key_at.clone()], "replicas");
        assert_eq!(&text[topic.settings[3].value_at.clone()], "'2'");
        assert_eq!(&text[topic.head.clone()], "kind: KafkaTopic");
        assert_eq!(topic.open, None);
    }

    #[test]
    fn keys_of_the_operator_are_not_read() {
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: my}\nspec:\n  kafka:\n    replicas: 3\n    config:\n      listeners: PLAINTEXT://:9092\n      ssl.protocol: TLSv1.3\n      num.partitions: 3\n";
        let [broker] = &read(text)[..] else { panic!("a broker") };
        assert_eq!(keys(broker), ["replicas", "ssl.protocol", "num.partitions"]);
        let unread: Vec<&str> = broker.unread.iter().map(|unread| unread.setting.key.as_str()).collect();
        assert_eq!(unread, ["listeners"]);
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: {name: c}\nspec: {bootstrapServers: 'a:1', config: {bootstrap.servers: 'b:1', key.converter: a.B}}\n";
        let [worker] = &read(text)[..] else { panic!("a worker") };
        assert_eq!((keys(worker), worker.unread.len()), (vec!["bootstrap.servers", "key.converter"], 1));
    }

    #[test]
    fn lists_hold_resources() {
        let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: kafka.strimzi.io/v1\n  kind: Kafka\n  metadata: {name: my}\n  spec: {kafka: {version: 4.1.0, config: {num.partitions: 3}}}\n- apiVersion: kafka.strimzi.io/v1\n  kind: KafkaConnector\n  metadata: {name: sink}\n  spec: {class: a.b.C, tasksMax: 2, config: {topics: orders}}\n";
        let [broker, connector] = &read(text)[..] else { panic!("a broker and a connector") };
        assert_eq!((broker.role, broker.version.as_deref()), (Role::Broker, Some("4.1.0")));
        assert_eq!(keys(broker), ["num.partitions"]);
        assert!(broker.open.is_some());
        assert_eq!(keys(connector), ["connector.class", "tasks.max", "topics"]);
        assert_eq!(connector.reads[0].name, "orders");
    }

    #[test]
    fn mirrors_are_a_worker_and_connectors() {
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaMirrorMaker2\nmetadata: {name: m}\nspec:\n  version: 4.1.0\n  target: {alias: b, bootstrapServers: 'b:9092', groupId: g}\n  mirrors:\n  - source: {alias: a}\n    sourceConnector: {tasksMax: 4, config: {replication.factor: -1}}\n";
        let [worker, source] = &read(text)[..] else { panic!("a worker and a connector") };
        assert_eq!((worker.role, keys(worker)), (Role::Worker, vec!["bootstrap.servers", "group.id"]));
        assert_eq!(keys(source), ["connector.class", "tasks.max", "replication.factor"]);
        assert_eq!(&text[source.head.clone()], "sourceConnector");
    }

    #[test]
    fn node_pools_count_the_brokers() {
        let pool = |name: &str, roles: &str, replicas: u32| {
            format!(
                "---\napiVersion: kafka.strimzi.io/v1\nkind: KafkaNodePool\nmetadata: {{name: {name}, labels: {{strimzi.io/cluster: my}}}}\nspec: {{replicas: {replicas}, roles: [{roles}]}}\n"
            )
        };
        let cluster =
            "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: my}\nspec: {kafka: {replicas: 9}}\n";
        let nodes = |pools: &str| {
            let all = read(&format!("{cluster}{pools}"));
            all[0].settings.iter().map(|setting| setting.value.clone()).collect::<Vec<_>>()
        };
        let number = |text: &str| vec![Given::Number(text.to_owned())];
        assert_eq!(nodes(""), number("9"));
        let pools = [pool("a", "broker", 3), pool("b", "controller", 5), pool("c", "controller, broker", 2)].concat();
        assert_eq!(nodes(&pools), number("5"));
    }

    #[test]
    fn users_have_a_config_for_each_operation() {
        let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata: {name: u}\nspec:\n  quotas: {requestPercentage: 50}\n  authorization:\n    type: simple\n    acls:\n    - resource: {type: topic, name: orders}\n      operations: [Read, Write]\n";
        let [user, first, second] = &read(text)[..] else { panic!("a user and two operations") };
        assert_eq!((user.role, keys(user)), (Role::User, vec!["quotas.requestPercentage", "authorization.type"]));
        let operation = |config: &Config| config.get("operation").map(|one| text[one.value_at.clone()].to_owned());
        assert_eq!(
            (first.role, operation(first), operation(second)),
            (Role::Acl, Some("Read".into()), Some("Write".into()))
        );
        assert_eq!(first.get("resource.name").and_then(|name| name.value.text()), Some("orders"));
    }

    #[test]
    fn other_resources_are_nothing() {
        assert!(read("apiVersion: v1\nkind: Service\nmetadata: {name: kafka}\nspec: {}\n").is_empty());
        assert!(
            read("apiVersion: kafka.strimzi.io/v1\nkind: KafkaRebalance\nmetadata: {name: u}\nspec: {}\n").is_empty()
        );
        assert!(read("just text").is_empty());
    }
}
