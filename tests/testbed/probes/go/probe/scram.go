package main

import (
	"crypto/sha512"
	"hash"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

// sarama leaves the SCRAM conversation to the application; this is what its documentation shows.
type scramClient struct {
	*scram.ClientConversation
}

func (c *scramClient) Begin(user, password, authorisation string) error {
	client, err := scram.HashGeneratorFcn(func() hash.Hash { return sha512.New() }).NewClient(user, password, authorisation)
	if err != nil {
		return err
	}
	c.ClientConversation = client.NewConversation()
	return nil
}

// withScram adds to a config what the code of an application must add.
func withScram(config *sarama.Config) *sarama.Config {
	if config.Net.SASL.Mechanism == sarama.SASLTypeSCRAMSHA512 && config.Net.SASL.SCRAMClientGeneratorFunc == nil {
		config.Net.SASL.SCRAMClientGeneratorFunc = func() sarama.SCRAMClient { return &scramClient{} }
	}
	return config
}
