const { Kafka } = require('kafkajs');

const kafka = new Kafka({ clientId: 'billing', brokers: ['kafka:9092'] });
const consumer = kafka.consumer({ groupId: 'billing', fromBeginning: true });
const producer = kafka.producer({ acks: 1 });

async function main() {
  await consumer.subscribe({ topics: ['orders'] });
  await producer.send({ topic: 'bills', messages: [] });
}
