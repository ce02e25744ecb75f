//! Kafka clients of Go: confluent-kafka-go, franz-go, Sarama.

use super::super::{Config, File, Reading};
use super::go::Go;
use super::tree::{Code, parse};
use super::{confluent_go, franz, sarama};

/// What the import of a client has.
const PACKAGES: &[&str] = &["confluent-kafka-go", "twmb/franz-go", "IBM/sarama", "Shopify/sarama"];

/// The configs in a Go file.
pub(in super::super) fn read(file: &File) -> Option<Reading> {
    if !PACKAGES.iter().any(|package| file.text.contains(package)) {
        return None;
    }
    let tree = parse(file.text, &tree_sitter_go::LANGUAGE.into())?;
    let code = Code::new(file.text, &tree);
    let go = Go::new(&code);
    let readers = [confluent_go::configs, franz::configs, sarama::configs];
    let configs: Vec<Config> = readers.iter().flat_map(|configs| configs(&go)).collect();
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Given, Role};
    use super::super::said::{code, number, settings, text};
    use super::*;

    fn configs(imports: &str, body: &str) -> Vec<Config> {
        let text = format!("package main\n\nimport (\n\t\"time\"\n\t{imports}\n)\n\n{body}\n");
        read(&File { path: "main.go", text: &text }).map(|reading| reading.configs).unwrap_or_default()
    }

    fn topics(named: &[super::super::super::Named]) -> Vec<&str> {
        named.iter().map(|topic| topic.name.as_str()).collect()
    }

    #[test]
    fn a_config_map_is_read() {
        let body = "const acks = \"all\"\nfunc main() {\n\tcm := &kafka.ConfigMap{\n\t\t\"bootstrap.servers\": os.Getenv(\"B\"),\n\t\t\"acks\": acks,\n\t\t\"go.batch.producer\": true,\n\t}\n\t_ = cm.SetKey(\"linger.ms\", 10)\n\tif debug {\n\t\tcm.SetKey(\"debug\", \"all\")\n\t}\n\t(*cm)[\"batch.size\"] = 1 << 16\n\tp, err := kafka.NewProducer(cm)\n\ttopic := \"orders\"\n\tp.Produce(&kafka.Message{TopicPartition: kafka.TopicPartition{Topic: &topic, Partition: kafka.PartitionAny}}, nil)\n}";
        let [config] = &configs("\"github.com/confluentinc/confluent-kafka-go/v2/kafka\"", body)[..] else {
            panic!("one")
        };
        assert_eq!((config.role, config.open, topics(&config.writes)), (Role::Producer, None, vec!["orders"]));
        assert_eq!(
            settings(config),
            [
                ("bootstrap.servers", Given::Unknown),
                ("acks", text("all")),
                ("go.batch.producer", Given::Bool(true)),
                ("linger.ms", number("10")),
                ("debug", Given::Perhaps),
                ("batch.size", number("65536")),
            ]
        );
    }

    #[test]
    fn a_config_map_that_goes_elsewhere_is_open() {
        let import = "ck \"github.com/confluentinc/confluent-kafka-go/kafka\"";
        let body = "func main() {\n\tcm := ck.ConfigMap{\"group.id\": \"g\"}\n\tfill(&cm)\n\tc, _ := ck.NewConsumer(&cm)\n\tc.SubscribeTopics([]string{\"a\", \"b\"}, nil)\n}";
        let [config] = &configs(import, body)[..] else { panic!("one") };
        assert!(config.open.is_some());
        assert_eq!(topics(&config.reads), ["a", "b"]);
        let [alone] = &configs(import, "func f() *ck.ConfigMap { return &ck.ConfigMap{\"acks\": \"all\"} }")[..] else {
            panic!("one")
        };
        assert_eq!((alone.role, alone.open.is_some()), (Role::Producer, true));
    }

    #[test]
    fn options_are_read() {
        let body = "func main() {\n\topts := []kgo.Opt{\n\t\tkgo.SeedBrokers(\"a:9092\", \"b:9092\"),\n\t\tkgo.RequiredAcks(kgo.AllISRAcks()),\n\t\tkgo.ProducerLinger(time.Millisecond * 20),\n\t\tkgo.DisableIdempotentWrite(),\n\t}\n\tif x {\n\t\topts = append(opts, kgo.RecordRetries(3))\n\t}\n\tcl, _ := kgo.NewClient(opts...)\n\tcl.ProduceSync(ctx, &kgo.Record{Topic: \"orders\"})\n}";
        let [config] = &configs("\"github.com/twmb/franz-go/pkg/kgo\"", body)[..] else { panic!("one") };
        assert_eq!((config.role, config.open, topics(&config.writes)), (Role::Producer, None, vec!["orders"]));
        assert_eq!(
            settings(config),
            [
                ("SeedBrokers", text("a:9092,b:9092")),
                ("RequiredAcks", code("kgo.AllISRAcks()")),
                ("ProducerLinger", code("20 * time.Millisecond")),
                ("DisableIdempotentWrite", Given::Bool(true)),
                ("RecordRetries", Given::Perhaps),
            ]
        );
    }

    #[test]
    fn a_client_that_reads_and_sends_is_two() {
        let body = "func main() {\n\tcl, _ := kgo.NewClient(kgo.ConsumerGroup(\"g\"), kgo.ConsumeTopics(\"in\"), kgo.RequiredAcks(kgo.LeaderAck()), more()...)\n}";
        let [producer, consumer] = &configs("\"github.com/twmb/franz-go/pkg/kgo\"", body)[..] else { panic!("two") };
        let all =
            [("ConsumerGroup", text("g")), ("ConsumeTopics", text("in")), ("RequiredAcks", code("kgo.LeaderAck()"))];
        assert_eq!((settings(producer), settings(consumer)), (all.to_vec(), all.to_vec()));
        assert_eq!(topics(&consumer.reads), ["in"]);
        assert!(producer.open.is_some() && consumer.open.is_some());
    }

    #[test]
    fn fields_are_read() {
        let body = "func main() {\n\tconfig := sarama.NewConfig()\n\tconfig.Producer.RequiredAcks = sarama.WaitForAll\n\tconfig.Producer.Flush.Frequency = 500 * time.Millisecond\n\tconfig.Producer.Retry.Max = retries\n\tconfig.Consumer.Offsets.Initial = sarama.OffsetOldest\n\tconfig.Net.MaxOpenRequests = 1\n\tp, err := sarama.NewSyncProducer(brokers, config)\n\tp.SendMessage(&sarama.ProducerMessage{Topic: \"orders\"})\n\tg, err := sarama.NewConsumerGroup(brokers, \"shipping\", config)\n\tg.Consume(ctx, []string{\"orders\"}, h)\n}";
        let [producer, consumer] = &configs("\"github.com/IBM/sarama\"", body)[..] else { panic!("two") };
        assert_eq!(
            settings(producer),
            [
                ("Producer.RequiredAcks", code("sarama.WaitForAll")),
                ("Producer.Flush.Frequency", code("500 * time.Millisecond")),
                ("Producer.Retry.Max", Given::Unknown),
                ("Consumer.Offsets.Initial", code("sarama.OffsetOldest")),
                ("Net.MaxOpenRequests", number("1")),
            ]
        );
        assert_eq!((producer.open, topics(&producer.writes)), (None, vec!["orders"]));
        assert_eq!((consumer.name.clone(), topics(&consumer.reads)), (Some(text("shipping")), vec!["orders"]));
    }

    #[test]
    fn a_certificate_check_that_is_off_is_seen() {
        let body = "func main() {\n\tc := sarama.NewConfig()\n\tc.Net.TLS.Config = &tls.Config{InsecureSkipVerify: true}\n\tsarama.NewSyncProducer(brokers, c)\n}";
        let [config] = &configs("\"github.com/IBM/sarama\"", body)[..] else { panic!("one") };
        assert_eq!(
            settings(config),
            [("Net.TLS.Config.InsecureSkipVerify", Given::Bool(true)), ("Net.TLS.Config", Given::Unknown)]
        );
    }

    #[test]
    fn a_config_that_is_returned_is_open() {
        let body = "func producerConfig() *sarama.Config {\n\tc := sarama.NewConfig()\n\tc.Producer.Idempotent = true\n\treturn c\n}";
        let [config] = &configs("\"github.com/Shopify/sarama\"", body)[..] else { panic!("one") };
        assert_eq!((config.role, config.open.is_some()), (Role::Producer, true));
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for body in [
            "kafka.NewProducer(".repeat(5000),
            "{".repeat(20_000),
            "x := x\nkgo.NewClient(x...)".to_owned(),
            "sarama.NewConfig(".to_owned(),
        ] {
            configs("\"github.com/twmb/franz-go/pkg/kgo\"\n\"github.com/IBM/sarama\"", &body);
            configs("\"github.com/confluentinc/confluent-kafka-go/v2/kafka\"", &body);
        }
    }
}
