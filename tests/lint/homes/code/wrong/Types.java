import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class Types {
    void send() {
        Properties p = new Properties();
        p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka:9092");
        p.put(ProducerConfig.ACKS_CONFIG, 1);
        p.put(ProducerConfig.BATCH_SIZE_CONFIG, 16384L);
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Duration.ofMinutes(2).toMillis());
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, 1);
        p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        new KafkaProducer<>(p);
    }

    void read() {
        Properties c = new Properties();
        c.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka:9092");
        c.put(ConsumerConfig.GROUP_ID_CONFIG, 7);
        c.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500L);
        c.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class);
        new KafkaConsumer<>(c);
    }
}
