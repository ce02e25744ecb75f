import { Kafka, Partitioners } from "kafkajs";

const kafka = new Kafka({ clientId: "app", brokers: process.env.KAFKA!.split(",") });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });

export async function request(ride: { id: string }) {
  await producer.send({ topic: "rides", messages: [{ key: ride.id, value: JSON.stringify(ride) }] });
}
