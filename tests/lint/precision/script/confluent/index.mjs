import { KafkaJS } from "@confluentinc/kafka-javascript";

const { Kafka } = KafkaJS;
const kafka = new Kafka({
  "bootstrap.servers": process.env.BROKERS,
  "client.id": "search",
  kafkaJS: {
    ssl: true,
    sasl: { mechanism: "plain", username: process.env.API_KEY, password: process.env.API_SECRET },
  },
});

export const producer = kafka.producer({
  "linger.ms": 10,
  "compression.type": "zstd",
  kafkaJS: { acks: -1, idempotent: true },
});

export const consumer = kafka.consumer({
  kafkaJS: { groupId: "search", fromBeginning: true, autoCommit: false },
  "max.poll.interval.ms": 600000,
  "partition.assignment.strategy": "cooperative-sticky",
});
