// Producer task-api: SCRAM over TLS, exactly once
import { readFileSync } from "node:fs";
import { type KafkaConfig, Partitioners, type ProducerConfig } from "kafkajs";

export const kafkaConfig: KafkaConfig = {
  clientId: "task-api",
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(","),
  ssl: { ca: [readFileSync(process.env.KAFKA_CA_LOCATION!, "utf8")] },
  sasl: { mechanism: "scram-sha-512", username: process.env.KAFKA_USERNAME!, password: process.env.KAFKA_PASSWORD! },
};

export const producerConfig: ProducerConfig = {
  createPartitioner: Partitioners.DefaultPartitioner,
  idempotent: true,
  maxInFlightRequests: 1,
  transactionalId: "task-api-1",
};
