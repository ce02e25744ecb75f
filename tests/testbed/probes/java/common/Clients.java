package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.ThreadContext;

/** What is done with a producer and a consumer, whoever made their configs. */
final class Clients {
    private static final String STRING = "org.apache.kafka.common.serialization.String";
    private static final String BYTES = "org.apache.kafka.common.serialization.ByteArray";
    private static final Duration TICK = Duration.ofMillis(200);

    private Clients() {}

    interface Step<T> {
        T run() throws Exception;
    }

    /** What a helper logs is nobody's, so that a job's warnings are those of the config under test. */
    static <T> T logged(boolean tested, Step<T> step) throws Exception {
        String job = ThreadContext.get("job");
        Capture.attribute(tested ? job : null);
        try {
            return step.run();
        } finally {
            Capture.attribute(job);
        }
    }

    /** A helper for the half that is not under test. */
    static Map<String, Object> plain(JsonNode job) {
        JsonNode env = job.path("env");
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", env.path("KAFKA_PLAIN_BOOTSTRAP").asText(env.path("KAFKA_BOOTSTRAP_SERVERS").asText()));
        return config;
    }

    static Map<String, Object> plainConsumer(JsonNode job, Records records) {
        Map<String, Object> config = plain(job);
        config.put("group.id", "probe-" + records.run);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        // so that the records of a producer's open transaction do not count
        config.put("isolation.level", "read_committed");
        return config;
    }

    /** Registry serializers are not on the class path and not the point: plain ones take their place. */
    static void serde(Map<String, Object> config, String kind) {
        for (String part : List.of("key.", "value.")) {
            Object name = config.get(part + kind.toLowerCase());
            String text = name instanceof Class<?> c ? c.getName() : String.valueOf(name);
            if (!text.equals(STRING + kind) && !text.equals(BYTES + kind)) {
                config.put(part + kind.toLowerCase(), STRING + kind);
            }
        }
    }

    static Consumer<Object, Object> consumer(Map<String, Object> config, JsonNode job, Records records) {
        serde(config, "Deserializer");
        if (job.hasNonNull("consumer") && job.hasNonNull("group")) {
            config.put("group.id", job.get("group").asText());
        }
        return new KafkaConsumer<>(config);
    }

    static Producer<Object, Object> producer(Map<String, Object> config, JsonNode job, Records records) {
        serde(config, "Serializer");
        // two runs with one id would fence each other
        config.computeIfPresent("transactional.id", (k, id) -> id + "-" + records.run);
        if (job.path("transactional").asBoolean() && job.hasNonNull("producer") && !config.containsKey("transactional.id")) {
            throw new IllegalArgumentException("the producer's config has no transactional.id");
        }
        return new KafkaProducer<>(config);
    }

    /** Polls until there are partitions and it is settled where each begins, so that nothing sent later is missed. */
    static Void join(Consumer<Object, Object> consumer, String topic, Records records, Jobs.Answer answer) throws Exception {
        consumer.subscribe(List.of(topic));
        while (consumer.assignment().isEmpty()) {
            answer.at("waiting for an assignment");
            take(consumer.poll(TICK), records);
        }
        for (TopicPartition partition : consumer.assignment()) {
            consumer.position(partition, Duration.ofMillis(answer.left()));
        }
        return null;
    }

    static Void read(Consumer<Object, Object> consumer, Records records, boolean commit, Jobs.Answer answer) throws Exception {
        while (!records.complete()) {
            answer.at("consuming");
            take(consumer.poll(TICK), records);
            answer.consumed = records.seen();
        }
        if (commit) {
            answer.at("committing");
            consumer.commitSync(Duration.ofMillis(answer.left()));
        }
        return null;
    }

    private static void take(ConsumerRecords<Object, Object> batch, Records records) {
        batch.forEach(r -> records.take(r.key(), r.value()));
    }

    static Void write(Map<String, Object> config, JsonNode job, Records records, Jobs.Answer answer) throws Exception {
        answer.at("constructing the producer");
        Producer<Object, Object> producer = producer(config, job, records);
        try {
            return send(producer, config, job, records, answer);
        } finally {
            close(producer, answer);
        }
    }

    private static Void send(Producer<Object, Object> producer, Map<String, Object> config, JsonNode job, Records records, Jobs.Answer answer)
            throws Exception {
        String topic = job.path("topic").asText();
        boolean transaction = config.containsKey("transactional.id");
        if (transaction) {
            answer.at("opening a transaction");
            producer.initTransactions();
            producer.beginTransaction();
        }
        answer.at("producing");
        boolean bytes = String.valueOf(config.get("value.serializer")).contains(BYTES);
        boolean keyBytes = String.valueOf(config.get("key.serializer")).contains(BYTES);
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < records.count; i++) {
            Object key = keyBytes ? records.key(i).getBytes(StandardCharsets.UTF_8) : records.key(i);
            Object value = bytes ? records.value(i).getBytes(StandardCharsets.UTF_8) : records.value(i);
            sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
        }
        // a linger of minutes is no failure of the config
        producer.flush();
        for (Future<?> one : sent) {
            one.get(answer.left(), TimeUnit.MILLISECONDS);
            answer.produced++;
        }
        if (transaction) {
            answer.at("committing the transaction");
            producer.commitTransaction();
        }
        return null;
    }

    static Void close(AutoCloseable client, Jobs.Answer answer) {
        Duration limit = Duration.ofMillis(Math.min(5_000, answer.left()));
        if (client instanceof Producer<?, ?> producer) {
            producer.close(limit);
        } else if (client instanceof Consumer<?, ?> consumer) {
            consumer.close(CloseOptions.timeout(limit));
        }
        return null;
    }
}
