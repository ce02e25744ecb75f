// Proves kafkajs configs: JSON lines in, JSON lines out.
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const readline = require("node:readline");
const esbuild = require("esbuild");

const AT_ONCE = 4;
const DEADLINE_MS = 38_000;
const KEYS = 8;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// what a library prints must not get between the answers
const print = process.stdout.write.bind(process.stdout);
console.log = console.info = console.warn = console.error;

// The records of one run: eight keys that nobody else uses, and a number that counts up for each key.
class Records {
  constructor(count) {
    this.run = crypto.randomBytes(4).toString("hex");
    this.count = count;
    this.next = new Map();
    this.seen = 0;
    this.settled = new Set();
    this.error = null;
  }

  all() {
    return Array.from({ length: this.count }, (_, i) => ({ key: `${this.run}-${i % KEYS}`, value: String(Math.floor(i / KEYS)) }));
  }

  // Strangers' records are none of our business. Never throws: kafkajs would read the record again and again.
  take(partition, message) {
    const key = message.key?.toString();
    if (key === `${this.run}-settle`) this.settled.add(partition);
    else if (key?.startsWith(`${this.run}-`)) {
      const expected = this.next.get(key) ?? 0;
      if (Number(message.value.toString()) !== expected) {
        this.error ??= new Error(`key ${key}: number ${message.value} came where ${expected} was expected`);
      }
      this.next.set(key, expected + 1);
      this.seen += 1;
    }
  }
}

// A copy of the library for each job: some of its warnings come once for each copy only.
function freshKafkajs() {
  for (const name of Object.keys(require.cache)) if (name.includes("/node_modules/kafkajs/")) delete require.cache[name];
  return require("kafkajs");
}

// What a .ts file exports, its types stripped, with the job's environment as its own.
function load(path, env, kafkajs) {
  const { code } = esbuild.transformSync(fs.readFileSync(path, "utf8"), { loader: "ts", format: "cjs", sourcefile: path });
  const module = { exports: {} };
  const own = Object.create(process, { env: { value: { ...process.env, ...env } } });
  const find = (name) => (name === "kafkajs" ? kafkajs : require(name));
  new Function("exports", "require", "module", "process", code)(module.exports, find, module, own);
  return module.exports;
}

class Job {
  constructor(fields) {
    this.fields = fields;
    this.env = fields.env ?? {};
    this.records = new Records(fields.records ?? 20);
    this.produced = 0;
    this.warnings = [];
    this.doing = "starting";
    this.over = false;
  }

  at(what) {
    this.doing = what;
    if (this.over) throw new Error("time is up");
    if (this.records.error) throw this.records.error;
  }

  kafka(config) {
    const { Kafka, logLevel } = this.kafkajs;
    const logCreator = () => ({ namespace, label, log }) => {
      this.warnings.push(`${label} ${namespace}: ${log.message}${log.error ? `: ${log.error}` : ""}`);
    };
    return new Kafka({ ...config, logLevel: logLevel.WARN, logCreator });
  }

  helper() {
    const { Kafka, logLevel } = this.kafkajs;
    const brokers = (this.env.KAFKA_PLAIN_BOOTSTRAP ?? this.env.KAFKA_BOOTSTRAP_SERVERS).split(",");
    return new Kafka({ brokers, logLevel: logLevel.NOTHING });
  }

  read(role) {
    return this.fields[role] ? load(this.fields[role], this.env, this.kafkajs) : null;
  }
}

async function openConsumer(job, file) {
  const { records, fields } = job;
  const config = file ? file.consumerConfig : { groupId: "" };
  const groupId = file ? (fields.group ?? config.groupId) : `probe-${records.run}`;
  const kafka = file ? job.kafka(file.kafkaConfig) : job.helper();
  const consumer = kafka.consumer({ ...config, groupId });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) records.error ??= payload.error;
  });
  await consumer.connect();
  await consumer.subscribe({ topic: fields.topic, ...(file ? file.subscribeConfig : { fromBeginning: true }) });
  const offsets = new Map();
  await consumer.run({
    ...file?.runConfig,
    eachMessage: async ({ partition, message }) => {
      records.take(partition, message);
      offsets.set(partition, String(BigInt(message.offset) + 1n));
    },
  });
  const commit = async () => {
    if (file?.runConfig?.autoCommit !== false) return;
    await consumer.commitOffsets([...offsets].map(([partition, offset]) => ({ topic: fields.topic, partition, offset })));
  };
  return { consumer, commit };
}

// Nothing tells when a reader has found where each partition begins: send until one of each has come.
async function settle(job) {
  const { records, fields } = job;
  const kafka = job.helper();
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [fields.topic] });
  await admin.disconnect();
  const producer = kafka.producer({ createPartitioner: job.kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    while (records.settled.size < topics[0].partitions.length) {
      job.at("waiting for the first position");
      const missing = topics[0].partitions.map((p) => p.partitionId).filter((p) => !records.settled.has(p));
      await producer.send({ topic: fields.topic, messages: missing.map((partition) => ({ partition, key: `${records.run}-settle`, value: "" })) });
      await sleep(100);
    }
  } finally {
    await producer.disconnect();
  }
}

async function produce(job, file) {
  const { records, fields } = job;
  job.at("constructing the producer");
  const producer = file
    ? job.kafka(file.kafkaConfig).producer(ownTransaction(job, file.producerConfig ?? {}))
    : job.helper().producer({ createPartitioner: job.kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const transaction = file?.producerConfig?.transactionalId ? await producer.transaction() : null;
    job.at("producing");
    await (transaction ?? producer).send({ ...file?.sendConfig, topic: fields.topic, messages: records.all() });
    job.produced = records.count;
    await transaction?.commit();
  } finally {
    await producer.disconnect();
  }
}

// Two runs with one transactional id would fence each other.
function ownTransaction(job, config) {
  if (config.transactionalId) return { ...config, transactionalId: `${config.transactionalId}-${job.records.run}` };
  if (job.fields.transactional) throw new Error("the producer's config has no transactionalId");
  return config;
}

async function prove(job) {
  if (job.fields.client !== "kafkajs") throw new Error(`no such client here: ${job.fields.client}`);
  job.kafkajs = freshKafkajs();
  job.at("reading the configs");
  const [writing, reading] = [job.read("producer"), job.read("consumer")];
  job.at("constructing the consumer");
  const { consumer, commit } = await openConsumer(job, reading);
  try {
    await settle(job);
    await produce(job, writing);
    while (job.records.seen < job.records.count) {
      job.at("consuming");
      await sleep(50);
    }
    job.at("committing");
    await commit();
  } finally {
    await consumer.disconnect();
  }
  job.at("closing");
}

async function run(fields) {
  const job = new Job(fields);
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => {
      job.over = true;
      fail(new Error(`no end after ${DEADLINE_MS / 1000} s`));
    }, DEADLINE_MS);
  });
  let error = null;
  try {
    const work = prove(job);
    work.catch(() => {}); // after the deadline nobody else listens
    await Promise.race([work, late]);
  } catch (e) {
    error = `${job.doing}: ${e.name}: ${e.message}`;
  }
  clearTimeout(timer);
  const { warnings, produced, records } = job;
  print(`${JSON.stringify({ id: fields.id, ok: error === null, produced, consumed: records.seen, warnings, error })}\n`);
}

async function main() {
  const running = new Set();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    while (running.size >= AT_ONCE) await Promise.race(running);
    const one = run(JSON.parse(line)).finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
  process.exit(0);
}

main();
