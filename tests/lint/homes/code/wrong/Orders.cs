using Confluent.Kafka;

var producer = new ProducerBuilder<string, string>(new ProducerConfig
{
    BootstrapServers = "kafka:9092",
    Acks = Acks.Leader,
    EnableIdempotence = true,
}).Build();
var consumer = new ConsumerConfig { GroupId = "billing", SessionTimeoutMs = 10000, HeartbeatIntervalMs = 10000 };
