const { Kafka } = require('kafkajs');

const kafka = new Kafka({ clientId: 'orders', brokers: ['kafka://kafka:9092'] });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: 'orders', sessionTimeout: '30s' });

async function run() {
  await producer.send({ topic: 'orders', acks: 2, messages: [{ value: 'one' }] });
  await consumer.subscribe({ topics: ['orders'] });
  await consumer.run({ eachMessage: async () => {} });
}
