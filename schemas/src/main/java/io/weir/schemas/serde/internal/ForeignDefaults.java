package io.weir.schemas.serde.internal;

import io.weir.schemas.registry.RegistryConfig;
import java.util.HashMap;
import java.util.Map;

/** What other libraries' serdes must be told to speak Weir's format: Confluent's frame, subjects by record name, specific records. */
public final class ForeignDefaults {
    private static final Map<String, String> CONFLUENT = Map.of(
            "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy",
            "specific.avro.reader", "true");

    private static final Map<String, String> APICURIO = Map.of(
            "apicurio.registry.headers.enabled", "false",
            "apicurio.registry.id-handler", "io.apicurio.registry.serde.Legacy4ByteIdHandler",
            "apicurio.registry.use-id", "contentId",
            "apicurio.registry.artifact-resolver-strategy",
                    "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy",
            "apicurio.registry.use-specific-avro-reader", "true",
            "apicurio.registry.auto-register.if-exists", "RETURN_OR_UPDATE");

    private static final String APICURIO_AUTO_REGISTER = "apicurio.registry.auto-register";
    private static final String APICURIO_URL = "apicurio.registry.url";
    private static final String APICURIO_CONFLUENT_API = "/apis/ccompat/v7";
    private static final String APICURIO_OWN_API = "/apis/registry/v2";

    private ForeignDefaults() {}

    /** The properties, with defaults for the library that the class belongs to. */
    public static Map<String, Object> apply(String className, Map<String, ?> properties) {
        Map<String, Object> complete = new HashMap<>();
        if (className.startsWith("io.confluent.")) {
            complete.putAll(CONFLUENT);
        } else if (className.startsWith("io.apicurio.")) {
            complete.putAll(APICURIO);
            complete.put(APICURIO_AUTO_REGISTER, String.valueOf(RegistryConfig.autoRegister(properties)));
            Object url = properties.get(RegistryConfig.URL);
            if (url != null && url.toString().endsWith(APICURIO_CONFLUENT_API)) {
                complete.put(APICURIO_URL, url.toString().replace(APICURIO_CONFLUENT_API, APICURIO_OWN_API));
            }
        }
        complete.putAll(properties);
        return complete;
    }
}
