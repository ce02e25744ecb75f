#!/usr/bin/env bash
# run.sh CLIENT: constructs clients of the testbed. A config on stdin, an answer on stdout, one line of JSON each:
#   {"role": "producer", "config": {"acks": "all"}}
#   {"refused": null}, or what the client said when it refused
set -euo pipefail
# shellcheck source=../../testbed/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../testbed/lib.sh"
probes=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case $1 in
  aiokafka | kafka-python)
    python=$(part python)
    exec "$python/bin/python" -B "$probes/python.py" "$1"
    ;;
  kafkajs)
    node=$(part node)
    NODE_PATH="$node/node_modules" exec node "$probes/kafkajs.js"
    ;;
  confluent-kafka-javascript)
    node=$(part confluent_js)
    # cargo puts the librdkafka of the tests there, which would be loaded in place of its own
    unset LD_LIBRARY_PATH
    NODE_PATH="$node/node_modules" exec node "$probes/confluent.js" "${2:-}"
    ;;
  *) die "no such client: $1 (aiokafka, kafka-python, kafkajs, confluent-kafka-javascript)" ;;
esac
