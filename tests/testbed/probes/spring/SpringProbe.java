package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;

/** Proves application.yml files with Spring Boot and Spring Kafka themselves. */
final class SpringProbe {
    private SpringProbe() {}

    public static void main(String[] args) throws Exception {
        Jobs.serve(SpringProbe::prove);
    }

    private static void prove(JsonNode job, Jobs.Answer answer) throws Exception {
        if (!job.path("client").asText().equals("spring")) {
            throw new IllegalArgumentException("no such client here: " + job.path("client"));
        }
        Records records = new Records(job.path("records").asInt(20));
        if (job.hasNonNull("consumer")) {
            listen(job, records, answer);
        } else {
            read(job, records, answer);
        }
    }

    private static void listen(JsonNode job, Records records, Jobs.Answer answer) throws Exception {
        answer.at("reading the consumer's properties");
        try (ConfigurableApplicationContext context = Application.start(job.get("consumer"), job, records.run + "-c")) {
            answer.at("constructing the listener container");
            Listener listener = new Listener(context, job, records);
            try {
                listener.start(answer);
                write(job, records, answer);
                listener.finish(answer);
            } finally {
                listener.stop();
            }
        }
    }

    private static void read(JsonNode job, Records records, Jobs.Answer answer) throws Exception {
        Consumer<Object, Object> consumer = Clients.logged(false, () -> Clients.consumer(Clients.plainConsumer(job, records), job, records));
        try {
            Clients.logged(false, () -> Clients.join(consumer, job.path("topic").asText(), records, answer));
            write(job, records, answer);
            Clients.logged(false, () -> Clients.read(consumer, records, true, answer));
        } finally {
            Clients.logged(false, () -> Clients.close(consumer, answer));
        }
    }

    private static void write(JsonNode job, Records records, Jobs.Answer answer) throws Exception {
        if (!job.hasNonNull("producer")) {
            Clients.logged(false, () -> Clients.write(Clients.plain(job), job, records, answer));
            return;
        }
        answer.at("reading the producer's properties");
        try (ConfigurableApplicationContext context = Application.start(job.get("producer"), job, records.run + "-p")) {
            send(context, job, records, answer);
        }
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext context, JsonNode job, Records records, Jobs.Answer answer) throws Exception {
        answer.at("producing");
        DefaultKafkaProducerFactory<Object, Object> factory = context.getBean(DefaultKafkaProducerFactory.class);
        KafkaTemplate<Object, Object> template = context.getBean(KafkaTemplate.class);
        if (factory.transactionCapable()) {
            List<Future<?>> sent = template.executeInTransaction(operations -> send(operations, job, records));
            await(sent, answer);
        } else if (job.path("transactional").asBoolean()) {
            throw new IllegalArgumentException("the producer's properties have no transaction-id-prefix");
        } else {
            List<Future<?>> sent = send(template, job, records);
            template.flush();
            await(sent, answer);
        }
    }

    private static List<Future<?>> send(KafkaOperations<Object, Object> operations, JsonNode job, Records records) {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < records.count; i++) {
            sent.add(operations.send(job.path("topic").asText(), records.key(i), records.value(i)));
        }
        return sent;
    }

    private static void await(List<Future<?>> sent, Jobs.Answer answer) throws Exception {
        for (Future<?> one : sent) {
            one.get(answer.left(), TimeUnit.MILLISECONDS);
            answer.produced++;
        }
    }
}
