package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

const keys = 8

// records of one run: eight keys that nobody else uses, and a number that counts up for each key.
type records struct {
	run   string
	count int

	mutex   sync.Mutex
	next    map[string]int
	seen    int
	settled map[int32]bool
	err     error
}

func newRecords(count int) *records {
	bytes := make([]byte, 4)
	_, _ = rand.Read(bytes)
	return &records{run: hex.EncodeToString(bytes), count: count, next: map[string]int{}, settled: map[int32]bool{}}
}

func (r *records) key(i int) string { return fmt.Sprintf("%s-%d", r.run, i%keys) }

func (r *records) value(i int) string { return strconv.Itoa(i / keys) }

// take ignores strangers' records.
func (r *records) take(partition int32, key, value string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if key == r.run+"-settle" {
		r.settled[partition] = true
	} else if strings.HasPrefix(key, r.run+"-") {
		if expected := strconv.Itoa(r.next[key]); value != expected && r.err == nil {
			r.err = fmt.Errorf("key %s: number %s came where %s was expected", key, value, expected)
		}
		r.next[key]++
		r.seen++
	}
}

func (r *records) fail(err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.err == nil {
		r.err = err
	}
}

func (r *records) read() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.seen
}

func (r *records) wait(ctx context.Context, done func(*records) bool) error {
	for {
		r.mutex.Lock()
		over, err := done(r), r.err
		r.mutex.Unlock()
		if err != nil || over {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
