package main

import (
	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	client, err := kgo.NewClient(
		kgo.SeedBrokers("kafka:9092"),
		kgo.ConsumerGroup("audit"),
		kgo.ConsumeTopics("rides", "ride-prices"),
		kgo.Balancers(kgo.CooperativeStickyBalancer(), kgo.RangeBalancer()),
		kgo.AutoCommitMarks(),
		kgo.FetchMaxBytes(10<<20),
	)
	if err != nil {
		panic(err)
	}
	defer client.Close()
}
