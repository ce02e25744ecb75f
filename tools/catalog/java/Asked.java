import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;

/** A connector whose ConfigDef has no validators, because it validates its config itself. */
record Asked(Object connector) {
    private static final List<String> NUMBERS = List.of("short", "int", "long");

    void describe(Map<String, Object> keys) throws Exception {
        // patterns that other keys are to match
        keys.keySet().removeIf(name -> name.contains("("));
        Map<String, ConfigValue> values = validated(Map.of());
        for (Map.Entry<String, Object> entry : keys.entrySet()) {
            ConfigValue value = values.get(entry.getKey());
            if (value == null) continue;
            @SuppressWarnings("unchecked")
            Map<String, Object> described = (Map<String, Object>) entry.getValue();
            if (!value.errorMessages().isEmpty()) required(entry.getKey(), described, keys);
            describe(entry.getKey(), described, value);
        }
    }

    private void describe(String key, Map<String, Object> described, ConfigValue value) {
        boolean number = NUMBERS.contains(described.get("type"));
        boolean truth = described.get("type").equals("boolean");
        if ((number || truth) && accepts(key, Values.NONSENSE)) {
            // whatever it is, it is not read as one
            described.put("type", "string");
        } else if (number) {
            number(key, described);
        } else if (truth) {
            exact(key, described, "true");
        } else {
            words(key, described, value);
        }
    }

    /** A key that is missing whatever else is said. */
    private void required(String key, Map<String, Object> described, Map<String, Object> keys) throws Exception {
        for (String other : keys.keySet()) {
            if (other.equals(key)) continue;
            // what is refused does not lift anything
            for (String value : List.of("a", "1", "true")) {
                if (accepts(key, Map.of(other, value)) && accepts(other, Map.of(other, value))) return;
            }
        }
        described.put("required", true);
        if (accepts(key, "a.b") && !accepts(key, "")) described.put("not_empty", true);
    }

    /** The bounds, and the -1 that some take besides. */
    private void number(String key, Map<String, Object> described) {
        String least = accepts(key, "-2") ? "" : accepts(key, "-1") && accepts(key, "0") ? "-1" : accepts(key, "0") ? "0" : "1";
        // one that is compared with another key has no bounds of its own
        if (!accepts(key, "1")) return;
        boolean held = described.get("type").equals("long") && !accepts(key, "2147483648") && accepts(key, "2147483647");
        String most = held ? "2147483647" : "";
        if (!least.isEmpty() || !most.isEmpty()) described.put("range", least + ".." + most);
        if (least.equals("1") && accepts(key, "-1")) described.put("or", "-1");
        exact(key, described, "1");
    }

    private void words(String key, Map<String, Object> described, ConfigValue value) {
        if (value.recommendedValues().isEmpty() || accepts(key, Values.NONSENSE)) return;
        List<String> items = value.recommendedValues().stream().map(String::valueOf).sorted().filter(item -> accepts(key, item)).toList();
        if (items.isEmpty()) return;
        described.put("one_of", items);
        if (items.stream().allMatch(item -> accepts(key, Values.swapCase(item)))) described.put("any_case", true);
        if (!accepts(key, "")) described.put("not_empty", true);
        exact(key, described, items.get(0));
    }

    /** Whether spaces around a value belong to it. */
    private void exact(String key, Map<String, Object> described, String value) {
        if (accepts(key, value) && !accepts(key, " " + value + " ")) described.put("exact", true);
    }

    private boolean accepts(String key, String value) {
        return accepts(key, Map.of(key, value));
    }

    private boolean accepts(String key, Map<String, String> config) {
        try {
            ConfigValue judged = validated(config).get(key);
            return judged == null || judged.errorMessages().isEmpty();
        } catch (ReflectiveOperationException | RuntimeException refused) {
            return false;
        }
    }

    /** Nothing is connected to: what a connection needs is missing. */
    private Map<String, ConfigValue> validated(Map<String, String> config) throws ReflectiveOperationException {
        Object answer = connector.getClass().getMethod("validate", Map.class).invoke(connector, new HashMap<>(config));
        Map<String, ConfigValue> values = new TreeMap<>();
        for (Object value : (List<?>) answer.getClass().getMethod("configValues").invoke(answer)) {
            values.put(((ConfigValue) value).name(), (ConfigValue) value);
        }
        return values;
    }
}
