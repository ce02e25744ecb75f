package orders

import (
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func client(seeds []string, more ...kgo.Opt) (*kgo.Client, error) {
	options := []kgo.Opt{
		kgo.SeedBrokers(seeds...),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerLinger(20 * time.Millisecond),
		kgo.ProducerBatchCompression(kgo.ZstdCompression(), kgo.NoCompression()),
		kgo.ConsumerGroup("shipping"),
		kgo.ConsumeTopics("orders"),
		kgo.SessionTimeout(time.Second * 45),
		kgo.HeartbeatInterval(3 * time.Second),
	}
	options = append(options, more...)
	return kgo.NewClient(options...)
}
