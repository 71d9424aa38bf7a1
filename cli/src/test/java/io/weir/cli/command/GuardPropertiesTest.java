package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardPropertiesTest {
    @Test
    void pipelineAndItsParametersAreRead() {
        Map<String, String> properties = Map.of(
                "weir.guard.pipeline", "norm-mad, arc, nnm, trimmed-mean",
                "weir.guard.pipeline.f", "2",
                "weir.guard.pipeline.norm-mad.k", "5",
                "security.protocol", "SSL");

        GuardProperties read = GuardProperties.of(properties, null, Map.of(), null);

        assertThat(read.pipeline()).hasValue("norm-mad,arc,nnm,trimmed-mean");
        assertThat(read.parameters()).isEqualTo(Map.of("f", "2", "norm-mad.k", "5"));
    }

    @Test
    void optionsWin() {
        Map<String, String> properties = Map.of("weir.guard.pipeline", "median", "weir.guard.pipeline.f", "2");

        GuardProperties read = GuardProperties.of(properties, "krum", Map.of("f", "3"), null);

        assertThat(read).isEqualTo(new GuardProperties(java.util.Optional.of("krum"), Map.of("f", "3")));
    }

    @Test
    void formerKeyStillCountsIfTheNewOneIsAbsent() {
        assertThat(GuardProperties.of(Map.of("weir.guard.rule", "median"), null, Map.of(), null)
                        .pipeline())
                .hasValue("median");
        assertThat(GuardProperties.of(
                                Map.of("weir.guard.rule", "median", "weir.guard.pipeline", "mean"),
                                null,
                                Map.of(),
                                null)
                        .pipeline())
                .hasValue("mean");
        assertThat(GuardProperties.of(Map.of(), null, Map.of(), null).pipeline())
                .isEmpty();
    }

    @Test
    void theReferenceIsAParameterOfTheRule() {
        assertThat(GuardProperties.of(Map.of(), "fltrust", Map.of(), "root").parameters())
                .isEqualTo(Map.of("reference", "root"));
    }
}
