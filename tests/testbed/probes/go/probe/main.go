// The probe proves configs for the Go clients: JSON lines in, JSON lines out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"
)

const (
	atOnce   = 4
	deadline = 38 * time.Second
)

// registry has the functions of the config files that were compiled in, by "role:path".
var registry = map[string]any{}

// environment guards os.Setenv: config functions read the environment of the process.
var environment sync.Mutex

type job struct {
	ID            any               `json:"id"`
	Client        string            `json:"client"`
	Producer      string            `json:"producer"`
	Consumer      string            `json:"consumer"`
	Topic         string            `json:"topic"`
	Group         string            `json:"group"`
	Count         int               `json:"records"`
	Transactional bool              `json:"transactional"`
	Env           map[string]string `json:"env"`

	records  *records
	mutex    sync.Mutex
	doing    string
	produced int
	warnings []string
}

// A reader and a writer for the two ends of a job.
type reader interface {
	// start returns at once; what it reads goes to the job's records until the context ends.
	start(ctx context.Context) error
	commit(ctx context.Context) error
	close()
}

type writer interface {
	send(ctx context.Context) (int, error)
}

func main() {
	slots := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		j := &job{Count: 20}
		if err := json.Unmarshal(in.Bytes(), j); err != nil {
			fmt.Fprintln(os.Stderr, "no job:", in.Text(), err)
			os.Exit(1)
		}
		slots <- struct{}{}
		running.Add(1)
		go func() {
			defer running.Done()
			run(j)
			<-slots
		}()
	}
	running.Wait()
}

func run(j *job) {
	if j.Client == "sarama" {
		// its logger belongs to the process
		defer saramaAlone(j)()
	}
	j.records = newRecords(j.Count)
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- prove(ctx, j) }()
	var err error
	select {
	case err = <-done:
	case <-time.After(deadline + time.Second):
		err = fmt.Errorf("no end after %s", deadline)
	}
	answer(j, err)
}

var output sync.Mutex

func answer(j *job, err error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	line := map[string]any{"id": j.ID, "ok": err == nil, "produced": j.produced, "consumed": j.records.read(), "warnings": j.warnings, "error": nil}
	if j.warnings == nil {
		line["warnings"] = []string{}
	}
	if err != nil {
		line["error"] = j.doing + ": " + err.Error()
	}
	text, _ := json.Marshal(line)
	output.Lock()
	defer output.Unlock()
	fmt.Println(string(text))
}

func (j *job) at(doing string) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.doing = doing
}

func (j *job) warn(line string) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.warnings = append(j.warnings, line)
}

func (j *job) plain() []string {
	if list := j.Env["KAFKA_PLAIN_BOOTSTRAP"]; list != "" {
		return strings.Split(list, ",")
	}
	return j.brokers()
}

func (j *job) brokers() []string { return strings.Split(j.Env["KAFKA_BOOTSTRAP_SERVERS"], ",") }

// config calls the file's function with the job's environment.
func config[T any](j *job, role, path string) (T, error) {
	var none T
	function, ok := registry[role+":"+path]
	if !ok {
		return none, fmt.Errorf("no such client here: %s", j.Client)
	}
	environment.Lock()
	defer environment.Unlock()
	for name, value := range j.Env {
		if old, had := os.LookupEnv(name); had {
			defer os.Setenv(name, old)
		} else {
			defer os.Unsetenv(name)
		}
		os.Setenv(name, value)
	}
	results := reflect.ValueOf(function).Call(nil)
	if len(results) == 2 && !results[1].IsNil() {
		return none, results[1].Interface().(error)
	}
	value, ok := results[0].Interface().(T)
	if !ok {
		return none, fmt.Errorf("%s gives a %s, not a %T", path, results[0].Type(), none)
	}
	return value, nil
}

func ends(j *job) (reader, writer, error) {
	var r reader = &kgoReader{job: j, helper: true}
	var w writer = &kgoWriter{job: j, helper: true}
	switch j.Client {
	case "franz-go":
		if j.Consumer != "" {
			r = &kgoReader{job: j}
		}
		if j.Producer != "" {
			w = &kgoWriter{job: j}
		}
	case "sarama":
		if j.Consumer != "" {
			r = &saramaReader{job: j}
		}
		if j.Producer != "" {
			w = &saramaWriter{job: j}
		}
	case "confluent-kafka-go":
		if j.Consumer != "" {
			r = &confluentReader{job: j}
		}
		if j.Producer != "" {
			w = &confluentWriter{job: j}
		}
	default:
		return nil, nil, fmt.Errorf("no such client here: %s", j.Client)
	}
	return r, w, nil
}

func prove(ctx context.Context, j *job) error {
	r, w, err := ends(j)
	if err != nil {
		return err
	}
	j.at("constructing the consumer")
	defer r.close()
	if err := r.start(ctx); err != nil {
		return err
	}
	j.at("waiting for the first position")
	if err := settle(ctx, j); err != nil {
		return err
	}
	j.at("producing")
	produced, err := w.send(ctx)
	j.mutex.Lock()
	j.produced = produced
	j.mutex.Unlock()
	if err != nil {
		return err
	}
	j.at("consuming")
	if err := j.records.wait(ctx, func(r *records) bool { return r.seen >= r.count }); err != nil {
		return err
	}
	j.at("committing")
	return r.commit(ctx)
}
