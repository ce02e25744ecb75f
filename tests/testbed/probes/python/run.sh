#!/usr/bin/env bash
# The Python clients, and librdkafka through confluent-kafka: jobs on stdin, answers on stdout.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
python=$(part python)
# the folder of the probe is on the path, and stays free of compiled files
exec "$python/bin/python" -B "$TESTBED/probes/python/probe.py"
