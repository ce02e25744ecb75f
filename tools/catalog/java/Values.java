import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Which values a key takes, found out by asking its validator. */
record Values(ConfigDef.ConfigKey key) {
    /** What an offset may be reset by, besides the words that its validator prints. */
    private static final String DURATION = "by_duration:";
    static final String NONSENSE = "no-such-value-anywhere";

    void describe(Map<String, Object> described) throws Exception {
        if (key.validator == null) return;
        String range = range(key.validator);
        if (range != null) described.put("range", range);
        else if (takesNumbers()) probe(described);
        if (takesText()) {
            if (!accepts("")) described.put("not_empty", true);
            List<String> items = items();
            String some = items.isEmpty() ? "a" : items.get(0);
            if (key.type == ConfigDef.Type.LIST && accepts(some) && !accepts(some + ",," + some)) described.put("full_items", true);
            if (key.type == ConfigDef.Type.LIST && accepts(some) && !accepts(some + "," + some)) described.put("distinct", true);
            if (!items.isEmpty()) {
                described.put("one_of", items);
                if (accepts(DURATION + "PT1H")) described.put("or_begins", DURATION);
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
        // a text of several words is no word
        int last = items.size() - 1;
        if (key.type == ConfigDef.Type.STRING && last > 0 && accepts(items.get(last - 1) + "," + items.get(last))) items.clear();
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

    static String swapCase(String text) {
        return text.equals(text.toLowerCase()) ? text.toUpperCase() : text.toLowerCase();
    }
}
