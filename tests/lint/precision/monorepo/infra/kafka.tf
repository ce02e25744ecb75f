locals {
  topics = {
    invoices-v2 = { partitions = 6, config = { "cleanup.policy" = "delete", "retention.ms" = "-1" } }
    users-v2    = { partitions = 6, config = { "cleanup.policy" = "compact" } }
  }
}

resource "kafka_topic" "topics" {
  for_each           = local.topics
  name               = each.key
  partitions         = each.value.partitions
  replication_factor = 3
  config             = merge({ "min.insync.replicas" = "2" }, each.value.config)
}

resource "kafka_topic" "requests" {
  name               = "quote-requests"
  partitions         = 3
  replication_factor = 3
  config = {
    "retention.ms"        = 900000
    "min.insync.replicas" = "2"
    "compression.type"    = "zstd"
  }
}

resource "helm_release" "kafka" {
  name       = "kafka"
  repository = "oci://registry-1.docker.io/bitnamicharts"
  chart      = "kafka"
  set {
    name  = "controller.replicaCount"
    value = 3
  }
}

resource "aws_msk_configuration" "hereditary" {
  name              = "hereditary"
  server_properties = file("${path.module}/server.properties")
}
