package orders

import (
	"time"

	"github.com/IBM/sarama"
)

func producer(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Version = sarama.V3_6_0_0
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Producer.Return.Successes = true
	config.Producer.Flush.Frequency = 10 * time.Millisecond
	config.Net.MaxOpenRequests = 1
	return sarama.NewSyncProducer(brokers, config)
}
