// Makes clients of franz-go, and configs of Sarama, with what it is told: see probe.rs. A value is a JSON scalar, or the
// text of a Go expression that is in `names`.
package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"context"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kgo"
)

type job struct {
	Role   string
	Config map[string]any
}

var makers = map[string]func(job) error{"franz-go": franz, "sarama": fields}

func main() {
	named()
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var one job
		decoder := json.NewDecoder(strings.NewReader(in.Text()))
		decoder.UseNumber()
		check(decoder.Decode(&one))
		var refused *string
		if err := makers[os.Args[1]](one); err != nil {
			text := err.Error()
			refused = &text
		}
		line, err := json.Marshal(map[string]any{"refused": refused})
		check(err)
		fmt.Println(string(line))
	}
}

func franz(one job) error {
	all := []kgo.Opt{kgo.SeedBrokers("127.0.0.1:1")}
	for name, given := range one.Config {
		function := reflect.ValueOf(options[name])
		if !function.IsValid() {
			check(fmt.Errorf("there is no option %s", name))
		}
		var arguments []reflect.Value
		if function.Type().NumIn() > 0 {
			wanted := function.Type().In(0)
			if function.Type().IsVariadic() {
				wanted = wanted.Elem()
			}
			arguments = []reflect.Value{value(given, wanted)}
		}
		all = append(all, function.Call(arguments)[0].Interface().(kgo.Opt))
	}
	client, err := kgo.NewClient(all...)
	if err == nil {
		go client.CloseAllowingRebalance()
	}
	return err
}

func fields(one job) error {
	config := sarama.NewConfig()
	for path, given := range one.Config {
		field := reflect.ValueOf(config).Elem()
		for _, name := range strings.Split(path, ".") {
			field = field.FieldByName(name)
			if !field.IsValid() {
				check(fmt.Errorf("there is no field %s", path))
			}
		}
		field.Set(value(given, field.Type()))
	}
	return config.Validate()
}

// value makes of what is given what the compiler would.
func value(given any, wanted reflect.Type) reflect.Value {
	switch given := given.(type) {
	case bool:
		return reflect.ValueOf(given)
	case json.Number:
		number, err := given.Int64()
		check(err)
		return reflect.ValueOf(number).Convert(wanted)
	case string:
		if named, is := names[given]; is {
			if kind := reflect.TypeOf(named).Kind(); kind >= reflect.Int && kind <= reflect.Float64 {
				return reflect.ValueOf(named).Convert(wanted)
			}
			return reflect.ValueOf(named)
		}
		if number, unit, is := strings.Cut(given, " * "); is && units[unit] != 0 {
			count, err := strconv.ParseInt(number, 10, 64)
			check(err)
			return reflect.ValueOf(time.Duration(count) * units[unit])
		}
		if text, err := strconv.Unquote(given); err == nil {
			given = text
		}
		return reflect.ValueOf(given).Convert(wanted)
	}
	check(fmt.Errorf("nothing is made of %v", given))
	return reflect.Value{}
}

var units = map[string]time.Duration{
	"time.Nanosecond": time.Nanosecond, "time.Microsecond": time.Microsecond, "time.Millisecond": time.Millisecond,
	"time.Second": time.Second, "time.Minute": time.Minute, "time.Hour": time.Hour,
}

// named adds what every version has; what only some have is in names.go, which build.sh writes.
func named() {
	callback := func(context.Context, *kgo.Client, map[string][]int32) {}
	for name, value := range map[string]any{
		"kgo.AllISRAcks()": kgo.AllISRAcks(), "kgo.LeaderAck()": kgo.LeaderAck(), "kgo.NoAck()": kgo.NoAck(),
		"kgo.ReadCommitted()": kgo.ReadCommitted(), "kgo.ReadUncommitted()": kgo.ReadUncommitted(),
		"kgo.GzipCompression()": kgo.GzipCompression(), "kgo.ZstdCompression()": kgo.ZstdCompression(),
		"kgo.NoCompression()": kgo.NoCompression(), "kgo.RangeBalancer()": kgo.RangeBalancer(),
		"kgo.CooperativeStickyBalancer()": kgo.CooperativeStickyBalancer(),
		"kgo.NewOffset().AtStart()":       kgo.NewOffset().AtStart(), "kgo.NewOffset().AtEnd()": kgo.NewOffset().AtEnd(),
		"callback": callback, "dialer": (&net.Dialer{}).DialContext, "&tls.Config{}": &tls.Config{},
		"partitions":      map[string]map[int32]kgo.Offset{"payments": {0: kgo.NewOffset().AtStart()}},
		"sarama.WaitForAll": sarama.WaitForAll, "sarama.WaitForLocal": sarama.WaitForLocal,
		"sarama.NoResponse": sarama.NoResponse, "sarama.CompressionNone": sarama.CompressionNone,
		"sarama.CompressionGZIP": sarama.CompressionGZIP, "sarama.CompressionSnappy": sarama.CompressionSnappy,
		"sarama.CompressionLZ4": sarama.CompressionLZ4, "sarama.CompressionZSTD": sarama.CompressionZSTD,
		"sarama.OffsetOldest": sarama.OffsetOldest, "sarama.OffsetNewest": sarama.OffsetNewest,
		"sarama.ReadCommitted": sarama.ReadCommitted, "sarama.ReadUncommitted": sarama.ReadUncommitted,
		"sarama.SASLTypePlaintext":   sarama.SASLMechanism(sarama.SASLTypePlaintext),
		"sarama.SASLTypeSCRAMSHA512": sarama.SASLMechanism(sarama.SASLTypeSCRAMSHA512),
		"sarama.SASLTypeSCRAMSHA256": sarama.SASLMechanism(sarama.SASLTypeSCRAMSHA256),
		"sarama.SASLTypeOAuth":       sarama.SASLMechanism(sarama.SASLTypeOAuth),
		"sarama.BalanceStrategyRange": sarama.BalanceStrategyRange, "tokens": tokens{}, "scramClient": scramClient,
	} {
		names[name] = value
	}
}

type tokens struct{}

func (tokens) Token() (*sarama.AccessToken, error) { return &sarama.AccessToken{}, nil }

func scramClient() sarama.SCRAMClient { return nil }

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
