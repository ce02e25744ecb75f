import org.apache.kafka.clients.admin.NewTopic
import org.apache.kafka.common.config.TopicConfig
import org.springframework.kafka.config.TopicBuilder

class Topics {
    fun orders(): NewTopic = TopicBuilder.name("orders-kt")
        .partitions(3)
        .replicas(2)
        .config(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3")
        .build()

    fun bills() = NewTopic("bills/kt", 3, 3)
}
