import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
import org.apache.kafka.common.config.ConfigValue;

/**
 * Prints the ConfigDefs of what is on the class path as JSON: {"families": {FAMILY: {KEY: {...}}}}.
 *
 * usage: java -cp LIBS/* Dump.java (kafka | CONNECTOR_CLASS=FAMILY... | read)
 *
 * `read` reads lines of FAMILY, KEY and VALUE, separated by tabs, and answers each by what the key makes of the value,
 * behind a `+`, or by `-` where it refuses it.
 *
 * Definitions that a version does not have are left out. Of the documentation one thing is read: whether it calls the
 * key deprecated, for which some keys have no other mark.
 */
public class Dump {
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
                if (definition != null) families.put(family, keys(family, definition));
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
            extras.add(key.name, described);
            keys.put(key.name, described);
        }
        return keys;
    }

    private static Map<String, Object> key(ConfigDef definition, ConfigDef.ConfigKey key) throws Exception {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", key.type.name().toLowerCase());
        if (key.defaultValue == ConfigDef.NO_DEFAULT_VALUE) {
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

    /** Which values a key takes, found out by asking its validator. */
    private record Values(ConfigDef.ConfigKey key) {
        private static final String NONSENSE = "no-such-value-anywhere";

        void describe(Map<String, Object> described) throws Exception {
            if (key.validator == null) return;
            String range = range(key.validator);
            if (range != null) described.put("range", range);
            else if (takesNumbers()) probe(described);
            if (takesText()) {
                if (!accepts("")) described.put("not_empty", true);
                List<String> items = items();
                if (!items.isEmpty()) {
                    described.put("one_of", items);
                    List<String> swapped = items.stream().map(Values::swapCase).filter(item -> !items.contains(item)).toList();
                    if (!swapped.isEmpty() && swapped.stream().allMatch(this::accepts)) described.put("any_case", true);
                }
            }
        }

        private boolean takesText() {
            return key.type == ConfigDef.Type.STRING || key.type == ConfigDef.Type.LIST;
        }

        private boolean takesNumbers() {
            return List.of(ConfigDef.Type.INT, ConfigDef.Type.LONG, ConfigDef.Type.SHORT).contains(key.type);
        }

        /** The bounds of a validator of another kind, and the -1 that some take besides as "let others decide". */
        private void probe(Map<String, Object> described) {
            int least = accepts("0") ? 0 : 1;
            if (!accepts(String.valueOf(least)) || accepts("-2")) return;
            if (least == 0 && accepts("-1")) least = -1;
            int most = least;
            while (most < Short.MAX_VALUE && accepts(String.valueOf(most + 1))) most++;
            described.put("range", least + ".." + (most == Short.MAX_VALUE ? "" : most));
            if (least == 1 && accepts("-1")) described.put("or", "-1");
        }

        /** The bounds, such as `0..` or `1..100`. */
        private static String range(Object validator) throws Exception {
            if (Reach.field(validator, "validators") instanceof Collection<?> parts) {
                for (Object part : parts) if (range(part) != null) return range(part);
            }
            if (!validator.getClass().getSimpleName().equals("Range")) return null;
            Object least = Reach.field(validator, "min");
            Object most = Reach.field(validator, "max");
            return (least == null ? "" : least) + ".." + (most == null ? "" : most);
        }

        /** The only values that are taken. What a validator prints is believed as far as it does what it prints. */
        private List<String> items() throws Exception {
            List<String> items = new ArrayList<>();
            String printed = String.valueOf(key.validator);
            int open = printed.indexOf('[');
            if (open < 0 || !printed.endsWith("]") || accepts(NONSENSE)) return items;
            for (String item : printed.substring(open + 1, printed.length() - 1).split(",\\s*")) {
                if (!item.isEmpty() && accepts(item)) items.add(item);
            }
            // sets print in no order of theirs
            if (printed.startsWith("(")) items.sort(null);
            return items;
        }

        private boolean accepts(String text) {
            try {
                key.validator.ensureValid(key.name, ConfigDef.parseType(key.name, text, key.type));
                return true;
            } catch (RuntimeException refused) {
                return false;
            }
        }

        private static String swapCase(String text) {
            return text.equals(text.toLowerCase()) ? text.toUpperCase() : text.toLowerCase();
        }
    }

    /** A connector whose ConfigDef has no validators, because it validates its config itself. */
    private record Asked(Object connector) {
        void describe(Map<String, Object> keys) throws Exception {
            Map<String, ConfigValue> values = validated(Map.of());
            for (Map.Entry<String, Object> entry : keys.entrySet()) {
                ConfigValue value = values.get(entry.getKey());
                if (value == null || value.recommendedValues().isEmpty()) continue;
                List<String> items = value.recommendedValues().stream().map(String::valueOf).sorted().toList();
                if (accepts(entry.getKey(), Values.NONSENSE)) continue;
                @SuppressWarnings("unchecked")
                Map<String, Object> described = (Map<String, Object>) entry.getValue();
                items = items.stream().filter(item -> accepts(entry.getKey(), item)).toList();
                if (items.isEmpty() || described.get("type").equals("boolean")) continue;
                described.put("one_of", items);
                if (items.stream().allMatch(item -> accepts(entry.getKey(), Values.swapCase(item)))) described.put("any_case", true);
            }
        }

        private boolean accepts(String key, String value) {
            try {
                ConfigValue judged = validated(Map.of(key, value)).get(key);
                return judged == null || judged.errorMessages().isEmpty();
            } catch (ReflectiveOperationException | RuntimeException refused) {
                return false;
            }
        }

        /** Nothing is connected to: what a connection needs is missing. */
        private Map<String, ConfigValue> validated(Map<String, String> config) throws ReflectiveOperationException {
            Object answer = connector.getClass().getMethod("validate", Map.class).invoke(connector, config);
            Map<String, ConfigValue> values = new TreeMap<>();
            for (Object value : (List<?>) answer.getClass().getMethod("configValues").invoke(answer)) {
                values.put(((ConfigValue) value).name(), (ConfigValue) value);
            }
            return values;
        }
    }

    /** What is known about the keys of a family outside of its ConfigDef. */
    private static final class Extras {
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
    private static final class Scala {
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

    /** Fields and methods that may be private, or not there in this version. */
    private static final class Reach {
        static Class<?> type(String name) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException absent) {
                return null;
            }
        }

        /** CLASS#member, or CLASS#member.member. */
        static Object at(String place) throws Exception {
            String[] parts = place.split("#");
            Class<?> owner = type(parts[0]);
            if (owner == null) return null;
            Object value = null;
            for (String member : parts[1].split("\\.")) {
                value = member(owner, value, member);
                if (value == null) return null;
                owner = value.getClass();
            }
            return value;
        }

        private static Object member(Class<?> owner, Object of, String name) throws Exception {
            for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!field.getName().equals(name)) continue;
                    field.setAccessible(true);
                    return field.get(of);
                }
                for (Method method : type.getDeclaredMethods()) {
                    if (!method.getName().equals(name)) continue;
                    method.setAccessible(true);
                    if (method.getParameterCount() == 0) return method.invoke(of);
                    // a worker's keys depend on which algorithms this Java has
                    Class<?> only = method.getParameterTypes()[0];
                    if (method.getParameterCount() == 1 && only.getSimpleName().equals("Crypto")) {
                        return method.invoke(of, only.getField("SYSTEM").get(null));
                    }
                }
            }
            return null;
        }

        static Object field(Object of, String name) throws Exception {
            for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!field.getName().equals(name)) continue;
                    field.setAccessible(true);
                    return field.get(of);
                }
            }
            return null;
        }
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
