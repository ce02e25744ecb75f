#!/usr/bin/env bash
# Kafka's Java client (also as Quarkus configures it), and topics: jobs on stdin, answers on stdout.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
kafka=$(part kafka)
probe=$(part java)
exec "${JVM[@]}" -Xmx512m -Dlog4j2.isThreadContextMapInheritable=true -cp "$probe/classes:$kafka/libs/*" probe.Probe
