// Package config: an option that there is not.
package config

import "github.com/twmb/franz-go/pkg/kgo"

// ProducerOptions does not compile.
func ProducerOptions() []kgo.Opt { return []kgo.Opt{kgo.Linger(20)} }
