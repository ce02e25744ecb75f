import org.apache.kafka.clients.consumer.ConsumerConfig
import org.apache.kafka.clients.producer.ProducerConfig

val producer = mapOf(
    ProducerConfig.ACKS_CONFIG to "1",
    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG to true,
    "lingerms" to 5,
)

fun consumer(): Properties {
    val props = Properties()
    props[ConsumerConfig.GROUP_ID_CONFIG] = "billing"
    props[ConsumerConfig.AUTO_OFFSET_RESET_CONFIG] = "begin"
    return props
}
