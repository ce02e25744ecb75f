import { CompressionTypes, Kafka, type Producer } from 'kafkajs';

const kafka = new Kafka({
  clientId: 'orders',
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(','),
  retry: { retries: Number.MAX_SAFE_INTEGER },
});

export async function send(): Promise<void> {
  const producer: Producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic: 'orders', acks: -1, compression: CompressionTypes.GZIP, messages: [{ value: 'x' }] });
}

export async function read(): Promise<void> {
  const consumer = kafka.consumer({ groupId: 'shipping', sessionTimeout: 30_000, heartbeatInterval: 3_000 });
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
  await consumer.run({ autoCommit: true, eachMessage: async ({ message }) => console.log(message.value) });
}
