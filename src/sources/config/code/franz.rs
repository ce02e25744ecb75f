//! franz-go: the options of `kgo.NewClient`.

use tree_sitter::Node;

use super::super::{Config, Given, Named, Role, Setting};
use super::go::{BRANCHES, Go};
use super::table::{FROM_ELSEWHERE, PASSED_ON, Table};
use super::tree::{field, parts};

const CLIENT: &str = "franz-go";

/// Options that are of type `ProducerOpt`.
const OF_PRODUCERS: &[&str] = &[
    "AllowIdempotentProduceCancellation",
    "DefaultProduceTopic",
    "DefaultProduceTopicAlways",
    "DisableIdempotentWrite",
    "ManualFlushing",
    "MaxBufferedBytes",
    "MaxBufferedRecords",
    "MaxProduceRequestsInflightPerBroker",
    "ProduceRequestTimeout",
    "ProducerBatchCompression",
    "ProducerBatchMaxBytes",
    "ProducerBatchMaxBytesFn",
    "ProducerLinger",
    "ProducerOnDataLossDetected",
    "RackAwarePartitioning",
    "RecordDeliveryTimeout",
    "RecordPartitioner",
    "RecordRetries",
    "RequiredAcks",
    "StopProducerOnDataLossDetected",
    "StreamingCompression",
    "TransactionTimeout",
    "TransactionalID",
    "UnknownTopicRetries",
    "WithCompressor",
];

/// Options that are of type `ConsumerOpt` or `GroupOpt`.
const OF_CONSUMERS: &[&str] = &[
    "AdjustFetchOffsetsFn",
    "AutoCommitCallback",
    "AutoCommitInterval",
    "AutoCommitMarks",
    "BalanceRacks",
    "Balancers",
    "BlockRebalanceOnPoll",
    "ConsumeExcludeTopics",
    "ConsumePartitions",
    "ConsumePreferringLagFn",
    "ConsumeRegex",
    "ConsumeResetOffset",
    "ConsumeStartOffset",
    "ConsumeTopics",
    "ConsumerGroup",
    "DisableAutoCommit",
    "DisableFetchCRCValidation",
    "DisableFetchSessions",
    "FetchIsolationLevel",
    "FetchMaxBytes",
    "FetchMaxPartitionBytes",
    "FetchMaxWait",
    "FetchMinBytes",
    "GreedyAutoCommit",
    "GroupProtocol",
    "HeartbeatInterval",
    "InstanceID",
    "KeepControlRecords",
    "KeepRetryableFetchErrors",
    "MaxConcurrentFetches",
    "OnOffsetsFetched",
    "OnPartitionsAssigned",
    "OnPartitionsCallbackBlocked",
    "OnPartitionsLost",
    "OnPartitionsRevoked",
    "Rack",
    "RebalanceTimeout",
    "RecheckPreferredReplicaInterval",
    "RequireStableFetchOffsets",
    "ServerSideBalancer",
    "SessionTimeout",
    "ShareAckCallback",
    "ShareGroup",
    "ShareMaxRecords",
    "ShareMaxRecordsStrict",
    "WithDecompressor",
];

/// The configs of a file that uses franz-go.
pub(super) fn configs(go: &Go) -> Vec<Config> {
    let Some(package) = go.package(|path| path.starts_with("github.com/twmb/franz-go/") && path.ends_with("/kgo"))
    else {
        return Vec::new();
    };
    let sends = |call| matches!(go.method(call), Some("Produce" | "ProduceSync" | "TryProduce"));
    let options = Options { go, package, sends: go.code.all("call_expression").any(sends) };
    let calls = go.code.all("call_expression");
    let mut configs: Vec<Config> = calls.flat_map(|call| options.client(call)).collect();
    if configs.is_empty() {
        configs.extend(go.code.all("composite_literal").flat_map(|literal| options.alone(literal)));
    }
    let mut producers: Vec<&mut Config> = configs.iter_mut().filter(|config| config.role == Role::Producer).collect();
    if let [producer] = &mut producers[..] {
        let records = go.records(&[format!("{package}.Record")]);
        producer.writes.extend(records);
    }
    configs
}

struct Options<'g, 'c, 't> {
    go: &'g Go<'c, 't>,
    package: &'t str,
    /// Whether the file sends records anywhere.
    sends: bool,
}

/// The options of a client, and the topics among them.
#[derive(Default)]
struct Chosen {
    table: Table,
    writes: Vec<Named>,
    reads: Vec<Named>,
}

impl<'t> Options<'_, '_, 't> {
    fn client(&self, call: Node<'t>) -> Vec<Config> {
        if self.go.called(call, self.package) != Some("NewClient") {
            return Vec::new();
        }
        let mut chosen = Chosen::default();
        for argument in field(call, "arguments").map(parts).unwrap_or_default() {
            self.argument(argument, call.start_byte(), &mut chosen);
        }
        let head = field(call, "function").unwrap_or(call).byte_range();
        into_configs(&chosen, &head, self.sends)
    }

    /// Options of a file that makes no client: a function hands them out.
    fn alone(&self, literal: Node<'t>) -> Vec<Config> {
        let Some(of) = self.options_type(literal) else { return Vec::new() };
        let mut chosen = Chosen::default();
        self.literal(literal, &mut chosen);
        chosen.table.open = Some(PASSED_ON);
        into_configs(&chosen, &of.byte_range(), false)
    }

    /// The type of `[]kgo.Opt{...}`.
    fn options_type(&self, literal: Node<'t>) -> Option<Node<'t>> {
        let of = field(literal, "type").filter(|of| of.kind() == "slice_type")?;
        let element = field(of, "element")?;
        (self.go.code.of(element).strip_prefix(self.package) == Some(".Opt")).then_some(of)
    }

    fn argument(&self, argument: Node<'t>, at: usize, chosen: &mut Chosen) {
        match argument.kind() {
            "call_expression" => self.option(argument, false, chosen),
            "variadic_argument" => match parts(argument)[..] {
                [list] if list.kind() == "composite_literal" => self.literal(list, chosen),
                [list] if list.kind() == "identifier" => self.list(list, at, chosen),
                _ => chosen.table.open = Some(FROM_ELSEWHERE),
            },
            _ => chosen.table.open = Some(FROM_ELSEWHERE),
        }
    }

    fn literal(&self, literal: Node<'t>, chosen: &mut Chosen) {
        let elements = field(literal, "body").map(parts).unwrap_or_default();
        for element in elements {
            match element.named_child(0).filter(|option| option.kind() == "call_expression") {
                Some(option) => self.option(option, false, chosen),
                None => chosen.table.open = Some(FROM_ELSEWHERE),
            }
        }
    }

    /// A list of options with a name, and what is appended to it.
    fn list(&self, name: Node<'t>, at: usize, chosen: &mut Chosen) {
        let literal = self.go.binding(name).and_then(|binding| Some((binding, binding.value?)));
        let Some((binding, literal)) = literal.filter(|(_, value)| self.options_type(*value).is_some()) else {
            chosen.table.open = Some(FROM_ELSEWHERE);
            return;
        };
        self.literal(literal, chosen);
        let Some(uses) = self.go.names.uses(self.go.code, name, binding, at) else {
            chosen.table.open = Some(FROM_ELSEWHERE);
            return;
        };
        for other in uses {
            let around = self.go.code.around(other);
            let call = around
                .and_then(|arguments| self.go.code.around(arguments))
                .filter(|call| call.kind() == "call_expression");
            let appended =
                call.filter(|call| field(*call, "function").is_some_and(|of| self.go.code.of(of) == "append"));
            match (around.map(|around| around.kind()), appended) {
                (Some("argument_list"), Some(call)) => {
                    for argument in field(call, "arguments").map(parts).unwrap_or_default().into_iter().skip(1) {
                        let perhaps = self.go.code.conditional(call, at, BRANCHES);
                        match argument.kind() {
                            "call_expression" => self.option(argument, perhaps, chosen),
                            _ => chosen.table.open = Some(FROM_ELSEWHERE),
                        }
                    }
                }
                // The other half of `options = append(options, ...)`, and lists that go to other clients.
                (Some("expression_list" | "variadic_argument"), _) => {}
                _ => chosen.table.open = Some(PASSED_ON),
            }
        }
    }

    fn option(&self, call: Node<'t>, perhaps: bool, chosen: &mut Chosen) {
        let Some(name) = self.go.called(call, self.package) else {
            chosen.table.open = Some(FROM_ELSEWHERE);
            return;
        };
        let arguments = field(call, "arguments").map(parts).unwrap_or_default();
        let topics = || arguments.iter().flat_map(|topic| self.go.topics(*topic));
        match name {
            "ConsumeTopics" => chosen.reads.extend(topics()),
            "DefaultProduceTopic" | "DefaultProduceTopicAlways" => chosen.writes.extend(topics()),
            _ => {}
        }
        let key_at = field(call, "function").and_then(|function| field(function, "field")).unwrap_or(call).byte_range();
        let setting = Setting {
            key: name.to_owned(),
            value: self.value(name, &arguments),
            value_at: match (arguments.first(), arguments.last()) {
                (Some(first), Some(last)) => first.start_byte()..last.end_byte(),
                _ => key_at.clone(),
            },
            key_at,
        };
        // Where the client resumes is also where it begins, unless that is said apart.
        let begins =
            name == "ConsumeResetOffset" && !chosen.table.settings.iter().any(|own| own.key == "ConsumeStartOffset");
        let also = begins.then(|| Setting { key: "ConsumeStartOffset".to_owned(), ..setting.clone() });
        for setting in std::iter::once(setting).chain(also) {
            if perhaps { chosen.table.put_perhaps(setting) } else { chosen.table.put(setting) }
        }
    }

    /// An option without an argument is on.
    fn value(&self, name: &str, arguments: &[Node<'t>]) -> Given {
        match arguments {
            [] => Given::Bool(true),
            // The first codec that the brokers know is taken.
            [first, ..] if name == "ProducerBatchCompression" => self.go.value(*first, self.package),
            [only] if only.kind() != "variadic_argument" => self.go.value(*only, self.package),
            many => {
                let texts = many.iter().map(|one| match self.go.value(*one, self.package) {
                    Given::Text(text) => Some(text),
                    _ => None,
                });
                texts.collect::<Option<Vec<_>>>().map_or(Given::Unknown, |texts| Given::Text(texts.join(",")))
            }
        }
    }
}

/// A client that sends and reads is both, each with all of the options: the client looks at them together.
fn into_configs(chosen: &Chosen, head: &std::ops::Range<usize>, produces: bool) -> Vec<Config> {
    let has = |names: &[&str]| chosen.table.settings.iter().any(|setting| names.contains(&setting.key.as_str()));
    // an empty name is none
    let in_share_group = |one: &Setting| one.key == "ShareGroup" && one.value != Given::Text(String::new());
    let shares = chosen.table.settings.iter().any(in_share_group);
    let consumes = has(&["ConsumeTopics", "ConsumerGroup", "ConsumePartitions", "ConsumeRegex"]);
    let roles: &[Role] = match (has(OF_PRODUCERS) || produces, consumes || has(OF_CONSUMERS)) {
        _ if shares => &[Role::ShareConsumer],
        (true, true) => &[Role::Producer, Role::Consumer],
        (true, false) => &[Role::Producer],
        (false, true) => &[Role::Consumer],
        (false, false) => &[Role::Client],
    };
    let of = |role: Role| Config {
        client: Some(CLIENT),
        open: chosen.table.open,
        settings: chosen.table.settings.clone(),
        writes: if role == Role::Producer { chosen.writes.clone() } else { Vec::new() },
        reads: if role == Role::Producer { Vec::new() } else { chosen.reads.clone() },
        ..Config::new(role, head.clone())
    };
    roles.iter().map(|role| of(*role)).filter(|config| !config.settings.is_empty()).collect()
}
