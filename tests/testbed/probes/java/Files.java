package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads client configs from files as their users write them. */
final class Files {
    private static final Pattern ENV = Pattern.compile("\\$\\{env:([A-Za-z0-9_]+)}");
    private static final Pattern QUARKUS = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)(?::([^}]*))?}");
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([^.]+)\\.(.+)");

    /** Attributes of the SmallRye connector itself; whatever else a channel has goes to the Kafka client. */
    private static final Pattern CONNECTOR = Pattern.compile(String.join("|",
            "connector|enabled|concurrency|topic|topics|pattern|assign-seek|retry|retry-attempts|retry-max-wait|broadcast",
            "failure-strategy|commit-strategy|throttled\\..*|ordered(\\..*)?|checkpoint\\..*|dead-letter-queue\\..*",
            "delayed-retry-topic\\..*|partitions|requests|poll-timeout|pause-if-no-requests|batch|max-queue-size-factor",
            "graceful-shutdown|share-group\\..*|fail-on-deserialization-failure|health-.*|cloud-events.*|tracing-enabled",
            "lazy-client|kafka-configuration|client-id-prefix|consumer-rebalance-listener\\.name|key|partition",
            "(key|value)-(de)?serialization-failure-handler|waitForWriteCompletion|max-inflight-messages|merge|close-timeout",
            "propagate-.*|interceptor-bean|pooled-producer\\..*"));

    private Files() {}

    static Properties load(JsonNode path) throws Exception {
        Properties properties = new Properties();
        try (Reader in = java.nio.file.Files.newBufferedReader(Path.of(path.asText()))) {
            properties.load(in);
        }
        return properties;
    }

    /** The environment of a JVM cannot change, so what the job's has is put in here; the rest is left to Kafka's own provider. */
    static Map<String, Object> java(JsonNode path, JsonNode env) throws Exception {
        Map<String, Object> config = new HashMap<>();
        load(path).forEach((key, value) -> config.put((String) key, ENV.matcher((String) value).replaceAll(
                m -> Matcher.quoteReplacement(env.has(m.group(1)) ? env.get(m.group(1)).asText() : m.group()))));
        return config;
    }

    /** The client config that the SmallRye connector would make of a channel, of the one for the topic if there are several. */
    static Map<String, Object> quarkus(JsonNode path, JsonNode job, String direction) throws Exception {
        Properties properties = load(path);
        Map<String, Object> config = new HashMap<>();
        // what the connector passes when nobody says otherwise
        config.put(direction.equals("outgoing") ? "acks" : "enable.auto.commit", direction.equals("outgoing") ? "1" : "false");
        config.put("reconnect.backoff.max.ms", "10000");
        String channel = channel(properties, job.path("topic").asText(), direction);
        List<String> unset = new ArrayList<>();
        for (boolean global : new boolean[] {true, false}) {
            for (String name : properties.stringPropertyNames()) {
                String key = global ? globalKey(name) : channelKey(name, direction, channel);
                if (key != null) {
                    config.put(key, expand(properties.getProperty(name), job.path("env"), unset));
                }
            }
        }
        if (!unset.isEmpty()) {
            throw new IllegalArgumentException("no value for " + unset);
        }
        return config;
    }

    private static String channel(Properties properties, String topic, String direction) {
        Map<String, String> channels = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            Matcher m = CHANNEL.matcher(name);
            if (m.matches() && m.group(1).equals(direction)) {
                channels.merge(m.group(2), m.group(3).equals("topic") ? properties.getProperty(name) : "", String::concat);
            }
        }
        return channels.entrySet().stream().filter(e -> e.getValue().equals(topic)).map(Map.Entry::getKey).findFirst()
                .or(() -> channels.keySet().stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no " + direction + " channel in the file"));
    }

    private static String globalKey(String name) {
        return name.startsWith("kafka.") ? name.substring("kafka.".length()) : null;
    }

    private static String channelKey(String name, String direction, String channel) {
        Matcher m = CHANNEL.matcher(name);
        boolean ours = m.matches() && m.group(1).equals(direction) && m.group(2).equals(channel);
        return ours && !CONNECTOR.matcher(m.group(3)).matches() ? m.group(3) : null;
    }

    private static String expand(String value, JsonNode env, List<String> unset) {
        return QUARKUS.matcher(value).replaceAll(m -> {
            String found = env.has(m.group(1)) ? env.get(m.group(1)).asText() : m.group(2);
            if (found == null) {
                unset.add(m.group(1));
            }
            return Matcher.quoteReplacement(String.valueOf(found));
        });
    }
}
