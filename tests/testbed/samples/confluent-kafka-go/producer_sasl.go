// Package config: producer task-api, SCRAM over TLS, exactly once.
package config

import (
	"os"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

// ProducerConfig is what kafka.NewProducer takes.
func ProducerConfig() *kafka.ConfigMap {
	return &kafka.ConfigMap{
		"bootstrap.servers":  os.Getenv("KAFKA_BOOTSTRAP_SERVERS"),
		"client.id":          "task-api",
		"enable.idempotence": true,
		"acks":               "all",
		"transactional.id":   "task-api-1",
		"partitioner":        "murmur2_random",
		"security.protocol":  "SASL_SSL",
		"sasl.mechanism":     "SCRAM-SHA-512",
		"sasl.username":      os.Getenv("KAFKA_USERNAME"),
		"sasl.password":      os.Getenv("KAFKA_PASSWORD"),
		"ssl.ca.location":    os.Getenv("KAFKA_CA_LOCATION"),
	}
}
