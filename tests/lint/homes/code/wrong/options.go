package orders

import (
	"crypto/tls"
	"time"

	"github.com/IBM/sarama"
	ck "github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/twmb/franz-go/pkg/kgo"
)

func options(brokers []string) {
	ck.NewProducer(&ck.ConfigMap{"bootstrap.servers": "kafka:9092", "acks": "all", "enable.idempotence": true, "go.batch.produser": true, "go.delivery.reports": "sure"})

	kgo.NewClient(
		kgo.RequiredAcks(kgo.LeaderAck()),
		kgo.MaxProduceRequestsInflightPerBroker(10),
		kgo.RecordDeliveryTimeout(10*time.Millisecond),
		kgo.ProducerLinger(10),
	)

	config := sarama.NewConfig()
	config.Net.TLS.Enable = true
	config.Net.TLS.Config = &tls.Config{InsecureSkipVerify: true}
	sarama.NewConsumerGroup(brokers, "billing", config)
}
