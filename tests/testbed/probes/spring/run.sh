#!/usr/bin/env bash
# Spring Boot's own reading of application.yml, and Spring Kafka: jobs on stdin, answers on stdout.
set -euo pipefail
# shellcheck source=../../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../lib.sh"
probe=$(part spring)
# the log belongs to the probe: Spring Boot must not set it up anew for each application
exec "${JVM[@]}" -Xmx512m -Dlog4j2.isThreadContextMapInheritable=true -Dorg.springframework.boot.logging.LoggingSystem=none \
  -cp "$probe/classes:$probe/libs/*" probe.SpringProbe
