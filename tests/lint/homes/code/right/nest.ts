import { NestFactory } from '@nestjs/core';
import { KafkaOptions, Transport } from '@nestjs/microservices';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.connectMicroservice<KafkaOptions>({
    transport: Transport.KAFKA,
    options: {
      client: { clientId: 'billing', brokers: process.env.BROKERS.split(','), retry: { retries: 8 } },
      consumer: { groupId: 'billing', sessionTimeout: 30000, heartbeatInterval: 3000 },
      producer: { idempotent: true },
      run: { autoCommit: true },
    },
  });
  await app.startAllMicroservices();
}
bootstrap();
