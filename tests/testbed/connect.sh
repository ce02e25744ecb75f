#!/usr/bin/env bash
# connect.sh BOOTSTRAP DIR: a Connect worker on a free port of this machine, with the connectors that ship with Kafka and
# Debezium's. Prints HOST:PORT once it answers, keeps its log in DIR, and ends when its standard input does.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# = 2 ] || die "usage: connect.sh BOOTSTRAP DIR"

KAFKA=$(part kafka)
CONNECT=$(part connect)
mkdir -p "$2"
cd "$2"

cat >worker.properties <<P
bootstrap.servers=$1
group.id=kskill-connect-$$
listeners=http://127.0.0.1:0
key.converter=org.apache.kafka.connect.json.JsonConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
config.storage.topic=kskill-connect-$$-configs
offset.storage.topic=kskill-connect-$$-offsets
status.storage.topic=kskill-connect-$$-status
config.storage.replication.factor=1
offset.storage.replication.factor=1
status.storage.replication.factor=1
offset.storage.partitions=1
status.storage.partitions=1
plugin.path=$CONNECT/plugins
# the slower ways look into every class
plugin.discovery=service_load
P

: >worker.log
"${JVM[@]}" -Xmx384m "-Dlog4j2.configurationFile=$TESTBED/broker/log4j2.yaml" -cp "$KAFKA/libs/*:$CONNECT/libs/*" \
  org.apache.kafka.connect.cli.ConnectDistributed worker.properties </dev/null >worker.log 2>&1 &
WORKER=$!
trap 'kill "$WORKER" 2>/dev/null || true; wait "$WORKER" 2>/dev/null || true' EXIT

deadline=$((SECONDS + 60)) ADDRESS=
while [ "$SECONDS" -lt "$deadline" ]; do
  ADDRESS=$(grep -oP 'Started http_[^@]*@.*\{127\.0\.0\.1:\K\d+' worker.log | tail -1) || true
  # it listens before it can answer: until then everything is not found
  if [ -n "$ADDRESS" ] && grep -q 'REST resources initialized' worker.log && grep -q 'Finished starting connectors and tasks' worker.log; then break; fi
  kill -0 "$WORKER" 2>/dev/null || { tail -n 20 worker.log >&2; die "the Connect worker died; its log is in $2"; }
  sleep 0.1
done
[ -n "$ADDRESS" ] || { tail -n 20 worker.log >&2; die "the Connect worker did not start; its log is in $2"; }
echo "127.0.0.1:$ADDRESS"
cat >/dev/null
