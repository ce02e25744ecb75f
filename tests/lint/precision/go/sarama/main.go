package main

import (
	"time"

	"github.com/IBM/sarama"
)

func config(version string) (*sarama.Config, error) {
	parsed, err := sarama.ParseKafkaVersion(version)
	if err != nil {
		return nil, err
	}
	cfg := sarama.NewConfig()
	cfg.Version = parsed
	cfg.ClientID = "meter"
	cfg.Net.TLS.Enable = true
	cfg.Net.DialTimeout = 10 * time.Second
	return cfg, nil
}

func producer(brokers []string) (sarama.SyncProducer, error) {
	cfg := sarama.NewConfig()
	cfg.Version = sarama.V3_6_0_0
	cfg.Producer.RequiredAcks = sarama.WaitForAll
	cfg.Producer.Idempotent = true
	cfg.Net.MaxOpenRequests = 1
	cfg.Producer.Retry.Max = 20
	cfg.Producer.Return.Successes = true
	cfg.Producer.Return.Errors = true
	cfg.Producer.Compression = sarama.CompressionZSTD
	cfg.Producer.Partitioner = sarama.NewHashPartitioner
	return sarama.NewSyncProducer(brokers, cfg)
}

func group(brokers []string) (sarama.ConsumerGroup, error) {
	cfg := sarama.NewConfig()
	cfg.Version = sarama.V2_8_0_0
	cfg.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{sarama.NewBalanceStrategySticky()}
	cfg.Consumer.Offsets.Initial = sarama.OffsetOldest
	cfg.Consumer.Offsets.AutoCommit.Enable = false
	cfg.Consumer.Group.Session.Timeout = 30 * time.Second
	cfg.Consumer.Group.Heartbeat.Interval = 3 * time.Second
	cfg.Consumer.Return.Errors = true
	return sarama.NewConsumerGroup(brokers, "meter", cfg)
}
