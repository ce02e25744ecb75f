import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the tests of diagnose need of Java: topics, deletion, and a reader whose handler is slow. */
public class Bench {
    public static void main(String[] arguments) throws Exception {
        List<String> rest = Arrays.asList(arguments).subList(2, arguments.length);
        switch (arguments[0]) {
            case "topics" -> topics(arguments[1], rest);
            case "delete" -> delete(arguments[1], rest);
            case "read" -> read(arguments[1], rest);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Makes topics, each as NAME:PARTITIONS. */
    private static void topics(String bootstrap, List<String> all) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String one : all) {
                String[] parts = one.split(":");
                topics.add(new NewTopic(parts[0], Integer.parseInt(parts[1]), (short) 1));
            }
            admin.createTopics(topics).all().get();
        }
    }

    /** Deletes the first RECORDS of TOPIC's first partition, and FURTHER of them every second until it is killed. */
    private static void delete(String bootstrap, List<String> arguments) throws Exception {
        TopicPartition partition = new TopicPartition(arguments.get(0), 0);
        long before = Long.parseLong(arguments.get(1));
        long further = Long.parseLong(arguments.get(2));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            do {
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
                before += further;
                Thread.sleep(1000);
            } while (further > 0);
        }
    }

    /** Reads TOPIC, MILLIS for each record, with further settings as KEY=VALUE, until it is killed. */
    private static void read(String bootstrap, List<String> arguments) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", StringDeserializer.class.getName());
        for (String one : arguments.subList(2, arguments.size())) {
            settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        long millis = Long.parseLong(arguments.get(1));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of(arguments.get(0)));
            while (true) {
                for (var ignored : consumer.poll(Duration.ofMillis(200))) {
                    Thread.sleep(millis);
                }
            }
        }
    }
}
