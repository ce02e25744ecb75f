import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Whether the Java client can be made with a config: see probe.rs. */
public final class Construct {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        // what a logger prints must not get between the answers
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode job = json.readTree(line);
            Properties config = new Properties();
            job.get("config").fields().forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().asText()));
            out.println(json.createObjectNode().put("refused", refused(job.get("role").asText(), config)));
        }
        System.exit(0);
    }

    /** Some configs make closing last: nobody waits for it. */
    private static void close(Consumer<Duration> closing) throws InterruptedException {
        Thread closer = new Thread(() -> closing.accept(Duration.ZERO));
        closer.setDaemon(true);
        closer.start();
        closer.join(1_000);
    }

    private static String refused(String role, Properties config) {
        try {
            switch (role) {
                case "producer": close(new KafkaProducer<>(config)::close); break;
                case "consumer": close(new KafkaConsumer<>(config)::close); break;
                default: close(Admin.create(config)::close);
            }
            return null;
        } catch (Exception | LinkageError error) {
            StringBuilder why = new StringBuilder();
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                why.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append("; ");
            }
            return why.toString();
        }
    }
}
