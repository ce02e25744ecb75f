#!/usr/bin/env bash
# build.sh DIR: the probe's module with its dependencies, compiled once so that later builds only link.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
here=$TESTBED/probes/go
# modules of its own, so that a warm cache is the folder alone; writable, so that it can be removed
export GOMODCACHE=$1/modules GOFLAGS=-modcacherw
mkdir -p "$1/module"
cp "$here"/probe/*.go "$1/module/"
cd "$1/module"
{
  go mod init kskill.test/probe
  go get "github.com/twmb/franz-go@$FRANZ_GO_VERSION" "github.com/IBM/sarama@$SARAMA_VERSION" \
    "github.com/confluentinc/confluent-kafka-go/v2@$CONFLUENT_KAFKA_GO_VERSION" "github.com/xdg-go/scram@$SCRAM_VERSION"
  go mod tidy
} >"$1/get.log" 2>&1 || { cat "$1/get.log" >&2; exit 1; }
go build -trimpath -o /dev/null .
go build -trimpath -o "$1/driver" "$here/driver/main.go"
