import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known about the keys of a family outside of its ConfigDef. */
final class Extras {
    /** The constants of a family's keys: a deprecated one names a deprecated key. Its own class decides before the shared ones. */
    private static final Map<String, List<String>> CONSTANTS = Map.of(
        "java-producer", List.of("org.apache.kafka.clients.producer.ProducerConfig"),
        "java-consumer", List.of("org.apache.kafka.clients.consumer.ConsumerConfig"),
        "java-share-consumer", List.of("org.apache.kafka.clients.consumer.ConsumerConfig"),
        "java-admin", List.of("org.apache.kafka.clients.admin.AdminClientConfig"),
        "java-streams", List.of("org.apache.kafka.streams.StreamsConfig"),
        "topic", List.of("org.apache.kafka.common.config.TopicConfig"),
        "source-connector", List.of("org.apache.kafka.connect.runtime.SourceConnectorConfig", "org.apache.kafka.connect.runtime.ConnectorConfig"),
        "sink-connector", List.of("org.apache.kafka.connect.runtime.SinkConnectorConfig", "org.apache.kafka.connect.runtime.ConnectorConfig"),
        "connect-distributed", List.of("org.apache.kafka.connect.runtime.distributed.DistributedConfig", "org.apache.kafka.connect.runtime.WorkerConfig"),
        "connect-standalone", List.of("org.apache.kafka.connect.runtime.standalone.StandaloneConfig", "org.apache.kafka.connect.runtime.WorkerConfig"));
    private static final List<String> SHARED = List.of("org.apache.kafka.clients.CommonClientConfigs",
        "org.apache.kafka.common.config.SslConfigs", "org.apache.kafka.common.config.SaslConfigs");

    private final Map<String, Boolean> deprecated = new TreeMap<>();
    private final Map<?, ?> modes;
    private final Collection<?> refused;
    private final Map<?, ?> synonyms;

    Extras(String family) throws Exception {
        if (CONSTANTS.containsKey(family)) {
            for (String owner : CONSTANTS.get(family)) constants(owner);
            if (!family.equals("topic")) for (String owner : SHARED) constants(owner);
        }
        Object update = family.equals("broker") ? first("org.apache.kafka.server.config.DynamicBrokerConfig#dynamicConfigUpdateModes",
            "kafka.server.DynamicBrokerConfig$#MODULE$.dynamicConfigUpdateModes") : null;
        modes = update instanceof Map<?, ?> map ? map : Map.of();
        Object not = family.equals("java-share-consumer")
            ? Reach.at("org.apache.kafka.clients.consumer.ShareConsumerConfig#SHARE_GROUP_UNSUPPORTED_CONFIGS") : null;
        refused = not instanceof Collection<?> names ? names : List.of();
        Object brokers = family.equals("topic") ? first("org.apache.kafka.server.config.ServerTopicConfigSynonyms#TOPIC_CONFIG_SYNONYMS",
            "kafka.log.LogConfig$#MODULE$.TopicConfigSynonyms") : null;
        synonyms = brokers instanceof Map<?, ?> map ? map : Scala.map(brokers);
    }

    private static Object first(String... places) throws Exception {
        for (String place : places) {
            Object found = Reach.at(place);
            if (found != null) return found;
        }
        return null;
    }

    private void constants(String owner) throws Exception {
        Class<?> type = Reach.type(owner);
        if (type == null) return;
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) || field.getType() != String.class) continue;
            field.setAccessible(true);
            String name = (String) field.get(null);
            // the constants of ssl.client.auth moved house; the key did not
            if (name == null || name.equals("ssl.client.auth")) continue;
            deprecated.putIfAbsent(name, field.isAnnotationPresent(Deprecated.class));
        }
    }

    void add(String name, Map<String, Object> described) {
        if (deprecated.getOrDefault(name, false)) described.put("deprecated", true);
        if (refused.contains(name)) described.put("refused", true);
        if (modes.containsKey(name)) described.put("update", modes.get(name));
        if (synonyms.containsKey(name)) described.put("broker", synonyms.get(name));
    }
}

/** Reading Scala's collections without Scala at hand. */
final class Scala {
    static Map<?, ?> map(Object scala) throws Exception {
        if (scala == null) return Map.of();
        Class<?> converters = Class.forName("scala.jdk.javaapi.CollectionConverters");
        for (Method method : converters.getMethods()) {
            if (method.getName().equals("asJava") && method.getParameterTypes()[0].getName().equals("scala.collection.Map")) {
                return (Map<?, ?>) method.invoke(null, scala);
            }
        }
        throw new IllegalStateException("Scala's maps cannot be read");
    }
}
