#!/usr/bin/env bash
# franz-go, sarama and confluent-kafka-go: jobs on stdin, answers on stdout. All jobs are read before the first answer,
# as the configs are code and are compiled into the probe together.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
go=$(part go)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$go"/module/* "$work/"
# what the module needs is there: a config that imports something else fails instead of fetching it
export GOMODCACHE=$go/modules GOFLAGS=-modcacherw GOPROXY=off
"$go/driver" "$work"
