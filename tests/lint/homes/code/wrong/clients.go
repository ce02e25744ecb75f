package orders

import (
	"time"

	"github.com/IBM/sarama"
	ck "github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/twmb/franz-go/pkg/kgo"
)

func clients(brokers []string) {
	ck.NewProducer(&ck.ConfigMap{"acks": 1, "enable.idempotence": true, "max.in.flight.requests.per.connection": 5, "linger.mss": 5})

	kgo.NewClient(
		kgo.ConsumerGroup("shipping"),
		kgo.SessionTimeout(5*time.Second),
		kgo.HeartbeatInterval(6*time.Second),
	)

	config := sarama.NewConfig()
	config.Producer.Idempotent = true
	config.Producer.RequiredAcks = sarama.WaitForLocal
	sarama.NewSyncProducer(brokers, config)
}
