package io.weir.client.committee;

import static io.weir.client.SecureFixtures.BANKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.PrivateFixtures;
import io.weir.client.SecureFixtures;
import io.weir.client.SecureFixtures.Bank;
import io.weir.client.secure.HiddenRound;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.NoisySteps;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.secure.GroupKeys;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.schemas.arrow.RingCodecs;
import io.weir.wire.CommitteeStage;
import io.weir.wire.OpenedShares;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.ShareCheck;
import io.weir.wire.UpdateChunk;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Participants and committee together: what they publish opens the sum of exactly the agreed updates. */
class HiddenSumTest {
    private static final int WEIGHT = 10;

    @ParameterizedTest
    @CsvSource({"PLAIN, 0", "MASK, 0", "MASK, 2", "RLWE, 0"})
    void theSumOfTheIncludedOpensThoughTwoParticipantsAndTwoMembersVanish(SecureBackend backend, int neighbours)
            throws Exception {
        RoundOpened opened = SecureFixtures.round(backend)
                .setSecure(
                        SecureFixtures.secure(backend).setNeighbours(neighbours).build())
                .build();
        List<EncodedUpdate> sent = SecureFixtures.updates(opened, 0, 5);
        List<EncodedUpdate> included = sent.subList(0, 3);
        MemoryCommittee committee = MemoryCommittee.of(3, backend);

        committee.publish(SecureFixtures.signed(opened));
        committee.publishShares(sent);
        committee.publish(MemoryCommittee.call(opened, CommitteeStage.CHECK, closed(sent)));
        committee.publish(MemoryCommittee.call(opened, CommitteeStage.CLOSE, closed(included)));

        assertThat(committee.published(ShareCheck.class))
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.getAccusations()).isEmpty());
        assertThat(open(opened, included, committee.published(OpenedShares.class)))
                .isEqualTo(plainSum(opened, BANKS.subList(0, 3)));
    }

    /** The noise is inside: what opens is the sum of what each participant clipped, rounded and added its noise to. */
    @ParameterizedTest
    @EnumSource(names = {"MASK", "RLWE"})
    void theSumOfNoisyUpdatesOpensExactly(SecureBackend backend) throws Exception {
        RoundOpened opened = PrivateFixtures.hidden(backend).build();
        List<EncodedUpdate> sent = SecureFixtures.updates(opened, 0, 4);
        MemoryCommittee committee = MemoryCommittee.of(3, backend);
        long[] sum = new long[(int) opened.getParameterCount()];
        for (Bank bank : BANKS.subList(0, 4)) {
            long[] steps = NoisySteps.of(opened, bank.values(), bank.identity());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += steps[i];
            }
        }

        committee.publish(SecureFixtures.signed(opened));
        committee.publishShares(sent);
        committee.publish(MemoryCommittee.call(opened, CommitteeStage.CHECK, closed(sent)));
        committee.publish(MemoryCommittee.call(opened, CommitteeStage.CLOSE, closed(sent)));

        assertThat(open(opened, sent, committee.published(OpenedShares.class)))
                .containsExactlyElementsOf(Arrays.stream(sum).boxed().toList());
    }

    private static List<io.weir.wire.ClosedUpdate> closed(List<EncodedUpdate> updates) {
        return updates.stream().map(SecureFixtures::closed).toList();
    }

    /** As an aggregator does it. */
    private static List<Long> open(RoundOpened opened, List<EncodedUpdate> included, List<OpenedShares> parts) {
        HiddenRound round = HiddenRound.of(opened);
        List<String> names = included.stream()
                .map(update -> update.commit().getParticipant())
                .toList();
        OpeningPlan plan = round.plan(0, names);
        List<Share> shares = parts.stream()
                .map(part -> new Share(1 + round.committee().indexOf(part.getMember()), words(part)))
                .toList();
        long[] interpolated = new SecretSharing(5, SecureFixtures.THRESHOLD).reconstruct(shares);
        GroupKeys keys = plan.keys(plan.encode(interpolated).orElseThrow());
        List<Long> sums = new ArrayList<>();
        for (int c = 0; c < opened.getChunkCount(); c++) {
            int length = included.get(0).chunks().get(c).getLength();
            long[] sum = round.ring().zero(length);
            for (EncodedUpdate update : included) {
                round.ring().add(sum, row(update.chunks().get(c), sum.length));
            }
            for (long value : round.ring().open(c, sum, length, keys)) {
                sums.add(value);
            }
        }
        return sums;
    }

    private static long[] row(UpdateChunk chunk, int words) {
        long[] row = new long[words];
        RingCodecs.decode(chunk.getCodec(), chunk.getPayload(), words, row);
        return row;
    }

    private static long[] words(OpenedShares part) {
        long[] words = new long[part.getShares().remaining() / Long.BYTES];
        part.getShares()
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(words);
        return words;
    }

    private static List<Long> plainSum(RoundOpened opened, List<Bank> banks) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < opened.getParameterCount(); i++) {
            long sum = 0;
            for (Bank bank : banks) {
                sum += (long) Math.rint((double) bank.values()[i] * WEIGHT * (1L << opened.getScaleBits()));
            }
            sums.add(sum);
        }
        return sums;
    }
}
