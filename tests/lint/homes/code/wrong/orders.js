const { Kafka } = require('kafkajs');

const kafka = new Kafka({ brokers: ['broker:9092'] });
const producer = kafka.producer({ idempotent: true });
const consumer = kafka.consumer({ groupId: 'shipping', sessionTimeout: 6000, heartbeatInterval: 7000 });

async function run() {
  await producer.send({ topic: 'orders', acks: 1, messages: [{ value: 'x' }] });
  await consumer.subscribe({ topic: 'orders' });
  await consumer.run({ eachMessage: async () => {} });
}
