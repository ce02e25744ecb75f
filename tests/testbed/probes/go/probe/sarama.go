package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/IBM/sarama"
)

var alone sync.Mutex

// sarama's log has no levels: these words tell a complaint from a report.
var complaint = regexp.MustCompile(`(?i)warn|error|fail|deprecat|ignor|unsupported|invalid|abandon`)

type saramaLog struct{ job *job }

func (l saramaLog) Print(values ...any)                 { l.keep(fmt.Sprint(values...)) }
func (l saramaLog) Println(values ...any)               { l.keep(fmt.Sprintln(values...)) }
func (l saramaLog) Printf(format string, values ...any) { l.keep(fmt.Sprintf(format, values...)) }

func (l saramaLog) keep(line string) {
	// kafka.ErrNoError says "Not an error, why are you printing me?"
	if complaint.MatchString(strings.ReplaceAll(line, sarama.ErrNoError.Error(), "")) {
		l.job.warn("LOG sarama: " + strings.TrimSpace(line))
	}
}

func saramaAlone(j *job) func() {
	alone.Lock()
	sarama.Logger = saramaLog{j}
	return alone.Unlock
}

type saramaReader struct {
	job     *job
	group   sarama.ConsumerGroup
	manual  bool
	mutex   sync.Mutex
	session sarama.ConsumerGroupSession
	cancel  context.CancelFunc
	done    chan struct{}
}

func (r *saramaReader) start(ctx context.Context) error {
	config, err := config[*sarama.Config](r.job, "consumer", r.job.Consumer)
	if err != nil {
		return err
	}
	r.manual = !config.Consumer.Offsets.AutoCommit.Enable
	if r.group, err = sarama.NewConsumerGroup(r.job.brokers(), r.job.Group, withScram(config)); err != nil {
		return err
	}
	ctx, r.cancel = context.WithCancel(ctx)
	r.done = make(chan struct{})
	if config.Consumer.Return.Errors {
		go func() {
			for err := range r.group.Errors() {
				r.job.warn("ERROR sarama: " + err.Error())
			}
		}()
	}
	go func() {
		defer close(r.done)
		for ctx.Err() == nil {
			if err := r.group.Consume(ctx, []string{r.job.Topic}, r); err != nil {
				r.job.records.fail(err)
				return
			}
		}
	}()
	return nil
}

func (r *saramaReader) Setup(session sarama.ConsumerGroupSession) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.session = session
	return nil
}

func (*saramaReader) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (r *saramaReader) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			r.job.records.take(message.Partition, string(message.Key), string(message.Value))
			session.MarkMessage(message, "")
		case <-session.Context().Done():
			return nil
		}
	}
}

func (r *saramaReader) commit(context.Context) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.manual && r.session != nil {
		r.session.Commit()
	}
	return nil
}

func (r *saramaReader) close() {
	if r.group != nil {
		r.cancel()
		<-r.done
		_ = r.group.Close()
	}
}

type saramaWriter struct{ job *job }

func (w *saramaWriter) send(context.Context) (int, error) {
	config, err := config[*sarama.Config](w.job, "producer", w.job.Producer)
	if err != nil {
		return 0, err
	}
	if w.job.Transactional && config.Producer.Transaction.ID == "" {
		return 0, errors.New("the producer's config has no Producer.Transaction.ID")
	}
	if config.Producer.Transaction.ID != "" {
		// two runs with one transactional id would fence each other
		config.Producer.Transaction.ID += "-" + w.job.records.run
	}
	// how the probe learns of acknowledgements
	config.Producer.Return.Successes, config.Producer.Return.Errors = true, true
	producer, err := sarama.NewSyncProducer(w.job.brokers(), withScram(config))
	if err != nil {
		return 0, err
	}
	defer producer.Close()
	if config.Producer.Transaction.ID != "" {
		if err := producer.BeginTxn(); err != nil {
			return 0, err
		}
	}
	var all []*sarama.ProducerMessage
	for i := range w.job.records.count {
		all = append(all, &sarama.ProducerMessage{Topic: w.job.Topic, Key: sarama.StringEncoder(w.job.records.key(i)), Value: sarama.StringEncoder(w.job.records.value(i))})
	}
	if err := producer.SendMessages(all); err != nil {
		return 0, err
	}
	if config.Producer.Transaction.ID != "" {
		return len(all), producer.CommitTxn()
	}
	return len(all), nil
}
