import { ClientsModule, Transport } from '@nestjs/microservices';

export const clients = ClientsModule.register([
  {
    name: 'BILLING',
    transport: Transport.KAFKA,
    options: {
      client: { clientId: 'orders', brokers: ['kafka:9092'] },
      consumer: { groupId: 'orders', sessionTimeout: 30000, heartbeatInterval: 30000 },
      producer: { idempotent: true, maxInFlightRequest: 1 },
    },
  },
]);
