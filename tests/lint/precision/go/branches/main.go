package main

import (
	"flag"

	"github.com/IBM/sarama"
	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

var idempotent = flag.Bool("idempotent", true, "")

func confluent() (*kafka.Producer, error) {
	cm := &kafka.ConfigMap{"bootstrap.servers": "kafka-1:9092,kafka-2:9092"}
	if *idempotent {
		_ = cm.SetKey("enable.idempotence", true)
		_ = cm.SetKey("acks", "all")
	} else {
		_ = cm.SetKey("acks", 1)
	}
	_ = cm.Set("linger.ms=20")
	return kafka.NewProducer(cm)
}

func sync(brokers []string) (sarama.SyncProducer, error) {
	cfg := sarama.NewConfig()
	cfg.Producer.Return.Successes = true
	if *idempotent {
		cfg.Producer.Idempotent = true
		cfg.Producer.RequiredAcks = sarama.WaitForAll
		cfg.Net.MaxOpenRequests = 1
	} else {
		cfg.Producer.RequiredAcks = sarama.WaitForLocal
	}
	return sarama.NewSyncProducer(brokers, cfg)
}
