resource "kafka_topic" "orders" {
  name               = "orders"
  partitions         = 12
  replication_factor = 3

  config = {
    "min.insync.replicas" = "2"
    "retention.ms"        = 7 * 24 * 60 * 60 * 1000
    "cleanup.policy"      = "delete"
  }
}

resource "confluent_kafka_topic" "returns" {
  topic_name       = "${var.prefix}-returns"
  partitions_count = var.partitions
  config           = merge(local.common, { "retention.ms" = "604800000" })
}

resource "aiven_kafka_topic" "sums" {
  topic_name  = "sums"
  partitions  = 6
  replication = 3

  config {
    cleanup_policy      = "compact"
    min_insync_replicas = 2
  }
}
