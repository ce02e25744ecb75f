import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Prints the ConfigDefs of what is on the class path as JSON: {"families": {FAMILY: {KEY: {...}}}}.
 *
 * usage: java -cp CLASSES:LIBS/* Dump (kafka | CONNECTOR_CLASS=FAMILY... | read)
 *
 * `read` reads lines of FAMILY, KEY and VALUE, separated by tabs, and answers each by what the key makes of the value,
 * behind a `+`, or by `-` where it refuses it.
 *
 * A family that a version does not have has no keys in it. Of the documentation one thing is read: whether it calls the
 * key deprecated, for which some keys have no other mark.
 */
public class Dump {
    /** Keys whose default is drawn by lot. */
    private static final List<String> RANDOM = List.of("database.server.id");
    private static final Pattern SAYS_DEPRECATED =
        Pattern.compile("^\\W*deprecated\\b|this configuration (is|has been) deprecated", Pattern.CASE_INSENSITIVE);

    /** Where the definition of each family is, the newest place first: CLASS#static field or method. */
    private static final Map<String, List<String>> PLACES = new LinkedHashMap<>();

    static {
        String clients = "org.apache.kafka.clients.";
        String connect = "org.apache.kafka.connect.";
        PLACES.put("java-producer", List.of(clients + "producer.ProducerConfig#CONFIG"));
        PLACES.put("java-consumer", List.of(clients + "consumer.ConsumerConfig#CONFIG"));
        PLACES.put("java-share-consumer", List.of(clients + "consumer.ShareConsumerConfig#CONFIG"));
        PLACES.put("java-admin", List.of(clients + "admin.AdminClientConfig#CONFIG"));
        PLACES.put("java-streams", List.of("org.apache.kafka.streams.StreamsConfig#CONFIG"));
        PLACES.put("broker", List.of("org.apache.kafka.server.config.AbstractKafkaConfig#CONFIG_DEF", "kafka.server.KafkaConfig$#MODULE$.configDef",
            "kafka.server.KafkaConfig$#MODULE$.kafka$server$KafkaConfig$$configDef"));
        PLACES.put("topic", List.of("org.apache.kafka.storage.internals.log.LogConfig#CONFIG", "kafka.log.LogConfig$#MODULE$.configDef",
            "kafka.log.LogConfig$#MODULE$.kafka$log$LogConfig$$configDef", "kafka.log.LogConfig#configDefCopy", "kafka.log.LogConfig$#MODULE$.configDefCopy"));
        PLACES.put("group", List.of("org.apache.kafka.coordinator.group.GroupConfig#CONFIG_DEF", "org.apache.kafka.coordinator.group.GroupConfig#CONFIG"));
        PLACES.put("client-metrics", List.of("org.apache.kafka.server.metrics.ClientMetricsConfigs#CONFIG"));
        PLACES.put("connect-distributed", List.of(connect + "runtime.distributed.DistributedConfig#config", connect + "runtime.distributed.DistributedConfig#CONFIG"));
        PLACES.put("connect-standalone", List.of(connect + "runtime.standalone.StandaloneConfig#CONFIG"));
        PLACES.put("source-connector", List.of(connect + "runtime.SourceConnectorConfig#configDef"));
        PLACES.put("sink-connector", List.of(connect + "runtime.SinkConnectorConfig#configDef"));
        for (String kind : List.of("Source", "Checkpoint", "Heartbeat")) {
            String place = connect + "mirror.Mirror" + kind + "Config#CONNECTOR_CONFIG_DEF";
            PLACES.put("mirror-" + kind.toLowerCase(), List.of(place, connect + "mirror.MirrorConnectorConfig#CONNECTOR_CONFIG_DEF"));
        }
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("read")) {
            read();
            return;
        }
        Map<String, Object> families = new TreeMap<>();
        if (args[0].equals("kafka")) {
            for (String family : PLACES.keySet()) {
                ConfigDef definition = definition(family);
                families.put(family, definition == null ? Map.of() : keys(family, definition));
            }
        } else {
            for (String connector : args) {
                String[] parts = connector.split("=");
                Object made = Class.forName(parts[0]).getDeclaredConstructor().newInstance();
                Map<String, Object> keys = keys(parts[1], (ConfigDef) made.getClass().getMethod("config").invoke(made));
                new Asked(made).describe(keys);
                families.put(parts[1], keys);
            }
        }
        System.out.println(Json.of(Map.of("families", families)));
    }

    private static void read() throws Exception {
        Map<String, ConfigDef> definitions = new TreeMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", -1);
            if (!definitions.containsKey(parts[0])) definitions.put(parts[0], definition(parts[0]));
            ConfigDef.ConfigKey key = definitions.get(parts[0]).configKeys().get(parts[1]);
            try {
                Object value = ConfigDef.parseType(key.name, parts[2], key.type);
                if (key.validator != null) key.validator.ensureValid(key.name, value);
                answers.println("+" + (value instanceof Collection<?> items ? String.join("|", items.stream().map(String::valueOf).toList()) : value));
            } catch (ConfigException refused) {
                answers.println("-");
            }
        }
        answers.flush();
    }

    private static ConfigDef definition(String family) throws Exception {
        for (String place : PLACES.get(family)) {
            Object found = Reach.at(place);
            if (found != null) return (ConfigDef) found;
        }
        return null;
    }

    private static Map<String, Object> keys(String family, ConfigDef definition) throws Exception {
        Map<String, Object> keys = new TreeMap<>();
        Extras extras = new Extras(family);
        for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
            Map<String, Object> described = key(definition, key);
            // clients and brokers drop what a list has twice, before the validator sees it; Connect validates what is written
            if (!family.endsWith("-connector") && !family.startsWith("mirror-")) described.remove("distinct");
            extras.add(key.name, described);
            keys.put(key.name, described);
        }
        return keys;
    }

    private static Map<String, Object> key(ConfigDef definition, ConfigDef.ConfigKey key) throws Exception {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", key.type.name().toLowerCase());
        if (RANDOM.contains(key.name)) {
            // no two programs have the same
        } else if (key.defaultValue == ConfigDef.NO_DEFAULT_VALUE) {
            described.put("required", true);
        } else if (key.defaultValue != null) {
            described.put("default", text(key));
        }
        described.put("importance", key.importance.name().toLowerCase());
        Object internal = Reach.field(key, "internalConfig");
        if (Boolean.TRUE.equals(internal)) described.put("internal", true);
        if (key.documentation != null && SAYS_DEPRECATED.matcher(key.documentation).find()) described.put("deprecated", true);
        new Values(key).describe(described);
        return described;
    }

    /** The default as a person would write it. */
    private static String text(ConfigDef.ConfigKey key) {
        if (key.defaultValue instanceof Class<?> type) return type.getName();
        if (key.type == ConfigDef.Type.PASSWORD) return ((org.apache.kafka.common.config.types.Password) key.defaultValue).value();
        if (key.defaultValue instanceof Collection<?> items) return String.join(",", items.stream().map(String::valueOf).toList());
        return String.valueOf(key.defaultValue);
    }

    /** Maps, lists, texts and booleans as JSON. */
    private static final class Json {
        static String of(Object value) {
            if (value instanceof Map<?, ?> map) {
                List<String> parts = new ArrayList<>();
                map.forEach((key, item) -> parts.add(quoted((String) key) + ":" + of(item)));
                return "{" + String.join(",", parts) + "}";
            }
            if (value instanceof Collection<?> items) return "[" + String.join(",", items.stream().map(Json::of).toList()) + "]";
            return value instanceof Boolean ? value.toString() : quoted((String) value);
        }

        private static String quoted(String text) {
            StringBuilder out = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') out.append('\\').append(c);
                else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
                else out.append(c);
            }
            return out.append('"').toString();
        }
    }
}
