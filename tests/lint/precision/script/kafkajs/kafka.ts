import { Kafka, CompressionTypes, Partitioners, logLevel, type SASLOptions } from "kafkajs";

const sasl: SASLOptions | undefined = process.env.KAFKA_USER
  ? { mechanism: "scram-sha-512", username: process.env.KAFKA_USER, password: process.env.KAFKA_PASSWORD! }
  : undefined;

export const kafka = new Kafka({
  clientId: "basket",
  brokers: (process.env.KAFKA_BROKERS ?? "localhost:9092").split(","),
  ssl: !!sasl,
  sasl,
  connectionTimeout: 3_000,
  requestTimeout: 30_000,
  retry: { initialRetryTime: 300, retries: 8, maxRetryTime: 30_000 },
  logLevel: logLevel.WARN,
});

export const producer = kafka.producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
});

export const consumer = kafka.consumer({
  groupId: "basket",
  sessionTimeout: 30_000,
  heartbeatInterval: 3_000,
  rebalanceTimeout: 60_000,
  maxWaitTimeInMs: 1_000,
  readUncommitted: false,
});

export async function run(handle: (text: string) => Promise<void>) {
  await consumer.subscribe({ topics: ["basket"], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 3,
    eachMessage: async ({ topic, partition, message }) => {
      await handle(message.value!.toString());
      await consumer.commitOffsets([{ topic, partition, offset: (Number(message.offset) + 1).toString() }]);
    },
  });
}

export const send = (key: string, value: object) =>
  producer.send({
    topic: "basket",
    acks: -1,
    compression: CompressionTypes.GZIP,
    messages: [{ key, value: JSON.stringify(value) }],
  });
