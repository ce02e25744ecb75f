#!/usr/bin/env bash
# selftest.sh [PROBE...]: starts both topologies and proves every sample config with its real client,
# that faults are seen, and that nothing is left running.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -gt 0 ] || set -- java spring python node go
PROBES=("$@")
WORK=$(mktemp -d)
PASSED=0 FAILED=0 SKIPPED=0

# shellcheck disable=SC2034 # read by name below
{
# id | client | producer | consumer | topology listener | what is expected
#   ok: it works and nothing is logged   logs RE: it works and logs this   fails RE: the error is this
#   tx before it: inside a transaction
java_cases='
java              | java   | java/producer.properties         | java/consumer.properties       | one PLAINTEXT        | ok
java-sasl-tx      | java   | java/producer-sasl.properties    | -                              | three SASL_SSL       | tx ok
java-mtls-848     | java   | -                                | java/consumer-mtls.properties  | one SSL              | ok
java-three        | java   | java/producer.properties         | java/consumer.properties       | three PLAINTEXT      | ok
java-provider     | java   | java/producer.properties         | java/consumer.properties       | environment PLAINTEXT | ok
quarkus-plain     | quarkus | quarkus/application.properties  | quarkus/application.properties | three SASL_PLAINTEXT | ok
java-misspelt     | java   | faulty/producer.properties       | -                              | one PLAINTEXT        | logs not used yet
java-password     | java   | faulty/password.properties       | -                              | one SASL_SSL         | fails SaslAuthenticationException
java-no-tx        | java   | java/producer.properties         | -                              | one PLAINTEXT        | tx fails no transactional.id'
spring_cases='
spring            | spring | spring/application.yml            | spring/application.yml            | one PLAINTEXT  | ok
spring-producer   | spring | spring/application.yml            | -                                 | one PLAINTEXT  | ok
spring-production | spring | spring/application-production.yml | spring/application-production.yml | three SASL_SSL | tx ok
spring-misspelt   | spring | faulty/mistyped.yml               | -                                 | one PLAINTEXT  | fails linger-ms. were left unbound'
python_cases='
librdkafka        | librdkafka             | librdkafka/producer.conf               | -                                   | one PLAINTEXT  | ok
librdkafka-sasl   | librdkafka             | -                                      | librdkafka/consumer-sasl.conf       | three SASL_SSL | ok
rust-rdkafka      | rust-rdkafka           | librdkafka/producer.conf               | -                                   | three PLAINTEXT | ok
confluent-sasl-tx | confluent-kafka-python | confluent-kafka-python/producer_sasl.py | -                                  | three SASL_SSL | tx ok
confluent         | confluent-kafka-python | -                                      | confluent-kafka-python/consumer.py  | one PLAINTEXT  | ok
confluent-mtls    | confluent-kafka-python | -                                      | confluent-kafka-python/consumer_mtls.py | one SSL    | ok
aiokafka          | aiokafka               | aiokafka/producer.py                   | aiokafka/consumer.py                | one PLAINTEXT  | ok
aiokafka-sasl     | aiokafka               | aiokafka/producer_sasl.py              | aiokafka/consumer_sasl.py           | three SASL_SSL | ok
kafka-python      | kafka-python           | kafka-python/producer.py               | kafka-python/consumer.py            | one PLAINTEXT  | ok
kafka-python-sasl | kafka-python           | kafka-python/producer_sasl.py          | kafka-python/consumer_sasl.py       | three SASL_SSL | ok
librdkafka-role   | librdkafka             | -                                      | faulty/consumer.conf                | one PLAINTEXT  | logs CONFWARN.*queue.buffering.max.ms
librdkafka-password | librdkafka           | -                                      | faulty/password.conf                | one SASL_SSL   | fails _AUTHENTICATION|Authentication failed'
node_cases='
kafkajs           | kafkajs | kafkajs/producer.ts      | kafkajs/consumer.ts      | one PLAINTEXT  | ok
kafkajs-sasl-tx   | kafkajs | kafkajs/producer_sasl.ts | kafkajs/consumer_sasl.ts | three SASL_SSL | tx ok
kafkajs-producer  | kafkajs | kafkajs/producer.ts      | -                        | three PLAINTEXT | ok
kafkajs-consumer  | kafkajs | -                        | kafkajs/consumer_sasl.ts | one SASL_SSL   | ok'
go_cases='
franz-go          | franz-go           | franz-go/producer.go                | franz-go/consumer.go           | one PLAINTEXT  | ok
franz-go-sasl-tx  | franz-go           | franz-go/producer_sasl.go           | -                              | three SASL_SSL | tx ok
sarama            | sarama             | sarama/producer.go                  | sarama/consumer.go             | one PLAINTEXT  | ok
sarama-mtls       | sarama             | -                                   | sarama/consumer_tls.go         | three SSL      | ok
confluent-go-tx   | confluent-kafka-go | confluent-kafka-go/producer_sasl.go | -                              | three SASL_SSL | tx ok
confluent-go      | confluent-kafka-go | -                                   | confluent-kafka-go/consumer.go | one PLAINTEXT  | ok
franz-go-broken   | franz-go           | faulty/producer.go                  | -                              | one PLAINTEXT  | fails undefined: kgo.Linger'

}

trim() { sed 's/^ *//; s/ *$//' <<<"$1"; }
quoted() { if [ "$1" = - ]; then echo null; else echo "\"$TESTBED/samples/$1\""; fi; }

# address TOPOLOGY LISTENER
# shellcheck disable=SC1090 # written by kafka.sh
address() { (. "$WORK/$1/cluster.env" && echo "${!2}"); }

# environment TOPOLOGY LISTENER: what the config files may ask for, as JSON
environment() {
  # shellcheck disable=SC1090
  (. "$WORK/$1/cluster.env" && printf '{"KAFKA_PLAIN_BOOTSTRAP":"%s","KAFKA_BOOTSTRAP_SERVERS":"%s","KAFKA_USERNAME":"%s","KAFKA_PASSWORD":"%s","KAFKA_CA_LOCATION":"%s","KAFKA_CLIENT_PEM":"%s","KAFKA_CERTIFICATE_LOCATION":"%s","KAFKA_KEY_LOCATION":"%s"}' \
    "$PLAINTEXT" "${!2}" "$USERNAME" "$PASSWORD" "$CA" "$CLIENT_PEM" "$CLIENT_CERT" "$CLIENT_KEY")
}

# jobs PROBE: the probe's cases as JSON lines; those without a listener are left out
jobs() {
  local cases=$1_cases id client producer consumer place expect env transactional
  while IFS='|' read -r id client producer consumer place expect; do
    [ -n "$id" ] || continue
    id=$(trim "$id") place=$(trim "$place")
    if [ "${place% *}" = environment ]; then
      # only the other half's address: the config must read the probe's own environment
      env="{\"KAFKA_PLAIN_BOOTSTRAP\":\"$(address one PLAINTEXT)\"}"
    else
      # shellcheck disable=SC2086 # topology and listener
      [ -n "$(address $place)" ] || continue
      # shellcheck disable=SC2086
      env=$(environment $place)
    fi
    transactional=false
    [[ $(trim "$expect") != tx\ * ]] || transactional=true
    printf '{"id":"%s","client":"%s","producer":%s,"consumer":%s,"topic":"%s","group":"selftest-%s-%s","records":20,"transactional":%s,"env":%s}\n' \
      "$id" "$(trim "$client")" "$(quoted "$(trim "$producer")")" "$(quoted "$(trim "$consumer")")" "selftest-$1-$$" "$id" "$$" "$transactional" "$env"
  done <<<"${!cases}"
}

pass() { PASSED=$((PASSED + 1)); }
fail() { FAILED=$((FAILED + 1)); say "FAILED $1: ${2:-no answer}"; }

# What a good config may log too, for a moment's sake:
#   a broker is asked for its first producer ids, or a coordinator for its partition, just before it has them (librdkafka, kafkajs)
#   a transaction begins just before the last one's markers are all written, in Java since transactions 2
#   a topic is so new that a broker has not heard of it, or not of its leader
PASSING='[Cc]oordinator (load in progress|is loading)|CONCURRENT_TRANSACTIONS|UNKNOWN_TOPIC_OR_PARTITION|NOT_LEADER_OR_FOLLOWER|LEADER_NOT_AVAILABLE'
without_passing() { sed -E "s/\"([^\"\\\\]|\\\\.)*($PASSING)([^\"\\\\]|\\\\.)*\",?//g; s/,\]/]/g" <<<"$1"; }

# meets ANSWER EXPECTATION
meets() {
  case $2 in
    ok) [[ $1 == *'"ok":true'* && $1 == *'"warnings":[]'* ]] ;;
    logs*) [[ $1 == *'"ok":true'* ]] && grep -qE "\"warnings\":.*(${2#logs })" <<<"$1" ;;
    fails*) [[ $1 == *'"ok":false'* ]] && grep -qE "\"error\":.*(${2#fails })" <<<"$1" ;;
    *) false ;;
  esac
}

judge() { # ANSWERS ID EXPECTATION
  local answer
  answer=$(grep -F "\"id\":\"$2\"" "$1" || true)
  if meets "$(without_passing "$answer")" "${3#tx }"; then pass; else fail "$2 (expected: $3)" "$answer"; fi
}

prove() { # PROBE
  local cases=$1_cases id expect since=$SECONDS
  jobs "$1" >"$WORK/$1.jobs"
  KAFKA_BOOTSTRAP_SERVERS=$(address one PLAINTEXT) "$TESTBED/probes/$1/run.sh" <"$WORK/$1.jobs" >"$WORK/$1.answers" || fail "$1" "the probe ended badly"
  while IFS='|' read -r id _ _ _ _ expect; do
    [ -n "$id" ] || continue
    id=$(trim "$id")
    if grep -qF "\"id\":\"$id\"" "$WORK/$1.jobs"; then
      judge "$WORK/$1.answers" "$id" "$(trim "$expect")"
    else
      SKIPPED=$((SKIPPED + 1))
    fi
  done <<<"${!cases}"
  say "  $1: $((SECONDS - since)) s"
}

topic_job() { # create|delete TOPOLOGY
  local probe list=
  for probe in "${PROBES[@]}"; do
    if [ "$1" = create ]; then
      # a cluster that is not ours knows best how many replicas it can have
      local replicas=null
      [ -n "${KSKILL_TEST_BOOTSTRAP:-}" ] || replicas=$([ "$2" = one ] && echo 1 || echo 3)
      list+=",{\"name\":\"selftest-$probe-$$\",\"partitions\":3,\"replication_factor\":$replicas,\"config\":{\"retention.ms\":\"86400000\"}}"
    else
      list+=",\"selftest-$probe-$$\""
    fi
  done
  printf '{"id":"%s-%s","%s_topics":[%s],"env":{"KAFKA_PLAIN_BOOTSTRAP":"%s"}}\n' "$1" "$2" "$1" "${list#,}" "$(address "$2" PLAINTEXT)"
}

topologies() { if [ -n "${KSKILL_TEST_BOOTSTRAP:-}" ]; then echo one; else echo one three; fi; }

topics() { # create|delete
  local topology answers
  for topology in $(topologies); do topic_job "$1" "$topology"; done >"$WORK/topics"
  answers=$("$TESTBED/probes/java/run.sh" <"$WORK/topics")
  for topology in $(topologies); do
    if grep -F "\"id\":\"$1-$topology\"" <<<"$answers" | grep -q '"ok":true'; then pass; else fail "$1 topics" "$answers"; fi
  done
  [ "$1" = delete ] || if grep -q '"partitions":3,.*"config":{"retention.ms":"86400000"}' <<<"$answers"; then pass; else fail "describing topics" "$answers"; fi
}

start_clusters() {
  # somebody who can be killed, and who does not outlive us
  (while kill -0 "$$" 2>/dev/null; do sleep 1; done) &
  OWNER=$!
  "$TESTBED/kafka.sh" start one "$WORK/one" --owner "$OWNER" &
  local one=$!
  "$TESTBED/kafka.sh" start three "$WORK/three" --owner "$$"
  wait "$one"
}

nodes() { { grep -lsaF "kafka.Kafka" /proc/[0-9]*/cmdline || true; } | xargs -r grep -lsaF "$WORK/$1/" | wc -l; }

# One cluster is stopped as it should be, the other loses its owner.
the_end() {
  local deadline=$((SECONDS + 20))
  kill "$OWNER"
  "$TESTBED/kafka.sh" stop "$WORK/three"
  "$TESTBED/kafka.sh" stop "$WORK/three"
  if [ "$(nodes three)" = 0 ]; then pass; else fail "stop" "nodes are left"; fi
  while [ "$(nodes one)" != 0 ] && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.2; done
  if [ "$(nodes one)" = 0 ]; then pass; else fail "the watchdog" "nodes are left"; fi
}

clean_up() {
  kill "$OWNER" 2>/dev/null || true
  "$TESTBED/kafka.sh" stop "$WORK/one"
  "$TESTBED/kafka.sh" stop "$WORK/three"
  rm -rf "$WORK"
}

OWNER=
since=$SECONDS
"$TESTBED/install.sh" kafka java "${PROBES[@]}"
say "  install: $((SECONDS - since)) s"
since=$SECONDS
trap clean_up EXIT
start_clusters
say "  both clusters: $((SECONDS - since)) s"
topics create
for probe in "${PROBES[@]}"; do prove "$probe"; done
[ -z "${KSKILL_TEST_BOOTSTRAP:-}" ] || topics delete
the_end
if [ "$SKIPPED" -gt 0 ]; then echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"; else echo "$PASSED passed, $FAILED failed"; fi
[ "$FAILED" = 0 ]
