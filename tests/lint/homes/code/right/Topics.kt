import org.apache.kafka.clients.admin.NewTopic
import org.apache.kafka.common.config.TopicConfig
import org.springframework.kafka.config.TopicBuilder

class Topics(private val copies: Int) {
    fun orders(): NewTopic = TopicBuilder.name("orders")
        .partitions(6)
        .replicas(3)
        .config(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2")
        .build()

    fun states(name: String) = TopicBuilder.name(name).replicas(copies).compact().build()

    fun bills() = NewTopic("bills", 3, 3)
}
