#!/usr/bin/env bash
# build.sh DIR FRANZ_GO_VERSION SARAMA_VERSION: the program DIR/construct with these two. What a version has, in options
# and names, is read out of its source.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1/work
# modules of its own, which nobody needs once it is built; writable, so that they can be removed
export GOMODCACHE=$work/modules GOFLAGS=-modcacherw
mkdir -p "$work/module"
cp "$here/main.go" "$work/module/"
cd "$work/module"
# it moved with 1.40
case $3 in
  v1.[0-3]?.*) sarama=github.com/Shopify/sarama ;;
  *) sarama=github.com/IBM/sarama ;;
esac
sed -i "s,github.com/IBM/sarama,$sarama," main.go
{
  go mod init kskill.test/construct
  go get "github.com/twmb/franz-go@$2" "$sarama@$3"
  kgo=$(go list -m -f '{{.Dir}}' github.com/twmb/franz-go)/pkg/kgo
  fields=$(go list -m -f '{{.Dir}}' "$sarama")
} >"$work/get.log" 2>&1 || { cat "$work/get.log" >&2; exit 1; }
{
  printf 'package main\n\nimport (\n\t"%s"\n\t"github.com/twmb/franz-go/pkg/kgo"\n)\n\nvar options = map[string]any{\n' "$sarama"
  sed -nE 's/^func ([A-Z][A-Za-z]*)\(.*\) (Opt|ProducerOpt|ConsumerOpt|GroupOpt) \{.*/\t"\1": kgo.\1,/p' "$kgo/config.go"
  printf '}\n\nvar names = map[string]any{\n'
  sed -nE 's/^\t(V[0-9_]+) += newKafkaVersion.*/\t"sarama.\1": sarama.\1,/p' "$fields/utils.go"
  sed -nE 's/^func (NewBalanceStrategy[A-Za-z]+)\(\) BalanceStrategy \{.*/\t"[]sarama.BalanceStrategy{sarama.\1()}": []sarama.BalanceStrategy{sarama.\1()},/p' \
    "$fields"/*.go
  printf '}\n'
} >names.go
{ go mod tidy && go build -trimpath -o "$1/construct" .; } >>"$work/get.log" 2>&1 || { cat "$work/get.log" >&2; exit 1; }
cd "$1"
rm -rf "$work"
