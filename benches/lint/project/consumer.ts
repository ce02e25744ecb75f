import { Kafka, logLevel } from 'kafkajs';
import { store } from './store';

const kafka = new Kafka({
  clientId: 'service-NUMBER',
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '').split(','),
  logLevel: logLevel.WARN,
});

const consumer = kafka.consumer({
  groupId: 'service-NUMBER-ts',
  sessionTimeout: 45000,
  heartbeatInterval: 3000,
});

export async function run(): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: ['clicks-NUMBER'], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, partition, message, heartbeat }) => {
      if (!message.value) {
        return;
      }
      const click = JSON.parse(message.value.toString());
      await store(topic, partition, message.offset, click);
      await heartbeat();
    },
  });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await consumer.disconnect();
    process.exit(0);
  });
}
