import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
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
    }

    private static String refused(String role, Properties config) {
        try {
            switch (role) {
                case "producer": new KafkaProducer<>(config).close(Duration.ZERO); break;
                case "consumer": new KafkaConsumer<>(config).close(Duration.ZERO); break;
                default: Admin.create(config).close(Duration.ZERO);
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
