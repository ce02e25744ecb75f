resource "kafka_topic" "one" {
  name               = "one"
  partitions         = 3
  replication_factor = 1
  config = {
    "min.insync.replicas" = "2"
  }
}
