// Producer task-api
import { CompressionTypes, type KafkaConfig, Partitioners, type ProducerConfig } from "kafkajs";

export const kafkaConfig: KafkaConfig = {
  clientId: "task-api",
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(","),
};

export const producerConfig: ProducerConfig = {
  createPartitioner: Partitioners.DefaultPartitioner,
  idempotent: true,
  maxInFlightRequests: 5,
};

export const sendConfig = { acks: -1, compression: CompressionTypes.GZIP };
