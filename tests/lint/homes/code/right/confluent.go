package orders

import (
	"os"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

const acks = "all"

func send(debug bool) error {
	config := &kafka.ConfigMap{
		"bootstrap.servers":                     os.Getenv("KAFKA_BOOTSTRAP_SERVERS"),
		"acks":                                  acks,
		"enable.idempotence":                    true,
		"max.in.flight.requests.per.connection": 5,
		"go.delivery.reports":                   true,
	}
	if err := config.SetKey("linger.ms", 5); err != nil {
		return err
	}
	producer, err := kafka.NewProducer(config)
	if err != nil {
		return err
	}
	topic := "orders"
	return producer.Produce(&kafka.Message{TopicPartition: kafka.TopicPartition{Topic: &topic, Partition: kafka.PartitionAny}}, nil)
}
