package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

// warningLevel is syslog's: smaller is worse.
const warningLevel = 4

// confluentLog keeps what librdkafka logs; the channel ends with its client.
func confluentLog(j *job, lines <-chan kafka.LogEvent) {
	for line := range lines {
		if line.Level <= warningLevel {
			j.warn(fmt.Sprintf("LOG %s: %s", line.Tag, line.Message))
		}
	}
}

func isTrue(config *kafka.ConfigMap, key string, otherwise bool) bool {
	value, err := config.Get(key, otherwise)
	return err == nil && strings.EqualFold(fmt.Sprint(value), "true")
}

type confluentReader struct {
	job            *job
	consumer       *kafka.Consumer
	manual, stored bool
	cancel         context.CancelFunc
	done           chan struct{}
}

func (r *confluentReader) start(ctx context.Context) error {
	config, err := config[*kafka.ConfigMap](r.job, "consumer", r.job.Consumer)
	if err != nil {
		return err
	}
	r.manual = !isTrue(config, "enable.auto.commit", true)
	r.stored = isTrue(config, "enable.auto.offset.store", true)
	if r.job.Group != "" {
		_ = config.SetKey("group.id", r.job.Group)
	}
	_ = config.SetKey("go.logs.channel.enable", true)
	if r.consumer, err = kafka.NewConsumer(config); err != nil {
		return err
	}
	go confluentLog(r.job, r.consumer.Logs())
	if err := r.consumer.Subscribe(r.job.Topic, nil); err != nil {
		return err
	}
	ctx, r.cancel = context.WithCancel(ctx)
	r.done = make(chan struct{})
	go r.poll(ctx)
	return nil
}

func (r *confluentReader) poll(ctx context.Context) {
	defer close(r.done)
	for ctx.Err() == nil {
		switch event := r.consumer.Poll(100).(type) {
		case *kafka.Message:
			r.job.records.take(event.TopicPartition.Partition, string(event.Key), string(event.Value))
			if !r.stored {
				if _, err := r.consumer.StoreMessage(event); err != nil {
					r.job.records.fail(err)
				}
			}
		case kafka.Error:
			r.job.warn("ERROR event: " + event.Error())
			if event.IsFatal() || event.Code() == kafka.ErrAuthentication {
				r.job.records.fail(event)
			}
		}
	}
}

func (r *confluentReader) commit(context.Context) error {
	if !r.manual {
		return nil
	}
	_, err := r.consumer.Commit()
	return err
}

func (r *confluentReader) close() {
	if r.consumer != nil {
		if r.cancel != nil {
			r.cancel()
			<-r.done
		}
		_ = r.consumer.Close()
	}
}

type confluentWriter struct{ job *job }

// open also tells whether the producer is a transactional one.
func (w *confluentWriter) open() (*kafka.Producer, bool, error) {
	config, err := config[*kafka.ConfigMap](w.job, "producer", w.job.Producer)
	if err != nil {
		return nil, false, err
	}
	id, _ := config.Get("transactional.id", "")
	if id != "" {
		// two runs with one transactional id would fence each other
		_ = config.SetKey("transactional.id", fmt.Sprintf("%v-%s", id, w.job.records.run))
	} else if w.job.Transactional {
		return nil, false, errors.New("the producer's config has no transactional.id")
	}
	_ = config.SetKey("go.logs.channel.enable", true)
	producer, err := kafka.NewProducer(config)
	return producer, id != "", err
}

func (w *confluentWriter) send(ctx context.Context) (int, error) {
	producer, transaction, err := w.open()
	if err != nil {
		return 0, err
	}
	defer producer.Close()
	go confluentLog(w.job, producer.Logs())
	failed := make(chan error, 1)
	go w.events(producer, failed)
	if transaction {
		if err := producer.InitTransactions(ctx); err != nil {
			return 0, err
		}
		if err := producer.BeginTransaction(); err != nil {
			return 0, err
		}
	}
	if err := w.produce(ctx, producer, failed); err != nil {
		return 0, err
	}
	if transaction {
		return w.job.records.count, producer.CommitTransaction(ctx)
	}
	return w.job.records.count, nil
}

func (w *confluentWriter) events(producer *kafka.Producer, failed chan<- error) {
	for event := range producer.Events() {
		if err, bad := event.(kafka.Error); bad {
			w.job.warn("ERROR event: " + err.Error())
			if err.IsFatal() || err.Code() == kafka.ErrAuthentication {
				select {
				case failed <- err:
				default:
				}
			}
		}
	}
}

func (w *confluentWriter) produce(ctx context.Context, producer *kafka.Producer, failed <-chan error) error {
	reports := make(chan kafka.Event, w.job.records.count)
	for i := range w.job.records.count {
		message := &kafka.Message{TopicPartition: kafka.TopicPartition{Topic: &w.job.Topic, Partition: kafka.PartitionAny},
			Key: []byte(w.job.records.key(i)), Value: []byte(w.job.records.value(i))}
		if err := producer.Produce(message, reports); err != nil {
			return err
		}
	}
	for range w.job.records.count {
		select {
		case event := <-reports:
			if message, ok := event.(*kafka.Message); ok && message.TopicPartition.Error != nil {
				return message.TopicPartition.Error
			}
		case err := <-failed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
