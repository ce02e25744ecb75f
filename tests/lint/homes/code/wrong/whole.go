package orders

import (
	"time"

	"github.com/IBM/sarama"
)

func send() (sarama.SyncProducer, error) {
	c := sarama.NewConfig()
	c.Consumer.Group.Session.Timeout = 10 * time.Second
	c.Consumer.Group.Heartbeat.Interval = 11 * time.Second
	c.Producer.Return.Successes = true
	return sarama.NewSyncProducer([]string{"kafka:9092"}, c)
}
