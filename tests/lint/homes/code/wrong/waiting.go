package main

import (
	"time"

	"github.com/IBM/sarama"
)

func bare(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	return sarama.NewSyncProducer(brokers, config)
}

func unheard(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Errors = false
	return sarama.NewSyncProducer(brokers, config)
}

func shared(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
	config.Consumer.Group.Heartbeat.Interval = 15 * time.Second
	return sarama.NewSyncProducer(brokers, config)
}
