// Producer task-api of task, production (confluent-kafka-dotnet 2.15.0)
using System;
using System.Collections.Generic;
using Confluent.Kafka;

public static class TaskApiProducerSettings
{
    public static ProducerConfig Config() => new(new Dictionary<string, string>
    {
        // addresses and secrets come from the environment, not from this file
        ["bootstrap.servers"] = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS"),
        // the connection is encrypted and the client proves who it is
        ["security.protocol"] = "sasl_ssl",
        // the brokers' certificates are signed by an authority of your own
        ["ssl.ca.location"] = Environment.GetEnvironmentVariable("KAFKA_CA_LOCATION"),
        // the client proves that it knows the password without sending it
        ["sasl.mechanism"] = "SCRAM-SHA-512",
        ["sasl.username"] = Environment.GetEnvironmentVariable("KAFKA_USERNAME"),
        ["sasl.password"] = Environment.GetEnvironmentVariable("KAFKA_PASSWORD"),
        // the brokers' request logs, metrics and quotas then name task-api instead of the library
        ["client.id"] = "task-api",
        // nothing may be lost: every replica that is in step has the record before the send succeeds
        ["acks"] = "1",
        // this client leaves it off: without it a retry after a lost answer writes a record twice, and may
        // put it behind a later one
        ["enable.idempotence"] = "true",
        // the brokers remember the last 5 batches of an idempotent producer, so up to 5 requests keep
        // their order through a retry; more are refused
        ["max.in.flight.requests.per.connection"] = "5",
        // 500 ms is the target of the normal path: whoever waits longer is told that the outcome is still
        // open, while the send goes on
        ["delivery.timeout.ms"] = "120000",
        // this client's own default (crc32) puts the same key into another partition than the Java client,
        // Kafka Streams and Connect do
        ["partitioner"] = "murmur2_random",
    });
}
