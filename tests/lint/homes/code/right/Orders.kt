import org.apache.kafka.clients.consumer.ConsumerConfig
import org.apache.kafka.clients.producer.ProducerConfig

fun producer(servers: String): Map<String, Any> = mapOf(
    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG to servers,
    ProducerConfig.ACKS_CONFIG to "all",
    ProducerConfig.LINGER_MS_CONFIG to 20,
    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG to StringSerializer::class.java,
)

fun consumer(): Properties {
    val props = Properties()
    props[ConsumerConfig.GROUP_ID_CONFIG] = "billing"
    props[ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG] = "$host:9092"
    props.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
    return props
}
