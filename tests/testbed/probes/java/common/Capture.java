package probe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Keeps what the client library logs, apart for each job. The job's name is in the thread context,
 * which the library's own threads inherit from the thread that constructs the client.
 */
final class Capture extends AbstractAppender {
    private static final String JOB = "job";
    private static final String UNUSED = "' were supplied but are not used yet";
    private static final Map<String, List<String>> LINES = new ConcurrentHashMap<>();

    private Capture() {
        super("capture", null, null, true, Property.EMPTY_ARRAY);
    }

    static void install() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LoggerConfig root = context.getConfiguration().getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        Capture capture = new Capture();
        capture.start();
        root.setLevel(Level.INFO);
        root.addAppender(capture, Level.INFO, null);
        context.updateLoggers();
    }

    /** From here on this thread, and those it starts, log for the job; null: for nobody. */
    static void attribute(String job) {
        if (job == null) {
            ThreadContext.remove(JOB);
        } else {
            LINES.computeIfAbsent(job, j -> new CopyOnWriteArrayList<>());
            ThreadContext.put(JOB, job);
        }
    }

    static List<String> linesOf(String job) {
        return List.copyOf(LINES.getOrDefault(job, List.of()));
    }

    @Override
    public void append(LogEvent event) {
        String message = withoutProviders(event.getMessage().getFormattedMessage());
        if (!event.getLevel().isMoreSpecificThan(Level.WARN) && !tells(message)) {
            return;
        }
        String job = event.getContextData().getValue(JOB);
        String thrown = event.getThrown() == null ? "" : ": " + event.getThrown();
        String line = event.getLevel() + " " + event.getLoggerName() + ": " + message + thrown;
        if (job == null) {
            System.err.println(line);
        } else {
            LINES.get(job).add(line);
        }
    }

    /** The client calls the providers of its own placeholders unused, used or not; plain serializers stand in for those of a registry. */
    private static String withoutProviders(String message) {
        String others = "config\\.providers[^,\\]]*|schema\\.registry\\.url|auto\\.register\\.schemas|specific\\.avro\\.reader|spring\\.deserializer\\.value\\.delegate\\.class";
        String rest = message.replaceAll("(?<=[\\[ ])(" + others + ")(?=[,\\]])(, )?", "").replace(", ]", "]");
        return message.contains(UNUSED) ? rest.replace("'[]" + UNUSED, "") : message;
    }

    /** The two things that the Java client says at INFO only, though they mean that a setting has no effect. */
    private static boolean tells(String message) {
        return message.contains(UNUSED) || message.contains("Idempotence will be disabled");
    }
}
