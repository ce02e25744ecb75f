// A member of a group that takes MILLIS for each record and sends no heartbeat meanwhile.
// BOOTSTRAP GROUP TOPIC MILLIS SESSION
"use strict";

const { Kafka, logLevel } = require("kafkajs");

const [bootstrap, groupId, topic, millis, session] = process.argv.slice(2);
const kafka = new Kafka({ clientId: groupId, brokers: bootstrap.split(","), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId, sessionTimeout: Number(session), rebalanceTimeout: 10000 });

async function run() {
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: () => new Promise((resolve) => setTimeout(resolve, Number(millis))) });
}

run().catch(() => process.exit(1));
