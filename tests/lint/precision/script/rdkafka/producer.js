const { Producer, KafkaConsumer } = require("@confluentinc/kafka-javascript").RdKafka;

const producer = new Producer({
  "metadata.broker.list": process.env.BROKERS,
  "acks": "all",
  "enable.idempotence": true,
  "dr_cb": true,
  "event_cb": true,
}, { "message.timeout.ms": 120000 });

const consumer = new KafkaConsumer({
  "group.id": "rd",
  "metadata.broker.list": process.env.BROKERS,
  "enable.auto.commit": false,
  "rebalance_cb": true,
}, { "auto.offset.reset": "earliest" });

module.exports = { producer, consumer };
