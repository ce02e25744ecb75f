terraform {
  required_providers {
    kafka = { source = "Mongey/kafka" }
  }
}

variable "environment" { type = string }

locals {
  day = 24 * 60 * 60 * 1000
  defaults = {
    "min.insync.replicas" = "2"
  }
}

provider "kafka" {
  bootstrap_servers = ["kafka-1:9093", "kafka-2:9093"]
  tls_enabled       = true
  ca_cert           = file("ca.pem")
}

resource "kafka_topic" "invoices" {
  name               = "invoices"
  replication_factor = 3
  partitions         = 12
  config = {
    "cleanup.policy"      = "delete"
    "retention.ms"        = tostring(7 * local.day)
    "segment.ms"          = "86400000"
    "min.insync.replicas" = 2
  }
}

resource "kafka_topic" "customers" {
  name               = "${var.environment}-customers"
  replication_factor = var.environment == "production" ? 3 : 1
  partitions         = 6
  config = merge(local.defaults, {
    "cleanup.policy" = "compact"
  })
}

resource "kafka_topic" "all" {
  for_each           = toset(["shipments", "parcels"])
  name               = each.key
  replication_factor = 3
  partitions         = 6
  config             = local.defaults
}

resource "kafka_acl" "reader" {
  resource_name       = "invoices"
  resource_type       = "Topic"
  acl_principal       = "User:reports"
  acl_host            = "*"
  acl_operation       = "Read"
  acl_permission_type = "Allow"
}
