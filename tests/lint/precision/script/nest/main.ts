import { NestFactory } from "@nestjs/core";
import { MicroserviceOptions, Transport } from "@nestjs/microservices";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
    transport: Transport.KAFKA,
    options: {
      client: { clientId: "users", brokers: [process.env.KAFKA_BROKER] },
      consumer: { groupId: "users", allowAutoTopicCreation: false },
      producer: { allowAutoTopicCreation: false },
    },
  });
  await app.listen();
}
bootstrap();
