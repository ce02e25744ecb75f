import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;

/** A connector whose ConfigDef has no validators, because it validates its config itself. */
record Asked(Object connector) {
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
