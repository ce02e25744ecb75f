package probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics as asked, tells what the broker has of them then, and deletes them. */
final class Topics {
    private Topics() {}

    private static Admin admin(JsonNode job) {
        Map<String, Object> config = Clients.plain(job);
        config.put("default.api.timeout.ms", "20000");
        config.put("request.timeout.ms", "10000");
        return Admin.create(config);
    }

    static void create(JsonNode job, Jobs.Answer answer) throws Exception {
        try (Admin admin = admin(job)) {
            List<NewTopic> topics = wanted(job.get("create_topics"));
            answer.at("creating the topics");
            admin.createTopics(topics).all().get(answer.left(), TimeUnit.MILLISECONDS);
            describe(admin, topics.stream().map(NewTopic::name).toList(), answer);
        }
    }

    /** Asks the broker whether it would make them; `refused` has what it says of those that it would not. */
    static void validate(JsonNode job, Jobs.Answer answer) throws Exception {
        try (Admin admin = admin(job)) {
            List<NewTopic> topics = wanted(job.get("validate_topics"));
            answer.at("validating the topics");
            ObjectNode refused = answer.fields.putObject("refused");
            CreateTopicsOptions options = new CreateTopicsOptions().validateOnly(true);
            for (Map.Entry<String, KafkaFuture<Void>> topic : admin.createTopics(topics, options).values().entrySet()) {
                try {
                    topic.getValue().get(answer.left(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    // no answer is no refusal
                    if (e.getCause() instanceof RetriableException) {
                        throw e;
                    }
                    refused.put(topic.getKey(), e.getCause().toString());
                }
            }
        }
    }

    private static List<NewTopic> wanted(JsonNode topics) {
        List<NewTopic> wanted = new ArrayList<>();
        for (JsonNode topic : topics) {
            wanted.add(one(topic));
        }
        return wanted;
    }

    private static NewTopic one(JsonNode topic) {
        Map<String, String> config = new HashMap<>();
        topic.path("config").properties().forEach(e -> config.put(e.getKey(), e.getValue().asText()));
        Optional<Integer> partitions = Optional.ofNullable(topic.get("partitions")).filter(n -> !n.isNull()).map(JsonNode::asInt);
        Optional<Short> replicas = Optional.ofNullable(topic.get("replication_factor")).filter(n -> !n.isNull()).map(n -> (short) n.asInt());
        return new NewTopic(topic.path("name").asText(), partitions, replicas).configs(config);
    }

    private static void describe(Admin admin, List<String> names, Jobs.Answer answer) throws Exception {
        Map<String, TopicDescription> found = descriptions(admin, names, answer);
        List<ConfigResource> resources = names.stream().map(n -> new ConfigResource(ConfigResource.Type.TOPIC, n)).toList();
        Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get(answer.left(), TimeUnit.MILLISECONDS);
        ArrayNode topics = answer.fields.putArray("topics");
        for (ConfigResource resource : resources) {
            TopicDescription topic = found.get(resource.name());
            ObjectNode node = topics.addObject();
            node.put("name", topic.name());
            node.put("partitions", topic.partitions().size());
            node.put("replication_factor", topic.partitions().get(0).replicas().size());
            ObjectNode config = node.putObject("config");
            Map<String, String> own = new TreeMap<>();
            for (ConfigEntry entry : configs.get(resource).entries()) {
                // by the source: the controller itself stores cluster-wide values that are no defaults either
                if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                    own.put(entry.name(), entry.value());
                }
            }
            own.forEach(config::put);
        }
    }

    /** A broker may answer before it has heard of a topic that the controller has made. */
    private static Map<String, TopicDescription> descriptions(Admin admin, List<String> names, Jobs.Answer answer) throws Exception {
        while (true) {
            answer.at("describing the topics");
            try {
                return admin.describeTopics(names).allTopicNames().get(answer.left(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    static void delete(JsonNode job, Jobs.Answer answer) throws Exception {
        try (Admin admin = admin(job)) {
            for (JsonNode name : job.get("delete_topics")) {
                answer.at("deleting " + name.asText());
                try {
                    admin.deleteTopics(List.of(name.asText())).all().get(answer.left(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
