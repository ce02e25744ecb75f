// Package config: producer task-api, SCRAM over TLS, exactly once.
package config

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// ProducerOptions are what kgo.NewClient takes.
func ProducerOptions() []kgo.Opt {
	return []kgo.Opt{
		kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BOOTSTRAP_SERVERS"), ",")...),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.TransactionalID("task-api-1"),
		kgo.DialTLSConfig(&tls.Config{RootCAs: authorities(), MinVersion: tls.VersionTLS12}),
		kgo.SASL(scram.Auth{User: os.Getenv("KAFKA_USERNAME"), Pass: os.Getenv("KAFKA_PASSWORD")}.AsSha512Mechanism()),
	}
}

func authorities() *x509.CertPool {
	pool := x509.NewCertPool()
	pem, err := os.ReadFile(os.Getenv("KAFKA_CA_LOCATION"))
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		panic("KAFKA_CA_LOCATION has no certificates")
	}
	return pool
}
