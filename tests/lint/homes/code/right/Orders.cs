using Confluent.Kafka;

public static class Orders
{
    public static ProducerConfig Producer(string servers) => new ProducerConfig
    {
        BootstrapServers = servers,
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 20,
        CompressionType = CompressionType.Lz4,
        SecurityProtocol = SecurityProtocol.SaslSsl,
        SaslMechanism = SaslMechanism.ScramSha512,
        SaslPassword = Environment.GetEnvironmentVariable("KAFKA_PASSWORD"),
        EnableDeliveryReports = true,
    };

    public static ConsumerConfig Consumer(ClientConfig common) => new ConsumerConfig(common)
    {
        GroupId = "billing",
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        MaxPollIntervalMs = 5 * 60 * 1000,
    };
}
