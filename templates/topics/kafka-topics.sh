#!/bin/sh
# Creates the topics of {{ system }}: ./topics.sh development|production
# A topic that exists already is left as it is; one with fewer partitions is named.
#
#   KAFKA_BOOTSTRAP_SERVERS  the brokers, such as localhost:9092
#   KAFKA_COMMAND_CONFIG     optional: a properties file with the credentials
#   KAFKA_TOPICS             optional: how kafka-topics.sh is called, such as "docker exec kafka /opt/kafka/bin/kafka-topics.sh"
set -eu

topics() {
  # KAFKA_TOPICS may be several words.
  # shellcheck disable=SC2086
  ${KAFKA_TOPICS:-kafka-topics.sh} --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \
    ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} "$@"
}

# create NAME --partitions N ...
create() {
  said=$(topics --create --if-not-exists --topic "$@")
  if [ -n "$said" ]; then
    printf '%s\n' "$said"
  fi
  case $said in
  *"Created topic"*) return ;;
  esac
  there=$(topics --describe --topic "$1" 2>/dev/null | sed -n 's/.*PartitionCount: *\([0-9]*\).*/\1/p' | head -n 1)
  if [ -n "$there" ] && [ "$there" -lt "$3" ]; then
    echo "$1 is there with $there of $3 partitions: kafka-topics.sh --alter --topic $1 --partitions $3 adds them," \
      "and sends most keys to another partition: let consumers work off what is there before" >&2
  fi
}

if [ $# -ne 1 ]; then
  echo "usage: $0 development|production" >&2
  exit 2
fi
: "${KAFKA_BOOTSTRAP_SERVERS:?the brokers, such as localhost:9092}"

case $1 in
{% for environment in environments %}
{{ environment.name }})
{% for topic in environment.topics %}
{% for text in topic.because %}
  # {{ text }}
{% endfor %}
{% for text in topic.partitions_because %}
  # {{ "partitions: " if loop.first }}{{ text }}
{% endfor %}
  create {{ topic.name }} --partitions {{ topic.partitions }} --replication-factor {{ topic.replication_factor }}
  {%- for config in topic.config %}
 \
    --config {{ config }}
  {%- endfor %}


{% else %}
  :
{% endfor %}
  ;;
{% endfor %}
*)
  echo "usage: $0 development|production" >&2
  exit 2
  ;;
esac
