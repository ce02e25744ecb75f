const { Kafka } = require("kafkajs");
const { Agent } = require("https");

const base = { clientId: "odd", brokers: async () => (await fetch("/brokers")).json() };
const kafka = new Kafka({
  ...base,
  enforceRequestTimeout: false,
  authenticationTimeout: 10000,
  reauthenticationThreshold: 10000,
  logCreator: () => () => {},
  socketFactory: ({ host, port }) => new Agent().createConnection({ host, port }),
  retry: { retries: Number.MAX_SAFE_INTEGER, restartOnFailure: async () => true },
});

const groups = ["a", "b"].map((groupId) =>
  kafka.consumer({ groupId, maxBytesPerPartition: 1 << 20, minBytes: 1, maxBytes: 5 * 1024 * 1024, rackId: process.env.ZONE }));
const transactional = kafka.producer({ transactionalId: "odd-tx", maxInFlightRequests: 1, idempotent: true });
const admin = kafka.admin({ retry: { retries: 2 } });

async function setup() {
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: "odd", numPartitions: 6, replicationFactor: 3, configEntries: [{ name: "cleanup.policy", value: "compact" }] }],
  });
  await groups[0].run({ autoCommitInterval: 5000, autoCommitThreshold: 100, eachBatchAutoResolve: false, eachBatch: async () => {} });
}
module.exports = { setup, transactional };
