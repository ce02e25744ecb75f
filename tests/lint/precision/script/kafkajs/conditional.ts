import { Kafka, type KafkaConfig, type ProducerConfig } from "kafkajs";

const secure = process.env.NODE_ENV === "production";
const config: KafkaConfig = {
  clientId: "conditional",
  brokers: ["kafka-1:9092", "kafka-2:9092"],
  ...(secure ? { ssl: true, sasl: { mechanism: "plain", username: process.env.U!, password: process.env.P! } } : {}),
};
const options: ProducerConfig = { idempotent: secure, ...(secure && { maxInFlightRequests: 1 }) };
const kafka = new Kafka(config);
export const producer = kafka.producer(options);
export const fire = (value: string) => producer.send({ topic: "metrics", acks: secure ? -1 : 0, messages: [{ value }] });
