const { Kafka } = require('kafkajs');

const kafka = new Kafka({ brokers: ['kafka:9092'], acks: 1 });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
