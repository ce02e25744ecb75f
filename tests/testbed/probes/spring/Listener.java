package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.ApplicationContext;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/** A listener container as Spring Boot configures it, which also does the commits. */
final class Listener implements ConsumerAwareRebalanceListener {
    private final ConcurrentMessageListenerContainer<Object, Object> container;
    private final String topic;
    private final Records records;
    private final Set<TopicPartition> ready = ConcurrentHashMap.newKeySet();
    private volatile int partitions;
    private volatile RuntimeException failure;

    @SuppressWarnings("unchecked")
    Listener(ApplicationContext context, JsonNode job, Records records) {
        this.topic = job.path("topic").asText();
        this.records = records;
        ConcurrentKafkaListenerContainerFactory<Object, Object> factory = context.getBean(ConcurrentKafkaListenerContainerFactory.class);
        container = factory.createContainer(topic);
        if (job.hasNonNull("group")) {
            container.getContainerProperties().setGroupId(job.get("group").asText());
        }
        container.getContainerProperties().setConsumerRebalanceListener(this);
        container.setBeanName("probe-" + records.run);
        container.setupMessageListener(Boolean.TRUE.equals(factory.isBatchListener()) ? batches() : singles());
    }

    private AcknowledgingMessageListener<Object, Object> singles() {
        return (record, acknowledgment) -> {
            take(record);
            acknowledge(acknowledgment);
        };
    }

    private BatchAcknowledgingMessageListener<Object, Object> batches() {
        return (batch, acknowledgment) -> {
            batch.forEach(this::take);
            acknowledge(acknowledgment);
        };
    }

    /** Never throws: the error handler would deliver the record again and again. */
    private void take(ConsumerRecord<Object, Object> record) {
        try {
            records.take(record.key(), record.value());
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private static void acknowledge(Acknowledgment acknowledgment) {
        if (acknowledgment != null) {
            acknowledgment.acknowledge();
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        partitions = consumer.partitionsFor(topic).size();
        assigned.forEach(consumer::position);
        ready.addAll(assigned);
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        ready.removeAll(revoked);
    }

    void start(Jobs.Answer answer) throws Exception {
        container.start();
        while (!settled()) {
            answer.at("waiting for an assignment");
            check();
        }
    }

    /** Every consumer of the container has its share, so no rebalance is to come. */
    private boolean settled() {
        long with = container.getAssignmentsByClientId().values().stream().filter(share -> !share.isEmpty()).count();
        return partitions > 0 && ready.size() == partitions && with >= Math.min(container.getConcurrency(), partitions);
    }

    void finish(Jobs.Answer answer) throws Exception {
        while (!records.complete()) {
            answer.at("consuming");
            answer.consumed = records.seen();
            check();
        }
        answer.consumed = records.seen();
    }

    private void check() throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        if (!container.isRunning()) {
            throw new IllegalStateException("the listener container has stopped");
        }
        Thread.sleep(20);
    }

    void stop() {
        container.stop();
    }
}
