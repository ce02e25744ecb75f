#!/usr/bin/env bash
# install.sh [PART...]: brings what the real-Kafka tests need into the cache.
# Parts: kafka connect registry java spring python node go construct_go construct_old_go confluent_js; without an argument all of them.
# A part that is already there costs nothing and needs no network.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_java() {
  need javac default-jdk-headless
  need mvn maven
  local major
  major=$(javac -version 2>&1 | sed 's/javac \([0-9]*\).*/\1/')
  [ "$major" -ge 17 ] || die "Kafka $KAFKA_VERSION needs a JDK of 17 or newer, javac is $major; install the package openjdk-17-jdk-headless"
}

# copy_jars POM DIR: all jars that the pom names, and theirs. Offline first: a warm ~/.m2 needs no network.
copy_jars() {
  local arguments=(-q -B -f "$1" dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$2"
    "-Dkafka.version=$KAFKA_VERSION" "-Dscala.version=$SCALA_VERSION" "-Dlog4j.version=$LOG4J_VERSION" "-Dboot.version=$SPRING_BOOT_VERSION")
  mvn -o "${arguments[@]}" >/dev/null 2>&1 || mvn "${arguments[@]}" >&2
}

build_kafka() {
  need_java
  need openssl openssl
  copy_jars "$TESTBED/broker/pom.xml" "$1/libs"
}

# copy_artefact COORDINATES DIR: one file, offline first
copy_artefact() {
  local arguments=(-q -B dependency:copy "-Dartifact=$1" "-DoutputDirectory=$2")
  mvn -o "${arguments[@]}" >/dev/null 2>&1 || mvn "${arguments[@]}" >&2
}

# The connectors that ship with Kafka beside the worker, and plugins of Debezium.
build_connect() {
  need_java
  local name plugin
  for name in connect-file connect-mirror connect-mirror-client; do copy_artefact "org.apache.kafka:$name:$KAFKA_VERSION" "$1/libs"; done
  for plugin in "postgres:$DEBEZIUM_POSTGRES_VERSION" "mysql:$DEBEZIUM_MYSQL_VERSION"; do
    copy_artefact "io.debezium:debezium-connector-$plugin:tar.gz:plugin" "$1/plugins"
    tar -xzf "$1/plugins/debezium-connector-${plugin/:/-}-plugin.tar.gz" -C "$1/plugins"
    rm "$1/plugins/debezium-connector-${plugin/:/-}-plugin.tar.gz"
  done
}

# A schema registry that speaks Confluent's API; the last version that runs on Java 17.
build_registry() {
  need_java
  need curl curl # which the tests speak to it with
  copy_artefact "io.apicurio:apicurio-registry-app:$APICURIO_VERSION:tar.gz:all" "$1"
  tar -xzf "$1/apicurio-registry-app-$APICURIO_VERSION-all.tar.gz" -C "$1"
  rm "$1/apicurio-registry-app-$APICURIO_VERSION-all.tar.gz"
}

build_java() {
  need_java
  local kafka
  kafka=$(part kafka)
  javac -nowarn -proc:none -d "$1/classes" -cp "$kafka/libs/*" "$TESTBED"/probes/java/common/*.java "$TESTBED"/probes/java/*.java
}

build_spring() {
  need_java
  copy_jars "$TESTBED/probes/spring/pom.xml" "$1/libs"
  javac -nowarn -proc:none -parameters -d "$1/classes" -cp "$1/libs/*" "$TESTBED"/probes/java/common/*.java "$TESTBED"/probes/spring/*.java
}

build_python() {
  need python3 python3
  # Debian's python3 has venv but not what it begins with
  python3 -c 'import ensurepip' 2>/dev/null || provide "Python's venv" python3-venv
  python3 -m venv "$1"
  "$1/bin/python" -m pip install -q --disable-pip-version-check \
    "confluent-kafka==$CONFLUENT_KAFKA_PYTHON_VERSION" "aiokafka[snappy,lz4,zstd]==$AIOKAFKA_VERSION" \
    "kafka-python[snappy,lz4,zstd]==$KAFKA_PYTHON_VERSION" >&2
}

build_node() {
  need node nodejs
  need npm npm
  (cd "$1" && echo '{"private":true}' >package.json \
    && npm install --silent --no-audit --no-fund "kafkajs@$KAFKAJS_VERSION" "esbuild@$ESBUILD_VERSION" >&2)
}

# Its authors' own build is on GitHub; where that cannot be had, it is compiled. Where neither goes, the folder says why,
# and the tests that want it say so, too.
build_confluent_js() {
  need node nodejs
  need npm npm
  local package=$1/node_modules/@confluentinc/kafka-javascript
  (cd "$1" && echo '{"private":true}' >package.json && npm install --silent --no-audit --no-fund --ignore-scripts \
    "@confluentinc/kafka-javascript@$CONFLUENT_KAFKA_JAVASCRIPT_VERSION" >&2)
  if ! compile_confluent_js "$package" >"$1/build.log" 2>&1; then
    grep -iE 'error|\*\*\*|missing' "$1/build.log" | head -n 5 >"$1/why-not" || echo "its build says nothing" >"$1/why-not"
    say "confluent-kafka-javascript can neither be had ready nor compiled here, and is not tested:"
    cat "$1/why-not" >&2
  fi
  # what only its build needs
  rm -rf "$package/deps" "$package"/build/Release/obj*
}

compile_confluent_js() {
  # linked to the libraries of the system: what it would else compile of them, it would fetch first
  (
    set -e
    need g++ g++
    need make make
    need python3 python3
    for package in libssl-dev zlib1g-dev libzstd-dev libcurl4-openssl-dev; do
      dpkg -s "$package" >/dev/null 2>&1 || provide "$package" "$package"
    done
    # one thing at a time: its makefiles do not say what needs what
    cd "$1" && env -u JOBS -u MAKEFLAGS CKJS_LINKING=dynamic npm run install
  )
}

need_go() {
  need go golang-go
  # from 1.21 on it fetches a newer one by itself, if the modules want it
  go version | awk '{ split(substr($3, 3), v, "."); exit !(v[1] > 1 || v[2] >= 21) }' \
    || die "Go 1.21 or newer is needed, this is $(go version); install it from https://go.dev/dl and run this again"
}

build_construct_go() { need_go; "$CONSTRUCT_GO/build.sh" "$1" "$FRANZ_GO_VERSION" "$SARAMA_VERSION"; }
build_construct_old_go() { need_go; "$CONSTRUCT_GO/build.sh" "$1" "$FRANZ_GO_OLD_VERSION" "$SARAMA_OLD_VERSION"; }

build_go() {
  need_go
  need gcc gcc # confluent-kafka-go brings librdkafka compiled, but binds it with C
  "$TESTBED/probes/go/build.sh" "$1"
}

# A part is made beside its place and renamed, so that a run that dies or runs twice leaves nothing half done.
install_part() {
  local dir temporary
  dir=$(part_dir "$1")
  [ ! -d "$dir" ] || return 0
  mkdir -p "$CACHE"
  exec 9>"$CACHE/.lock-$1"
  flock 9
  if [ ! -d "$dir" ]; then
    say "installing the $1 part of the testbed"
    temporary=$(mktemp -d "$CACHE/.new-$1-XXXXXX")
    # shellcheck disable=SC2064 # the folder of this part, now
    trap "chmod -R u+w '$temporary' 2>/dev/null; rm -rf '$temporary'" EXIT
    "build_$1" "$temporary"
    dir=$(part_dir "$1")
    chmod 755 "$temporary"
    mv -T "$temporary" "$dir"
    trap - EXIT
  fi
  exec 9>&-
}

[ $# -gt 0 ] || set -- kafka connect registry java spring python node go construct_go construct_old_go confluent_js
for name in "$@"; do install_part "$name"; done
