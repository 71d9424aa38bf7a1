package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleOptionTest {
    private final VerdictRule krum = Rules.named("multi-krum", Map.of("f", "2"));

    @Test
    void aRuleNeedsEnoughParticipants() {
        assertThatThrownBy(() -> RuleOption.check(krum, "--banks", 6))
                .hasMessage("--rule multi-krum needs 7 updates with its f, --banks is 6: raise it, or lower f");
        assertThatCode(() -> RuleOption.check(krum, "--banks", 7)).doesNotThrowAnyException();
    }

    @Test
    void aReferenceIsNoneOfThem() {
        VerdictRule monna = Rules.named("monna", Map.of("f", "2", "reference", "bank-a"));

        assertThatThrownBy(() -> RuleOption.check(monna, "--banks", 5))
                .hasMessageContaining("needs 5 updates beside the reference's");
        assertThatCode(() -> RuleOption.check(monna, "--banks", 6)).doesNotThrowAnyException();
    }

    @Test
    void aRuleThatComparesUpdatesTakesNoMoreThanItsMatrixHolds() {
        assertThatCode(() -> RuleOption.check(krum, "--participants", 256)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RuleOption.check(krum, "--participants", 257)).hasMessageContaining("at most 256");
        assertThatCode(() -> RuleOption.check(Rules.named("median", Map.of()), "--participants", 10_000))
                .doesNotThrowAnyException();
    }
}
