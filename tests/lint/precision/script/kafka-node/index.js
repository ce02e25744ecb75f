const kafka = require("kafka-node");

const client = new kafka.KafkaClient({ kafkaHost: "kafka:9092", requestTimeout: 1 });
const producer = new kafka.Producer(client, { requireAcks: 7, ackTimeoutMs: 100, partitionerType: 2 });
const consumer = new kafka.ConsumerGroup({ kafkaHost: "kafka:9092", groupId: "g", sessionTimeout: 1 }, ["t"]);
module.exports = { producer, consumer };
