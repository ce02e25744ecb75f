package events

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Event is what service NUMBER tells the others.
type Event struct {
	ID   string    `json:"id"`
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
}

// Sender sends events.
type Sender struct {
	client *kgo.Client
}

// New makes a sender.
func New() (*Sender, error) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BOOTSTRAP_SERVERS"), ",")...),
		kgo.ClientID("service-NUMBER"),
		kgo.DefaultProduceTopic("signals-NUMBER"),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerLinger(20*time.Millisecond),
		kgo.RecordDeliveryTimeout(2*time.Minute),
	)
	if err != nil {
		return nil, fmt.Errorf("connecting to Kafka: %w", err)
	}
	return &Sender{client: client}, nil
}

// Send sends one event and waits until it is stored.
func (s *Sender) Send(ctx context.Context, event Event) error {
	value, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("encoding event %s: %w", event.ID, err)
	}
	record := &kgo.Record{Key: []byte(event.ID), Value: value}
	return s.client.ProduceSync(ctx, record).FirstErr()
}

// Close sends what is left.
func (s *Sender) Close() {
	s.client.Close()
}
