import java.util.Properties
import org.apache.kafka.clients.consumer.ConsumerConfig
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.clients.producer.KafkaProducer

val settings = mapOf<String, Any>(
    "bootstrap.servers" to "kafka:9092",
    "acks" to "all",
    "max.in.flight.requests.per.connection" to 20,
)
val producer = KafkaProducer<String, String>(settings)

fun consumer(): KafkaConsumer<String, String> {
    val settings = Properties().apply {
        put(ConsumerConfig.GROUP_ID_CONFIG, "billing")
        put("max.poll.records", "0")
    }
    return KafkaConsumer(settings)
}
