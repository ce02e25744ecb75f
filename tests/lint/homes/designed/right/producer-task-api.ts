// Producer task-api of task, production (kafkajs 2.2.4)
import { readFileSync } from "node:fs";
import { type KafkaConfig, Partitioners, type ProducerConfig } from "kafkajs";

export const kafkaConfig: KafkaConfig = {
  // addresses and secrets come from the environment, not from this file
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(","),
  // the connection is encrypted, with certificates that are signed by an authority of your own
  ssl: { ca: [readFileSync(process.env.KAFKA_CA_LOCATION!, "utf8")] },
  sasl: {
    // the client proves that it knows the password without sending it
    mechanism: "scram-sha-512",
    username: process.env.KAFKA_USERNAME!,
    password: process.env.KAFKA_PASSWORD!,
  },
  // the brokers' request logs, metrics and quotas then name task-api instead of the library
  clientId: "task-api",
};

export const producerConfig: ProducerConfig = {
  // this client leaves it off: without it a retry after a lost answer writes a record twice, and may
  // put it behind a later one
  idempotent: true,
  retry: {
    // an idempotent kafkajs producer tries for as long as it takes and warns about fewer; a timer of
    // your own bounds the wait
    retries: Number.MAX_SAFE_INTEGER,
  },
  // this client keeps its sequence numbers only with one request at a time per broker where
  // idempotence is on
  maxInFlightRequests: 1,
  // the hash of the Java client, which this client uses by default: every service that does so puts
  // a key into the same partition
  createPartitioner: Partitioners.DefaultPartitioner,
};

export const sendConfig = {
  // nothing may be lost: every replica that is in step has the record before the send succeeds
  acks: -1,
};
