// Package config: consumer notification-service, starts at the end, commits by hand.
package config

import (
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// ConsumerOptions are what kgo.NewClient takes.
func ConsumerOptions() []kgo.Opt {
	return []kgo.Opt{
		kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BOOTSTRAP_SERVERS"), ",")...),
		kgo.ConsumerGroup("notification-service"),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtEnd()),
		kgo.Balancers(kgo.CooperativeStickyBalancer()),
		kgo.SessionTimeout(45 * time.Second),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(),
	}
}
