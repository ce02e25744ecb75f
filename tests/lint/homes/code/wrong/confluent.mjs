import { KafkaJS } from '@confluentinc/kafka-javascript';

const producer = new KafkaJS.Kafka().producer({
  'bootstrap.servers': 'broker:9092',
  'linger.mss': 5,
  kafkaJS: { acks: 1, idempotent: true },
});
