# Sourced by the scripts beside it: where things are, and how the cache is keyed.
# shellcheck shell=bash
TESTBED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=versions.env
. "$TESTBED/versions.env"
CONSTRUCT_GO=$TESTBED/../differential/probes/go
CACHE=${KSKILL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kskill}

# shellcheck source=packages.sh
. "$TESTBED/packages.sh"

# A short fingerprint of stdin: a changed source or version gets a new folder.
fingerprint() { sha256sum | cut -c1-10; }

# What a part's content depends on, as text.
part_inputs() {
  case $1 in
    kafka) echo "$KAFKA_VERSION $SCALA_VERSION $LOG4J_VERSION"; cat "$TESTBED/broker/pom.xml" ;;
    connect) part_dir kafka; echo "$DEBEZIUM_POSTGRES_VERSION $DEBEZIUM_MYSQL_VERSION" ;;
    registry) echo "$APICURIO_VERSION" ;;
    java) part_dir kafka; cat "$TESTBED"/probes/java/*/*.java "$TESTBED"/probes/java/*.java ;;
    spring) echo "$KAFKA_VERSION $SPRING_BOOT_VERSION"; cat "$TESTBED"/probes/java/common/*.java "$TESTBED"/probes/spring/{pom.xml,*.java} ;;
    # a venv belongs to the interpreter that made it
    python) python3 -V 2>&1; echo "extras $CONFLUENT_KAFKA_PYTHON_VERSION $AIOKAFKA_VERSION $KAFKA_PYTHON_VERSION" ;;
    node) echo "$KAFKAJS_VERSION $ESBUILD_VERSION" ;;
    go) go version 2>&1; echo "$FRANZ_GO_VERSION $SARAMA_VERSION $CONFLUENT_KAFKA_GO_VERSION"; cat "$TESTBED"/probes/go/*/*.go "$TESTBED"/probes/go/build.sh ;;
    # without the driver: these only construct
    construct_go) go version 2>&1; echo "$FRANZ_GO_VERSION $SARAMA_VERSION"; cat "$CONSTRUCT_GO"/* ;;
    construct_old_go) go version 2>&1; echo "$FRANZ_GO_OLD_VERSION $SARAMA_OLD_VERSION"; cat "$CONSTRUCT_GO"/* ;;
    # what is compiled belongs to its node
    confluent_js) node --version 2>&1; echo "$CONFLUENT_KAFKA_JAVASCRIPT_VERSION" ;;
    *) die "no such part: $1 (kafka, connect, registry, java, spring, python, node, go, construct_go, construct_old_go, confluent_js)" ;;
  esac
}

# The folder of a part in the cache, whether it is there or not.
part_dir() { echo "$CACHE/$1-$(part_inputs "$1" | fingerprint)"; }

# The folder of a part, made first if it is missing.
part() {
  local dir
  dir=$(part_dir "$1")
  [ -d "$dir" ] || "$TESTBED/install.sh" "$1" >&2 || return 1
  [ -d "$dir" ] || dir=$(part_dir "$1") # the install may have brought the interpreter itself
  echo "$dir"
}

# A short-lived JVM spends its time on starting: no big collector, no second compiler.
# shellcheck disable=SC2034 # for those who source this
JVM=(java -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
