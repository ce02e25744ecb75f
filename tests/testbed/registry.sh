#!/usr/bin/env bash
# registry.sh PORT: a schema registry that speaks Confluent's API, below http://127.0.0.1:PORT/apis/ccompat/v7, which says
# when it is ready. It keeps everything in memory and runs until it is stopped.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
registry=$(part registry)
exec "${JVM[@]}" -Xmx384m -Dquarkus.http.host=127.0.0.1 "-Dquarkus.http.port=$1" -Dquarkus.log.level=WARN \
  -jar "$registry/apicurio-registry-app-$APICURIO_VERSION-runner.jar"
