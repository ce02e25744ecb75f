// Package config: consumer notification-service.
package config

import (
	"os"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

// ConsumerConfig is what kafka.NewConsumer takes.
func ConsumerConfig() *kafka.ConfigMap {
	return &kafka.ConfigMap{
		"bootstrap.servers":        os.Getenv("KAFKA_BOOTSTRAP_SERVERS"),
		"group.id":                 "notification-service",
		"auto.offset.reset":        "latest",
		"enable.auto.commit":       true,
		"enable.auto.offset.store": false,
	}
}
