package main

import (
	"os"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

const maxPoll = 10 * time.Minute

func common() kafka.ConfigMap {
	cm := kafka.ConfigMap{
		"bootstrap.servers": os.Getenv("BROKERS"),
		"client.id":         "ledger",
	}
	if user := os.Getenv("KAFKA_USER"); user != "" {
		cm["security.protocol"] = "SASL_SSL"
		cm["sasl.mechanisms"] = "PLAIN"
		cm["sasl.username"] = user
		cm["sasl.password"] = os.Getenv("KAFKA_PASSWORD")
	}
	return cm
}

func newProducer() (*kafka.Producer, error) {
	cm := common()
	cm["acks"] = "all"
	cm["enable.idempotence"] = true
	cm["linger.ms"] = 20
	cm["go.delivery.reports"] = true
	cm["go.logs.channel.enable"] = true
	return kafka.NewProducer(&cm)
}

func newConsumer() (*kafka.Consumer, error) {
	return kafka.NewConsumer(&kafka.ConfigMap{
		"bootstrap.servers":               os.Getenv("BROKERS"),
		"group.id":                        "ledger",
		"auto.offset.reset":               "earliest",
		"enable.auto.offset.store":        false,
		"max.poll.interval.ms":            int(maxPoll.Milliseconds()),
		"session.timeout.ms":              30000,
		"go.application.rebalance.enable": true,
		"default.topic.config":            kafka.ConfigMap{"acks": "all"},
	})
}
