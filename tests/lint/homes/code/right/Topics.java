import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;

class Topics {
    @Value("${topics.copies}")
    private short copies;

    @Bean
    NewTopic orders() {
        return TopicBuilder.name("orders").partitions(6).replicas(3)
            .config(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2")
            .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(7 * 24 * 3600 * 1000L))
            .build();
    }

    @Bean
    NewTopic states(@Value("${topics.states}") String name) {
        return TopicBuilder.name(name).replicas(copies).compact().build();
    }

    void create(Admin admin) {
        admin.createTopics(List.of(new NewTopic("bills", 3, (short) 3), new NewTopic("notes", -1, (short) -1)));
    }
}
