package probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/** An application with nothing but Spring Boot's Kafka configuration and one file of properties. */
final class Application {
    @ImportAutoConfiguration({PropertyPlaceholderAutoConfiguration.class, SslAutoConfiguration.class, KafkaAutoConfiguration.class})
    static class Nothing {}

    private Application() {}

    static ConfigurableApplicationContext start(JsonNode path, JsonNode job, String run) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> variables = new HashMap<>();
        job.path("env").properties().forEach(e -> variables.put(e.getKey(), e.getValue().asText()));
        environment.getPropertySources().addFirst(new MapPropertySource("the job's environment", variables));
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE).bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false).registerShutdownHook(false).environment(environment)
                .initializers(context -> {
                    adapt(context.getEnvironment(), run);
                    known(context.getEnvironment());
                })
                .build();
        return application.run("--spring.config.location=file:" + path.asText(), "--spring.main.allow-bean-definition-overriding=false");
    }

    /** Spring Boot ignores what it does not know; a misspelt property must not pass. */
    private static void known(ConfigurableEnvironment environment) {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT,
                source -> source.getUnderlyingSource() instanceof OriginTrackedMapPropertySource);
        Binder.get(environment).bind("spring.kafka", Bindable.of(KafkaProperties.class), strict);
    }

    private static void adapt(ConfigurableEnvironment environment, String run) {
        Map<String, Object> plain = new HashMap<>();
        // two runs with one transactional id would fence each other; a listener has a producer of its own
        String prefix = environment.getProperty("spring.kafka.producer.transaction-id-prefix");
        if (prefix != null) {
            plain.put("spring.kafka.producer.transaction-id-prefix", prefix + run + "-");
        }
        // registry serializers are not on the class path and not the point: plain ones take their place
        for (String property : new String[] {"producer.key-serializer", "producer.value-serializer", "consumer.key-deserializer", "consumer.value-deserializer"}) {
            String name = environment.getProperty("spring.kafka." + property);
            String kind = property.startsWith("producer") ? "Serializer" : "Deserializer";
            if (name != null && !(name.endsWith(".String" + kind) && ClassUtils.isPresent(name, null))) {
                plain.put("spring.kafka." + property, "org.apache.kafka.common.serialization.String" + kind);
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("adapted to the probe", plain));
    }
}
