package io.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.weir.schemas.serde.internal.ForeignDefaults;
import io.weir.wire.RoundTopicMarker;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class WeirSerdesTest {
    private static final Map<String, Object> REGISTRY = Map.of("schema.registry.url", "http://127.0.0.1:1");

    @Test
    void oursAreTheDefault() {
        assertThat(WeirSerdes.serializer(REGISTRY)).isInstanceOf(WeirSerializer.class);
        assertThat(WeirSerdes.deserializer(REGISTRY)).isInstanceOf(WeirDeserializer.class);
        assertThat(WeirSerdes.serde(REGISTRY)).isInstanceOf(WeirSerde.class);
    }

    @Test
    void anotherClassTakesTheirPlace() {
        Map<String, Object> settings = Map.of(
                "weir.value.serializer",
                AvroKafkaSerializer.class.getName(),
                "schema.registry.url",
                "http://127.0.0.1:1/apis/ccompat/v7");

        try (var serializer = WeirSerdes.serializer(settings)) {
            assertThat((Object) serializer).isInstanceOf(AvroKafkaSerializer.class);
        }
    }

    @Test
    void aDeserializerOfSomethingElseIsNoticed() {
        try (var deserializer =
                WeirSerdes.deserializer(Map.of("weir.value.deserializer", StringDeserializer.class.getName()))) {
            assertThatThrownBy(() -> deserializer.deserialize("topic", new byte[] {'a'}))
                    .isInstanceOf(UnknownRecordException.class)
                    .hasMessageContaining("StringDeserializer returned a java.lang.String");
        }
    }

    @Test
    void aMissingClassIsNamedWithAdvice() {
        assertThatThrownBy(() -> WeirSerdes.serializer(
                        Map.of("weir.value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("weir.value.serializer")
                .hasMessageContaining("io.confluent.kafka.serializers.KafkaAvroSerializer")
                .hasMessageContaining("class path");
    }

    @Test
    void aClassOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> WeirSerdes.serializer(Map.of("weir.value.serializer", "java.lang.String")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be a Serializer");
    }

    @Test
    void theOperatorsOwnSettingsWinOverOurDefaults() {
        Map<String, Object> complete = ForeignDefaults.apply(
                "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
                Map.of("apicurio.registry.use-id", "globalId", "auto.register.schemas", "false"));

        assertThat(complete)
                .containsEntry("apicurio.registry.use-id", "globalId")
                .containsEntry("apicurio.registry.auto-register", "false")
                .containsEntry("apicurio.registry.headers.enabled", "false");
    }

    @Test
    void recordsCanBeCopiedWithBuildersOnceASerdeExists() {
        WeirSerdes.serializer(REGISTRY).close();

        RoundTopicMarker copy =
                RoundTopicMarker.newBuilder(new RoundTopicMarker("f", 1L)).build();

        assertThat(copy).isEqualTo(new RoundTopicMarker("f", 1L));
    }
}
