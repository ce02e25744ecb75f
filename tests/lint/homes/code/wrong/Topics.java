import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;

class Topics {
    @Bean
    NewTopic orders() {
        return TopicBuilder.name("orders of today").partitions(3).replicas(2)
            .config(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3")
            .config(TopicConfig.RETENTION_MS_CONFIG, "7d")
            .build();
    }

    void create(Admin admin) {
        admin.createTopics(List.of(new NewTopic("bills", 3, (short) 2).configs(Map.of("retention.hours", "5"))));
    }
}
