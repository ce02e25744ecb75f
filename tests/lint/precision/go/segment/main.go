package main

import (
	"time"

	"github.com/segmentio/kafka-go"
)

func writer() *kafka.Writer {
	return &kafka.Writer{
		Addr:         kafka.TCP("kafka-1:9092"),
		Topic:        "metrics",
		RequiredAcks: kafka.RequireOne,
		BatchTimeout: 10 * time.Millisecond,
		Async:        true,
	}
}

func reader() *kafka.Reader {
	return kafka.NewReader(kafka.ReaderConfig{Brokers: []string{"kafka-1:9092"}, GroupID: "metrics", MinBytes: 1, MaxBytes: 10e6})
}
