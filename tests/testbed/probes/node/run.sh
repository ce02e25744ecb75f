#!/usr/bin/env bash
# kafkajs: jobs on stdin, answers on stdout.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
node=$(part node)
NODE_PATH="$node/node_modules" exec node "$TESTBED/probes/node/probe.js"
