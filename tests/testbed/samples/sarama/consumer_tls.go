// Package config: consumer notification-service, over mutual TLS.
package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"github.com/IBM/sarama"
)

// ConsumerConfig is what sarama.NewConsumerGroup takes.
func ConsumerConfig() (*sarama.Config, error) {
	pem, err := os.ReadFile(os.Getenv("KAFKA_CA_LOCATION"))
	if err != nil {
		return nil, fmt.Errorf("reading the certificate authorities: %w", err)
	}
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(pem)
	own, err := tls.LoadX509KeyPair(os.Getenv("KAFKA_CERTIFICATE_LOCATION"), os.Getenv("KAFKA_KEY_LOCATION"))
	if err != nil {
		return nil, fmt.Errorf("reading the client's certificate: %w", err)
	}
	config := sarama.NewConfig()
	config.Version = sarama.V4_0_0_0
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.IsolationLevel = sarama.ReadCommitted
	config.Net.TLS.Enable = true
	config.Net.TLS.Config = &tls.Config{RootCAs: authorities, Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
	return config, nil
}
