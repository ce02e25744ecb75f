const { Kafka } = require('kafkajs');

const kafka = new Kafka({
  clientId: 'shop',
  brokers: 'kafka:9092',
  sasl: { mechanism: 'SCRAM-SHA512', username: 'shop', password: process.env.PASSWORD },
});
const producer = kafka.producer({ idempotent: false });

async function ship() {
  await producer.send({ topic: 'parcels', acks: 'all', messages: [] });
}
