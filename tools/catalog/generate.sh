#!/usr/bin/env bash
# generate.sh [--into DIR] (--all | --ends | ARTEFACT@VERSION...): reads the config keys of an artefact's version out of
# the artefact itself and folds them into knowledge/catalog/ (or DIR). Artefacts: kafka, librdkafka, serdes, wrappers,
# debezium-CONNECTOR, aiokafka, kafka-python, kafkajs, confluent-kafka-javascript, franz-go, sarama, spring, quarkus; --ends is the oldest and the newest version of each. Versions: versions.env.
# generate.sh --read kafka@VERSION: what that version makes of the values on stdin; see Dump.java.
# generate.sh --jars kafka@VERSION: the folder with its jars.
# What is downloaded is kept in $KSKILL_CACHE (default: under the user's cache); a warm cache needs no network.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=versions.env
. "$HERE/versions.env"
# shellcheck source=../../tests/testbed/packages.sh
. "$HERE/../../tests/testbed/packages.sh"
CACHE=${KSKILL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kskill}
INTO=$HERE/../../knowledge/catalog

usage() { sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }

# patch_of LIST VERSION: the whole version of a minor one, by the lists of versions.env
patch_of() {
  local version
  for version in $1; do
    if [ "${version%.*}" = "$2" ]; then echo "$version"; return; fi
  done
  die "no such version: $2; there are: $(for version in $1; do echo "${version%.*}"; done | tr '\n' ' ')"
}

# cached NAME COMMAND...: the folder NAME of the cache, made by COMMAND... FOLDER if it is not there. Made beside its
# place and renamed, so that what dies leaves nothing half done.
cached() {
  local name=$1 temporary
  shift
  if [ ! -d "$CACHE/$name" ]; then
    mkdir -p "$CACHE"
    say "fetching $name"
    temporary=$(mktemp -d "$CACHE/.new-$name-XXXXXX")
    "$@" "$temporary" || die "$name could not be fetched; see the messages above and run this again"
    chmod 755 "$temporary"
    mv -T "$temporary" "$CACHE/$name" 2>/dev/null || rm -rf "$temporary" # another run was faster
  fi
  echo "$CACHE/$name"
}

# jars POM ARGUMENT... FOLDER: what the pom names, and theirs
jars() {
  local pom=$1 folder=${*: -1}
  set -- "${@:2:$#-2}"
  mvn -q -B -f "$HERE/java/$pom" dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$folder" "$@" >&2
}

# dump LIBS ARGUMENT...: what Dump.java says about the jars
dump() {
  [ -d "$WORK/classes" ] || javac -nowarn -proc:none -d "$WORK/classes" -cp "$1/*" "$HERE"/java/*.java
  # a default may name the folder for temporary files
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=/tmp -cp "$WORK/classes:$1/*" Dump "${@:2}" 2>"$WORK/errors" \
    || { cat "$WORK/errors" >&2; die "the keys of $1 could not be read"; }
}

fold() { python3 "$HERE/fold.py" "$INTO" "$@"; }

# kafka_jars VERSION: the folder with them
kafka_jars() {
  local version arguments
  version=$(patch_of "$KAFKA_VERSIONS" "$1")
  arguments=("-Dkafka.version=$version")
  [ "$version" = "$KAFKA_WITHOUT_STREAMS" ] || arguments+=(-Pstreams-and-connect)
  need_java
  cached "catalog-kafka-$version" jars kafka.xml "${arguments[@]}"
}

kafka() {
  local version libs
  version=$(patch_of "$KAFKA_VERSIONS" "$1")
  libs=$(kafka_jars "$1")
  dump "$libs" kafka >"$WORK/slice.json"
  fold "$1" "$WORK/slice.json"
  if [ "$version" = "$KAFKA_WITHOUT_STREAMS" ]; then fold "$1" "$HERE/given/kafka-$1.json" --given; fi
}

debezium() {
  local name=$1 version libs
  [ -n "${DEBEZIUM_CONNECTORS[$name]-}" ] || die "no such connector: $name; there are: ${!DEBEZIUM_CONNECTORS[*]}"
  version=$(patch_of "${DEBEZIUM_VERSIONS[$name]}" "$2")
  need_java
  libs=$(cached "catalog-debezium-$name-$version" jars debezium.xml "-Dconnector=$name" "-Ddebezium.version=$version.Final" \
    "-Dkafka.version=$DEBEZIUM_KAFKA")
  dump "$libs" "io.debezium.connector.${DEBEZIUM_CONNECTORS[$name]}=debezium-$name" >"$WORK/slice.json"
  fold "$2" "$WORK/slice.json"
}

librdkafka() {
  local version library
  version=$(patch_of "$LIBRDKAFKA_VERSIONS" "$1")
  need python3 python3
  python3 -m pip --version >/dev/null 2>&1 || provide "Python's pip" python3-pip
  library=$(cached "catalog-librdkafka-$version" wheel "$version")
  LD_LIBRARY_PATH=$library python3 "$HERE/librdkafka.py" "$library"/librdkafka*.so* >"$WORK/slice.json"
  grep -q "\"version\": \"$1\." "$WORK/slice.json" || die "the wheel $version has another librdkafka: $(head -c 60 "$WORK/slice.json")"
  fold "$1" "$WORK/slice.json"
}

# wheel VERSION FOLDER: the library out of the Python package
wheel() {
  unpacked_wheel confluent-kafka "$1" "$2/wheel" || return 1
  # beside each other, as the library looks for what it needs
  find "$2/wheel" -path '*libs/*' -name '*.so*' -exec mv -t "$2" {} +
  rm -r "$2/wheel"
}

# unpacked_wheel PACKAGE VERSION FOLDER: what is in a Python package, for whatever Python it was built
unpacked_wheel() {
  local python platforms=() platform
  mkdir -p "$3"
  for platform in manylinux1 manylinux2010 manylinux2014 manylinux_2_17 manylinux_2_24 manylinux_2_28; do
    platforms+=(--platform "${platform}_$(uname -m)")
  done
  for python in 3.11 3.8 3.7; do
    if python3 -m pip download -q --disable-pip-version-check "$1==$2" --no-deps --only-binary :all: \
      "${platforms[@]}" --implementation cp --python-version "$python" -d "$3" >/dev/null 2>&1; then
      python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])' "$3"/*.whl "$3"
      rm "$3"/*.whl
      return
    fi
  done
  return 1
}

# python_client PACKAGE VERSION
python_client() {
  local version folder
  version=$(patch_of "${CLIENT_VERSIONS[$1]}" "$2")
  need python3 python3
  python3 -m pip --version >/dev/null 2>&1 || provide "Python's pip" python3-pip
  folder=$(cached "catalog-$1-$version" unpacked_wheel "$1" "$version")
  python3 "$HERE/python_clients.py" "$folder" "$1" >"$WORK/slice.json" || die "the keys of $1 $version could not be read"
  fold "$2" "$WORK/slice.json"
}

# js_client NAME VERSION
js_client() {
  local version folder package=$1
  [ "$1" = kafkajs ] || package=@confluentinc/kafka-javascript
  version=$(patch_of "${CLIENT_VERSIONS[$1]}" "$2")
  need python3 python3
  need npm npm
  folder=$(cached "catalog-$1-$version" unpacked_npm "$package@$version")
  python3 "$HERE/js_clients.py" "$folder" "$1" >"$WORK/slice.json" || die "the options of $1 $version could not be read"
  fold "$2" "$WORK/slice.json"
}

# unpacked_npm PACKAGE@VERSION FOLDER: what is in an npm package, without what it depends on
unpacked_npm() {
  (cd "$2" && npm pack --silent "$1" >/dev/null && tar xzf ./*.tgz --strip-components=1 && rm ./*.tgz)
}

# go_client NAME VERSION
go_client() {
  local version folder module=github.com/twmb/franz-go
  version=$(patch_of "${CLIENT_VERSIONS[$1]}" "$2")
  if [ "$1" = sarama ]; then
    module=github.com/IBM/sarama
    # who kept it before
    case $version in 1.2* | 1.3*) module=github.com/Shopify/sarama ;; esac
  fi
  need go golang-go
  folder=$(cached "catalog-$1-$version" go_source "$module@v$version")
  [ -x "$WORK/go" ] || (cd "$HERE/go" && go build -o "$WORK/go" .) || die "the reader of Go sources does not build"
  "$WORK/go" "$folder" "$1" >"$WORK/slice.json" || die "the options of $1 $version could not be read"
  fold "$2" "$WORK/slice.json"
}

# go_source MODULE@VERSION FOLDER: the files with the options
go_source() {
  local source
  source=$(cd "$2" && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  [ -n "$source" ] || return 1
  case $1 in
    *franz-go@*) install -D -m 644 "$source/pkg/kgo/config.go" "$2/pkg/kgo/config.go" ;;
    *) install -m 644 "$source/config.go" "$2/config.go" ;;
  esac
}

# framework (spring | quarkus) VERSION
framework() {
  local version libs whole module=spring-boot-kafka
  version=$(patch_of "${CLIENT_VERSIONS[$1]}" "$2")
  whole=$version
  case $1@$version in
    spring@2.3.*) whole=$version.RELEASE ;;
    quarkus@2.* | quarkus@3.2.*) whole=$version.Final ;;
  esac
  # from 4.0 on every technology has a jar of its own
  case $version in [23].*) module=spring-boot-autoconfigure ;; esac
  need python3 python3
  need_java
  libs=$(cached "catalog-$1-$version" jars "$1.xml" "-D$1.version=$whole" "-Dspring.module=$module" -DexcludeTransitive=true)
  python3 "$HERE/jvm_frameworks.py" "$libs" "$1" >"$WORK/slice.json" || die "the properties of $1 $version could not be read"
  fold "$2" "$WORK/slice.json"
}

# What bindings of librdkafka take beside its keys: no artefact lists it.
wrappers() { fold "$1" "$HERE/given/wrappers-$1.json" --given; }

# Confluent's serdes are not in a registry that is open to everybody: their keys are written down in given/.
serdes() { fold "$1" "$HERE/given/serdes-$1.json" --given; }

need_java() {
  need javac default-jdk-headless
  need mvn maven
}

# one ARTEFACT VERSION
one() {
  case $1 in
    debezium-*) debezium "${1#debezium-}" "$2" ;;
    kafka | librdkafka | serdes | wrappers) "$1" "$2" ;;
    aiokafka | kafka-python) python_client "$1" "$2" ;;
    kafkajs | confluent-kafka-javascript) js_client "$1" "$2" ;;
    franz-go | sarama) go_client "$1" "$2" ;;
    spring | quarkus) framework "$1" "$2" ;;
    *) usage ;;
  esac
}

# versions_of ARTEFACT: oldest first
versions_of() {
  local version whole
  case $1 in
    kafka) whole=$KAFKA_VERSIONS ;;
    librdkafka) whole=$LIBRDKAFKA_VERSIONS ;;
    debezium-*) whole=${DEBEZIUM_VERSIONS[${1#debezium-}]} ;;
    serdes) echo "$SERDES_VERSIONS" | tr ' ' '\n'; return ;;
    wrappers) echo "$WRAPPERS_VERSION"; return ;;
    *) whole=${CLIENT_VERSIONS[$1]} ;;
  esac
  for version in $whole; do echo "${version%.*}"; done
}

# read_values KAFKA_VERSION: what that version makes of the values on stdin; see Dump.java
read_values() {
  local libs
  libs=$(kafka_jars "$1")
  dump "$libs" read
}

if [ "${1-}" = --jars ]; then
  kafka_jars "${2#kafka@}"
  exit
fi
[ "${1-}" != --into ] || { INTO=$2; shift 2; }
[ $# -gt 0 ] || usage
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
if [ "$1" = --read ]; then
  read_values "${2#kafka@}"
  exit
fi
mkdir -p "$INTO"
ARTEFACTS=(kafka librdkafka serdes wrappers "${!CLIENT_VERSIONS[@]}")
for name in "${!DEBEZIUM_CONNECTORS[@]}"; do ARTEFACTS+=("debezium-$name"); done
for wanted in "$@"; do
  case $wanted in
    --all) for artefact in "${ARTEFACTS[@]}"; do for version in $(versions_of "$artefact"); do one "$artefact" "$version"; done; done ;;
    --ends) for artefact in "${ARTEFACTS[@]}"; do for version in $(versions_of "$artefact" | sed -n '1p;$p'); do one "$artefact" "$version"; done; done ;;
    *@*) one "${wanted%%@*}" "${wanted#*@}" ;;
    *) usage ;;
  esac
done
