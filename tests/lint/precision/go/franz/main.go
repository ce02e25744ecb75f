package main

import (
	"crypto/tls"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

func options(user, password string) []kgo.Opt {
	return []kgo.Opt{
		kgo.SeedBrokers("kafka-1:9093", "kafka-2:9093"),
		kgo.DialTLSConfig(new(tls.Config)),
		kgo.SASL(scram.Auth{User: user, Pass: password}.AsSha512Mechanism()),
	}
}

func producer(user, password string) (*kgo.Client, error) {
	return kgo.NewClient(append(options(user, password),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerBatchCompression(kgo.ZstdCompression(), kgo.NoCompression()),
		kgo.ProducerLinger(20*time.Millisecond),
		kgo.RecordDeliveryTimeout(2*time.Minute),
		kgo.MaxBufferedRecords(50_000),
		kgo.DefaultProduceTopic("trades"),
	)...)
}

func consumer() (*kgo.Client, error) {
	return kgo.NewClient(
		kgo.SeedBrokers("kafka-1:9092", "kafka-2:9092"),
		kgo.ConsumerGroup("risk"),
		kgo.ConsumeTopics("trades"),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.SessionTimeout(45*time.Second),
		kgo.HeartbeatInterval(3*time.Second),
	)
}

// careless sends metrics; a lost one does not matter
func careless() (*kgo.Client, error) {
	return kgo.NewClient(
		kgo.SeedBrokers("kafka-1:9092"),
		kgo.DisableIdempotentWrite(),
		kgo.RequiredAcks(kgo.LeaderAck()),
	)
}
