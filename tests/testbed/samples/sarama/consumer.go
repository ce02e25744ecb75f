// Package config: consumer notification-service, starts at the end, commits by hand.
package config

import (
	"time"

	"github.com/IBM/sarama"
)

// ConsumerConfig is what sarama.NewConsumerGroup takes.
func ConsumerConfig() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.V4_0_0_0
	config.ClientID = "notification-service"
	config.Consumer.Offsets.Initial = sarama.OffsetNewest
	config.Consumer.Offsets.AutoCommit.Enable = false
	config.Consumer.Group.Session.Timeout = 45 * time.Second
	config.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{sarama.NewBalanceStrategySticky()}
	return config
}
