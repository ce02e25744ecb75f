package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/** Proves configs for Kafka's own Java client, and the topic jobs. */
final class Probe {
    private Probe() {}

    public static void main(String[] args) throws Exception {
        Jobs.serve(Probe::run);
    }

    private static void run(JsonNode job, Jobs.Answer answer) throws Exception {
        if (job.has("create_topics")) {
            Topics.create(job, answer);
        } else if (job.has("validate_topics")) {
            Topics.validate(job, answer);
        } else if (job.has("delete_topics")) {
            Topics.delete(job, answer);
        } else {
            prove(job, answer);
        }
    }

    private static Map<String, Object> read(JsonNode job, String role, String direction) throws Exception {
        return switch (job.path("client").asText()) {
            case "java" -> Files.java(job.get(role), job.path("env"));
            case "quarkus" -> Files.quarkus(job.get(role), job, direction);
            default -> throw new IllegalArgumentException("no such client here: " + job.path("client"));
        };
    }

    private static void prove(JsonNode job, Jobs.Answer answer) throws Exception {
        Records records = new Records(job.path("records").asInt(20));
        String topic = job.path("topic").asText();
        boolean consumerTested = job.hasNonNull("consumer");
        boolean producerTested = job.hasNonNull("producer");
        Map<String, Object> reading = consumerTested ? read(job, "consumer", "incoming") : Clients.plainConsumer(job, records);
        Map<String, Object> writing = producerTested ? read(job, "producer", "outgoing") : Clients.plain(job);
        answer.at("constructing the consumer");
        Consumer<Object, Object> consumer = Clients.logged(consumerTested, () -> Clients.consumer(reading, job, records));
        try {
            Clients.logged(consumerTested, () -> Clients.join(consumer, topic, records, answer));
            Clients.logged(producerTested, () -> Clients.write(writing, job, records, answer));
            boolean manual = "false".equalsIgnoreCase(String.valueOf(reading.getOrDefault("enable.auto.commit", "true")).trim());
            Clients.logged(consumerTested, () -> Clients.read(consumer, records, manual, answer));
        } finally {
            answer.doing = answer.doing + ", then closing the consumer";
            Clients.logged(consumerTested, () -> Clients.close(consumer, answer));
        }
    }
}
