resource "kafka_topic" "orders" {
  name               = "orders"
  partitions         = 12
  replication_factor = 2

  config = {
    "min.insync.replicas" = "3"
    "retention.mss"       = "604800000"
    "cleanup.policy"      = "compacted"
  }
}

resource "aws_msk_cluster" "main" {
  kafka_version = "3.6.0"
  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = 1
  }
}

resource "aws_msk_configuration" "main" {
  name              = "main"
  server_properties = <<-EOT
    auto.create.topics.enable = maybe
    default.replication.factr = 3
  EOT
}

resource "kafka_topic" "sums" {
  name               = "sums"
  partitions         = 12
  replication_factor = 3

  config = {
    "min.insync.replicas" = "2"
    "replication.factor"  = "3"
    "retention.ms"        = "604800"
  }
}
