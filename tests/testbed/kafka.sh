#!/usr/bin/env bash
# A real Kafka in a folder, on free ports of this machine.
#   kafka.sh start one|three DIR [--owner PID] [--with FILE] [--heap SIZE]   returns when it is ready; DIR/cluster.env says how to reach it
#   kafka.sh stop DIR                            leaves nothing running; harmless when nothing runs
# With --owner the cluster stops by itself when that process is gone. The lines of FILE follow those of every node, and of
# two lines of the same key the last holds.
# With KSKILL_TEST_BOOTSTRAP set nothing is started: cluster.env names that cluster, which has
# only its PLAINTEXT listener as far as the tests know.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

USERNAME=kskill
PASSWORD=kskill-secret
STORE_PASSWORD=changeit
CLUSTER_ID=4L6g3nShT-eMCtK--X86sw # any 22 characters of base64 do

usage() { die "usage: kafka.sh start one|three DIR [--owner PID] [--with FILE] [--heap SIZE] | stop DIR"; }

# ---- ports ----

PORTS=" "
# Below the range that the system hands out by itself, not open now and not yet ours; sets PORT.
free_port() {
  while :; do
    PORT=$((20000 + RANDOM % 12000))
    [[ $PORTS != *" $PORT "* ]] || continue
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then break; fi
  done
  PORTS+="$PORT "
}

# ---- certificates ----

certificate() { # NAME: a key, a certificate signed by the test's CA, and both in the forms that clients want
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" -days 30 -out "$1.crt" \
    -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1") 2>/dev/null
  cat "$1.key" "$1.crt" ca.crt >"$1.pem"
  openssl pkcs12 -export -in "$1.crt" -inkey "$1.key" -certfile ca.crt -passout "pass:$STORE_PASSWORD" -out "$1.p12"
}

certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=kskill-test-ca -days 30 -keyout ca.key -out ca.crt 2>/dev/null
  certificate broker
  certificate client
  rm -f trust.p12 # a start in the same folder again: keytool would add to it
  keytool -importcert -noprompt -alias ca -file ca.crt -keystore trust.p12 -storetype PKCS12 -storepass "$STORE_PASSWORD" 2>/dev/null
}

# ---- node files ----

common_properties() { # REPLICAS MIN_ISR
  cat <<P
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$CONTROLLER_PORT
offsets.topic.replication.factor=$1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$1
transaction.state.log.min.isr=$2
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=$1
share.coordinator.state.topic.min.isr=$2
share.coordinator.state.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=8388608
auto.create.topics.enable=false
# a killed broker is noticed, and may come back, in 3 s
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
P
}

# broker_properties PLAINTEXT SSL SASL_SSL SASL_PLAINTEXT [CONTROLLER_LISTENER]
broker_properties() {
  local jaas="org.apache.kafka.common.security.plain.PlainLoginModule required user_$USERNAME=\"$PASSWORD\";"
  local scram="org.apache.kafka.common.security.scram.ScramLoginModule required;" listener
  cat <<P
listeners=PLAINTEXT://127.0.0.1:$1,SSL://127.0.0.1:$2,SASL_SSL://127.0.0.1:$3,SASL_PLAINTEXT://127.0.0.1:$4${5:-}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
ssl.keystore.type=PEM
ssl.keystore.location=$DIR/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=$DIR/ca.crt
# a client may come with a certificate or without
listener.name.ssl.ssl.client.auth=requested
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
P
  for listener in sasl_ssl sasl_plaintext; do
    echo "listener.name.$listener.plain.sasl.jaas.config=$jaas"
    echo "listener.name.$listener.scram-sha-512.sasl.jaas.config=$scram"
  done
}

four_ports() { # sets FOUR and adds them to the lists of addresses
  local listener
  FOUR=()
  for listener in PLAINTEXT SSL SASL_SSL SASL_PLAINTEXT; do
    free_port
    FOUR+=("$PORT")
    ADDRESSES[$listener]+=${ADDRESSES[$listener]:+,}127.0.0.1:$PORT
  done
}

plan_one() {
  NODES=(node-1)
  four_ports
  {
    echo "process.roles=broker,controller"
    echo "node.id=1"
    echo "log.dirs=$DIR/node-1"
    broker_properties "${FOUR[@]}" ",CONTROLLER://127.0.0.1:$CONTROLLER_PORT"
    common_properties 1 1
  } >node-1.properties
}

plan_three() {
  local n
  NODES=(controller broker-1 broker-2 broker-3)
  {
    echo "process.roles=controller"
    echo "node.id=100"
    echo "log.dirs=$DIR/controller"
    echo "listeners=CONTROLLER://127.0.0.1:$CONTROLLER_PORT"
    echo "default.replication.factor=3"
    echo "min.insync.replicas=2"
    common_properties 3 2
  } >controller.properties
  for n in 1 2 3; do
    four_ports
    {
      echo "process.roles=broker"
      echo "node.id=$n"
      echo "broker.rack=rack-$n"
      echo "log.dirs=$DIR/broker-$n"
      broker_properties "${FOUR[@]}"
      common_properties 3 2
      echo "min.insync.replicas=2"
      echo "replica.lag.time.max.ms=5000"
      echo "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector"
    } >"broker-$n.properties"
  done
}

# ---- processes ----

format() { # NODE: its storage, and the SCRAM user where the metadata begins
  local how=(--standalone --add-scram "SCRAM-SHA-512=[name=$USERNAME,password=$PASSWORD]")
  [[ $1 != broker-* ]] || how=(--no-initial-controllers)
  "${JVM[@]}" "-Dlog4j2.configurationFile=$TESTBED/broker/log4j2.yaml" -cp "$KAFKA/libs/*" kafka.tools.StorageTool \
    format -t "$CLUSTER_ID" -c "$1.properties" "${how[@]}" >"$1.format.log" 2>&1 || { cat "$1.format.log" >&2; return 1; }
}

launch() { # NODE
  local heap=128m
  case $1 in controller) heap=96m ;; node-1) heap=192m ;; esac
  heap=${HEAP:-$heap}
  # the log must be empty: an old line of readiness would be taken for a new one
  # a session of its own, so that Ctrl-C reaches the tests and they stop it in order
  setsid "${JVM[@]}" -Xms64m "-Xmx$heap" "-Dlog4j2.configurationFile=$TESTBED/broker/log4j2.yaml" \
    -cp "$KAFKA/libs/*" kafka.Kafka "$DIR/$1.properties" </dev/null >"$DIR/$1.log" 2>&1 9>&- &
  echo "$1 $!" >>"$DIR/pids"
}

# 0 when all are ready, 1 when one has died, 2 when time is up
wait_ready() {
  local deadline=$((SECONDS + 60)) name pid ready
  while [ "$SECONDS" -lt "$deadline" ]; do
    ready=1
    while read -r name pid; do
      grep -qs 'Kafka Server started' "$DIR/$name.log" && continue
      ready=0
      kill -0 "$pid" 2>/dev/null || return 1
    done <"$DIR/pids"
    [ "$ready" = 0 ] || return 0
    sleep 0.1
  done
  return 2
}

write_env() {
  local listener
  {
    for listener in PLAINTEXT SSL SASL_SSL SASL_PLAINTEXT; do echo "$listener=${ADDRESSES[$listener]:-}"; done
    cat <<P
CA=$DIR/ca.crt
CLIENT_CERT=$DIR/client.crt
CLIENT_KEY=$DIR/client.key
CLIENT_PEM=$DIR/client.pem
CLIENT_P12=$DIR/client.p12
TRUST_P12=$DIR/trust.p12
STORE_PASSWORD=$STORE_PASSWORD
USERNAME=$USERNAME
PASSWORD=$PASSWORD
CLUSTER_ID=$CLUSTER_ID
P
  } >cluster.env.new
  mv cluster.env.new cluster.env
}

attempt() { # TOPOLOGY: one try with one set of ports
  local node job formats=()
  declare -gA ADDRESSES=()
  PORTS=" "
  free_port
  CONTROLLER_PORT=$PORT
  "plan_$1"
  : >pids
  for node in "${NODES[@]}"; do
    [ -z "$WITH" ] || cat "$WITH" >>"$node.properties"
    rm -rf "${DIR:?}/$node"
    format "$node" &
    formats+=($!)
  done
  for job in "${formats[@]}"; do wait "$job" || return 1; done
  for node in "${NODES[@]}"; do launch "$node"; done
  wait_ready
}

start() { # TOPOLOGY DIR
  local topology=$1 try
  mkdir -p "$2"
  DIR=$(cd "$2" && pwd)
  cd "$DIR"
  stop
  declare -gA ADDRESSES=()
  if [ -n "${KSKILL_TEST_BOOTSTRAP:-}" ]; then
    ADDRESSES[PLAINTEXT]=$KSKILL_TEST_BOOTSTRAP
    write_env
    return
  fi
  KAFKA=$(part kafka)
  # before the nodes: whoever started us may go at any time
  [ -z "$OWNER" ] || watch_owner
  certificates
  for try in 1 2 3; do
    if attempt "$topology"; then
      write_env
      return
    fi
    # somebody may have taken a port between our look and the broker's
    grep -qs 'Address already in use' ./*.log || break
    say "a port was taken meanwhile; try $((try + 1))"
    stop_nodes
  done
  tail -n 20 ./*.log >&2
  stop
  die "Kafka did not start in $DIR; the logs are above"
}

# ---- the end ----

alive() { # PID...: a process that is gone but not yet waited for counts as gone
  local pid
  for pid in "$@"; do
    [ "$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null || echo Z)" = Z ] || return 0
  done
  return 1
}

# running NODE-GLOB: the pids of this folder's nodes, found by their command lines, so that
# nothing is missed whatever became of our notes.
running() {
  local file node
  # a process may go between being listed and being read
  { grep -lsaF kafka.Kafka /proc/[0-9]*/cmdline || true; } | while read -r file; do
    node=$({ tr '\0' '\n' <"$file" | grep -xF -A1 kafka.Kafka | tail -n 1; } 2>/dev/null) || continue
    # shellcheck disable=SC2053 # a pattern on purpose
    if [[ $node == "$DIR"/$1.properties ]]; then basename "$(dirname "$file")"; fi
  done
}

end() { # PID...: asks, waits 10 s, then insists
  local deadline=$((SECONDS + 10))
  [ $# -gt 0 ] || return 0
  kill -TERM "$@" 2>/dev/null || true
  while alive "$@" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.05; done
  if alive "$@"; then kill -KILL "$@" 2>/dev/null || true; fi
}

stop_nodes() {
  # a broker hands over to the controller, so that goes last
  # shellcheck disable=SC2046 # one word per pid
  end $(running 'broker-*')
  # shellcheck disable=SC2046
  end $(running '*')
}

stop() {
  local pid
  rm -f "$DIR/cluster.env"
  stop_nodes
  [ -f "$DIR/watchdog.pid" ] || return 0
  pid=$(cat "$DIR/watchdog.pid")
  rm -f "$DIR/watchdog.pid"
  # the watchdog itself may be who calls
  if [ "$pid" != "$PPID" ] && grep -qs kafka.sh "/proc/$pid/cmdline"; then kill "$pid" 2>/dev/null || true; fi
}

watch_owner() {
  setsid "$TESTBED/kafka.sh" watch "$DIR" "$OWNER" </dev/null >/dev/null 2>&1 9>&- &
  echo $! >"$DIR/watchdog.pid"
}

watch() { # DIR PID
  while alive "$2"; do sleep 0.5; done
  # a start may be under way: what it launches after our first look is stopped by the second
  "$TESTBED/kafka.sh" stop "$1" || true
  sleep 5
  [ ! -f "$1/watchdog.pid" ] || exit 0 # the folder has a new owner
  exec "$TESTBED/kafka.sh" stop "$1"
}

OWNER=
WITH=
HEAP=
case ${1:-} in
  start)
    [ $# -ge 3 ] || usage
    arguments=("${@:4}")
    while [ "${#arguments[@]}" -ge 2 ]; do
      case ${arguments[0]} in
        --owner) OWNER=${arguments[1]} ;;
        --with) WITH=$(realpath "${arguments[1]}") ;;
        --heap) HEAP=${arguments[1]} ;;
        *) usage ;;
      esac
      arguments=("${arguments[@]:2}")
    done
    case $2 in one | three) start "$2" "$3" ;; *) usage ;; esac
    ;;
  stop)
    [ $# = 2 ] || usage
    [ -d "$2" ] || exit 0
    DIR=$(cd "$2" && pwd)
    stop
    ;;
  watch) watch "$2" "$3" ;;
  *) usage ;;
esac
