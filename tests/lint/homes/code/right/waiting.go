package main

import (
	"time"

	"github.com/IBM/sarama"
)

func whole(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	config.Producer.Return.Successes = true
	config.Consumer.Group.Session.Timeout = 30 * time.Second
	config.Consumer.Group.Heartbeat.Interval = 10 * time.Second
	return sarama.NewSyncProducer(brokers, config)
}

func fresh(brokers []string) (sarama.SyncProducer, error) {
	return sarama.NewSyncProducer(brokers, nil)
}

func helped(brokers []string) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	prepare(config)
	return sarama.NewSyncProducer(brokers, config)
}

func perhaps(brokers []string, waits bool) (sarama.SyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	if waits {
		config.Producer.Return.Successes = true
	}
	return sarama.NewSyncProducer(brokers, config)
}

func unwaited(brokers []string) (sarama.AsyncProducer, error) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	return sarama.NewAsyncProducer(brokers, config)
}
