resource "confluent_kafka_cluster" "main" {
  display_name = "main"
  availability = "MULTI_ZONE"
  cloud        = "AWS"
  region       = "eu-central-1"
  dedicated { cku = 2 }
}

resource "confluent_kafka_topic" "clicks" {
  kafka_cluster {
    id = confluent_kafka_cluster.main.id
  }
  topic_name       = "clicks"
  partitions_count = 24
  rest_endpoint    = confluent_kafka_cluster.main.rest_endpoint
  config = {
    "cleanup.policy"    = "delete"
    "max.message.bytes" = "1048588"
    "retention.ms"      = "259200000"
  }
  credentials {
    key    = var.api_key
    secret = var.api_secret
  }
  lifecycle { prevent_destroy = true }
}
