// Consumer notification-service: SCRAM over TLS, commits by itself
import { readFileSync } from "node:fs";
import type { ConsumerConfig, KafkaConfig } from "kafkajs";

export const kafkaConfig: KafkaConfig = {
  clientId: "notification-service",
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(","),
  ssl: { ca: [readFileSync(process.env.KAFKA_CA_LOCATION!, "utf8")] },
  sasl: { mechanism: "scram-sha-512", username: process.env.KAFKA_USERNAME!, password: process.env.KAFKA_PASSWORD! },
};

export const consumerConfig: ConsumerConfig = {
  groupId: "notification-service",
  sessionTimeout: 45000,
  heartbeatInterval: 3000,
};

export const subscribeConfig = { fromBeginning: true };

export const runConfig = { autoCommit: true, partitionsConsumedConcurrently: 3 };
