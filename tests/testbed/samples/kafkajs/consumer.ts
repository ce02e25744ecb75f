// Consumer notification-service: starts at the end, commits by hand
import type { ConsumerConfig, KafkaConfig } from "kafkajs";

export const kafkaConfig: KafkaConfig = {
  clientId: "notification-service",
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(","),
};

export const consumerConfig: ConsumerConfig = {
  groupId: "notification-service",
  sessionTimeout: 45000,
  heartbeatInterval: 3000,
};

export const subscribeConfig = { fromBeginning: false };

export const runConfig = { autoCommit: false, partitionsConsumedConcurrently: 3 };
