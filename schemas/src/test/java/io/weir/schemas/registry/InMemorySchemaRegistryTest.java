package io.weir.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {
    private static final Schema FIRST =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema COMPATIBLE = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalLong("b")
            .endRecord();
    private static final Schema INCOMPATIBLE = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .requiredLong("c")
            .endRecord();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void equalSchemasShareAnIdAcrossSubjects() {
        int one = registry.register("one", FIRST);
        int two = registry.register("two", FIRST);

        assertThat(two).isEqualTo(one);
        assertThat(registry.byId(one)).isEqualTo(FIRST);
    }

    @Test
    void compatibleChangesAreAccepted() {
        int first = registry.register("one", FIRST);

        assertThat(registry.register("one", COMPATIBLE)).isNotEqualTo(first);
    }

    @Test
    void incompatibleChangesAreRefusedUntilTheLevelAllowsThem() {
        registry.register("one", FIRST);

        assertThatThrownBy(() -> registry.register("one", INCOMPATIBLE))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("subject one");
        registry.setCompatibility("one", CompatibilityLevel.NONE);
        assertThat(registry.register("one", INCOMPATIBLE)).isPositive();
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry.lookup("one", FIRST)).isInstanceOf(RegistryException.class);
    }
}
