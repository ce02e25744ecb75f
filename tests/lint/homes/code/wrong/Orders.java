import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class Orders {
    void send() {
        var properties = new java.util.Properties();
        properties.setProperty("acks", "1");
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("linger.mss", "5");
        new KafkaProducer<>(properties);
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "shipping");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earlist");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 0);
        return settings;
    }

    Object factory() {
        return new DefaultKafkaConsumerFactory<>(settings());
    }
}
