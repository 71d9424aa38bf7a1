package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.it.FaultScenario.Fault;
import io.weir.it.FaultScenario.Judging;
import io.weir.it.FaultScenario.Kind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultScenarioTest {
    private static List<FaultScenario> scenarios(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(FaultScenario::of).toList();
    }

    @Test
    void theSameSeedGivesTheSameScenario() {
        assertThat(scenarios(1, 100)).isEqualTo(scenarios(1, 100)).doesNotHaveDuplicates();
    }

    @Test
    void seedsInARowBringEveryKindOfFault() {
        assertThat(scenarios(1, Kind.values().length))
                .flatExtracting(FaultScenario::faults)
                .extracting(Fault::kind)
                .contains(Kind.values());
    }

    @Test
    void everyKindOfFaultMeetsEveryKindOfRule() {
        int kinds = Kind.values().length;
        for (int first = 1; first <= kinds; first++) {
            long seed = first;
            List<FaultScenario> sameFirstKind = IntStream.range(0, Judging.values().length)
                    .mapToObj(i -> FaultScenario.of(seed + (long) i * kinds))
                    .toList();
            assertThat(sameFirstKind).extracting(FaultScenario::judging).containsExactlyInAnyOrder(Judging.values());
        }
    }

    @Test
    void seedsInARowBringEveryKindOfRule() {
        assertThat(scenarios(1, Judging.values().length))
                .extracting(FaultScenario::judging)
                .containsExactlyInAnyOrder(Judging.values());
    }

    @Test
    void theBrokerDiesOnceARunAndOnlyOnePartyIsCutOff() {
        assertThat(scenarios(1, 1000)).allSatisfy(scenario -> {
            List<Kind> kinds = scenario.faults().stream().map(Fault::kind).toList();
            assertThat(kinds).hasSizeBetween(2, 3);
            assertThat(kinds.stream().filter(Kind::isOnceARun)).doesNotHaveDuplicates();
            assertThat(kinds.stream().filter(Kind::isCut).distinct().count()).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void faultsComeInTheOrderOfRounds() {
        assertThat(scenarios(1, 1000)).allSatisfy(scenario -> assertThat(scenario.faults())
                .extracting(fault -> fault.moment().round())
                .isSorted()
                .allMatch(round -> round <= FaultScenario.ROUNDS));
    }

    @Test
    void theNameTellsTheSeedAndEveryFault() {
        FaultScenario scenario = FaultScenario.of(7);

        assertThat(scenario.toString()).startsWith("seed 7, judged HIDDEN_BY_RLWE: ");
        assertThat(scenario.faults())
                .allSatisfy(fault -> assertThat(scenario.toString()).contains(fault.toString()));
    }
}
