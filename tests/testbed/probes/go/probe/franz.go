package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// kgoLog keeps what franz-go logs at WARN and ERROR.
type kgoLog struct{ job *job }

func (kgoLog) Level() kgo.LogLevel { return kgo.LogLevelWarn }

func (l kgoLog) Log(level kgo.LogLevel, message string, pairs ...any) {
	var text strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		fmt.Fprintf(&text, " %v=%v", pairs[i], pairs[i+1])
	}
	l.job.warn(fmt.Sprintf("%s franz-go: %s%s", level, message, text.String()))
}

type kgoReader struct {
	job    *job
	helper bool
	client *kgo.Client
	done   chan struct{}
	cancel context.CancelFunc
}

func (r *kgoReader) options() ([]kgo.Opt, error) {
	if r.helper {
		return []kgo.Opt{kgo.SeedBrokers(r.job.plain()...), kgo.ConsumerGroup("probe-" + r.job.records.run), kgo.ConsumeTopics(r.job.Topic),
			kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.DisableAutoCommit()}, nil
	}
	options, err := config[[]kgo.Opt](r.job, "consumer", r.job.Consumer)
	options = append(options, kgo.ConsumeTopics(r.job.Topic), kgo.WithLogger(kgoLog{r.job}))
	if r.job.Group != "" {
		options = append(options, kgo.ConsumerGroup(r.job.Group))
	}
	return options, err
}

func (r *kgoReader) start(ctx context.Context) error {
	options, err := r.options()
	if err != nil {
		return err
	}
	if r.client, err = kgo.NewClient(options...); err != nil {
		return err
	}
	r.done = make(chan struct{})
	ctx, r.cancel = context.WithCancel(ctx)
	go r.poll(ctx)
	return nil
}

func (r *kgoReader) poll(ctx context.Context) {
	defer close(r.done)
	for ctx.Err() == nil {
		fetches := r.client.PollFetches(ctx)
		fetches.EachError(func(_ string, _ int32, err error) {
			if !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
				r.job.records.fail(err)
			}
		})
		fetches.EachRecord(func(record *kgo.Record) {
			r.job.records.take(record.Partition, string(record.Key), string(record.Value))
		})
		r.client.MarkCommitRecords(fetches.Records()...)
		r.client.AllowRebalance()
	}
}

func (r *kgoReader) commit(ctx context.Context) error {
	manual, _ := r.client.OptValue(kgo.DisableAutoCommit).(bool)
	if r.helper || !manual {
		return nil
	}
	return r.client.CommitUncommittedOffsets(ctx)
}

func (r *kgoReader) close() {
	if r.client != nil {
		r.cancel()
		<-r.done
		r.client.CloseAllowingRebalance()
	}
}

type kgoWriter struct {
	job    *job
	helper bool
}

func (w *kgoWriter) client() (*kgo.Client, error) {
	if w.helper {
		return kgo.NewClient(kgo.SeedBrokers(w.job.plain()...))
	}
	options, err := config[[]kgo.Opt](w.job, "producer", w.job.Producer)
	if err != nil {
		return nil, err
	}
	options = append(options, kgo.WithLogger(kgoLog{w.job}))
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, err
	}
	id := optional(client.OptValue(kgo.TransactionalID))
	if id == "" {
		if w.job.Transactional {
			return nil, errors.New("the producer's config has no TransactionalID")
		}
		return client, nil
	}
	// two runs with one transactional id would fence each other
	client.Close()
	return kgo.NewClient(append(options, kgo.TransactionalID(id+"-"+w.job.records.run))...)
}

func optional(value any) string {
	switch text := value.(type) {
	case string:
		return text
	case *string:
		if text != nil {
			return *text
		}
	}
	return ""
}

func (w *kgoWriter) send(ctx context.Context) (int, error) {
	client, err := w.client()
	if err != nil {
		return 0, err
	}
	defer client.Close()
	transaction := optional(client.OptValue(kgo.TransactionalID)) != ""
	if transaction {
		if err := client.BeginTransaction(); err != nil {
			return 0, err
		}
	}
	var all []*kgo.Record
	for i := range w.job.records.count {
		all = append(all, &kgo.Record{Topic: w.job.Topic, Key: []byte(w.job.records.key(i)), Value: []byte(w.job.records.value(i))})
	}
	if err := client.ProduceSync(ctx, all...).FirstErr(); err != nil {
		return 0, err
	}
	if transaction {
		return len(all), client.EndTransaction(ctx, kgo.TryCommit)
	}
	return len(all), nil
}

// settle sends to each partition until one of each has been read: nothing tells when a reader has found where it begins.
func settle(ctx context.Context, j *job) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(j.plain()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		return err
	}
	defer client.Close()
	partitions, err := partitionCount(ctx, client, j.Topic)
	if err != nil {
		return err
	}
	for {
		missing := j.records.missing(partitions)
		if len(missing) == 0 {
			return nil
		}
		for _, partition := range missing {
			record := &kgo.Record{Topic: j.Topic, Partition: partition, Key: []byte(j.records.run + "-settle")}
			if err := client.ProduceSync(ctx, record).FirstErr(); err != nil {
				return err
			}
		}
		short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		err := j.records.wait(short, func(r *records) bool { return len(r.settled) == partitions })
		cancel()
		if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
			return err
		}
	}
}

func (r *records) missing(partitions int) []int32 {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var missing []int32
	for p := range int32(partitions) {
		if !r.settled[p] {
			missing = append(missing, p)
		}
	}
	return missing
}

func partitionCount(ctx context.Context, client *kgo.Client, topic string) (int, error) {
	request := kmsg.NewPtrMetadataRequest()
	one := kmsg.NewMetadataRequestTopic()
	one.Topic = kmsg.StringPtr(topic)
	request.Topics = append(request.Topics, one)
	response, err := request.RequestWith(ctx, client)
	if err != nil {
		return 0, err
	}
	if len(response.Topics) != 1 || len(response.Topics[0].Partitions) == 0 {
		return 0, fmt.Errorf("there is no topic %s", topic)
	}
	return len(response.Topics[0].Partitions), nil
}
