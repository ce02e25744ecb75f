package probe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The records of one run: eight keys that nobody else uses, and a number that counts up for each key. */
final class Records {
    private static final int KEYS = 8;
    final String run = UUID.randomUUID().toString().substring(0, 8);
    final int count;
    private final Map<String, Integer> next = new HashMap<>();
    private int seen;

    Records(int count) {
        this.count = count;
    }

    String key(int i) {
        return run + "-" + i % KEYS;
    }

    String value(int i) {
        return Integer.toString(i / KEYS);
    }

    /** Takes note of a record that was read; strangers' records are none of our business. */
    synchronized void take(Object key, Object value) {
        String name = text(key);
        if (name == null || !name.startsWith(run + "-")) {
            return;
        }
        int number = Integer.parseInt(text(value));
        int expected = next.merge(name, 1, Integer::sum) - 1;
        if (number != expected) {
            throw new IllegalStateException("key " + name + ": number " + number + " came where " + expected + " was expected");
        }
        seen++;
    }

    synchronized int seen() {
        return seen;
    }

    boolean complete() {
        return seen() >= count;
    }

    private static String text(Object data) {
        return data instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) data;
    }
}
