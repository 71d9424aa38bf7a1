package io.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandRun;
import io.weir.cli.attack.Attacks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoAttackTest {
    static List<String> library() {
        return Attacks.names();
    }

    @ParameterizedTest
    @MethodSource("library")
    void everyAttackOfTheLibraryIsOneOfTheDemo(String name) {
        assertThat(DemoAttack.named(name)).isEqualTo(new LearningAttack(name));
        assertThat(DemoAttack.all()).containsKey(name.replace(Attacks.JITTER, ""));
    }

    /** The names that the command line promises. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan",
                "scale",
                "stale",
                "truncated",
                "wrong-shape",
                "gaussian",
                "sign-flip",
                "label-flip",
                "ipm",
                "alie",
                "min-max",
                "min-sum",
                "mimic",
                "backdoor",
                "drift",
                "sybil"
            })
    void namesAreReadInAnyCase(String name) {
        DemoAttack attack = DemoAttack.named(name.toUpperCase(java.util.Locale.ROOT));

        assertThat(attack.option()).isEqualTo(name);
        assertThat(attack.description()).isNotBlank();
    }

    @Test
    void jitterIsPartOfTheDescription() {
        assertThat(DemoAttack.named("ipm+jitter").description())
                .startsWith(Attacks.descriptions().get("ipm-5"))
                .contains("noise");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipm-7", "nan+jitter", "alie+", ""})
    void otherNamesAreRefusedWithTheNamesThatThereAre(String name) {
        assertThatThrownBy(() -> DemoAttack.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--attack '" + name + "' is not known")
                .hasMessageContaining("wrong-shape")
                .hasMessageContaining("backdoor-distributed")
                .hasMessageContaining(Attacks.JITTER);
    }

    @Test
    void helpHasALineForEveryAttack() {
        String help = CommandRun.of("demo", "--help").out();

        DemoAttack.all().forEach((name, what) -> assertThat(help).containsPattern(name + " +" + what.substring(0, 20)));
    }
}
