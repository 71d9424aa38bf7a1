package io.weir.client.committee;

import static io.weir.client.SecureFixtures.BANKS;
import static io.weir.client.SecureFixtures.closed;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.Fixtures;
import io.weir.client.SecureFixtures;
import io.weir.client.update.EncodedUpdate;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeRefusalCode;
import io.weir.wire.CommitteeStage;
import io.weir.wire.FederationSettings;
import io.weir.wire.OpenedShares;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bank A is the member; the other members' acknowledgements are made by hand. */
class CommitteeDutyTest {
    private final RoundOpened round =
            SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK).build());
    private final byte[] seed = Digests.configDigest(round);
    private final MemoryJournal journal = new MemoryJournal();
    private final CommitteeDuty duty = member(journal);
    private List<EncodedUpdate> updates;
    private List<ClosedUpdate> three;

    @BeforeEach
    void openTheRound() throws Exception {
        updates = SecureFixtures.updates(round, 0, 5);
        three = updates.subList(0, 3).stream().map(SecureFixtures::closed).toList();
        duty.apply(round);
        deliverShares(duty);
    }

    private static CommitteeDuty member(CloseJournal journal) {
        return MemoryCommittee.member(BANKS.get(0), journal, SecureBackend.MASK);
    }

    private void deliverShares(CommitteeDuty to) {
        updates.forEach(update -> to.apply(update.shares().orElseThrow()));
    }

    private List<SpecificRecord> close(List<ClosedUpdate> list) {
        return duty.apply(MemoryCommittee.call(round, CommitteeStage.CLOSE, list));
    }

    private static CloseAck ack(int bank, ByteBuffer digest, ParticipantIdentity signer) {
        CloseAck unsigned = CloseAck.newBuilder()
                .setFederation(Fixtures.FEDERATION)
                .setRound(1)
                .setGroup(0)
                .setMember(BANKS.get(bank).name())
                .setCloseDigest(digest)
                .setSignatureAlgorithm(signer.signatureAlgorithm())
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return CloseAck.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(signer.sign(SecureDigests.ack(unsigned))))
                .build();
    }

    private static CloseAck ack(int bank, ByteBuffer digest) {
        return ack(bank, digest, BANKS.get(bank).identity());
    }

    private ByteBuffer digest(List<ClosedUpdate> list) {
        return ByteBuffer.wrap(SecureDigests.close(Fixtures.FEDERATION, 1, 0, list, seed));
    }

    private CommitteeRefusalCode refusalOf(List<SpecificRecord> answers) {
        assertThat(answers).hasExactlyElementsOfTypes(CommitteeRefusal.class);
        return ((CommitteeRefusal) answers.get(0)).getCode();
    }

    @Test
    void signsItsCheckOfTheCall() {
        CommitteeCall call = MemoryCommittee.call(round, CommitteeStage.CHECK, three);

        ShareCheck check = (ShareCheck) duty.apply(call).get(0);

        assertThat(check.getAccusations()).isEmpty();
        assertThat(check.getCallDigest()).isEqualTo(ByteBuffer.wrap(SecureDigests.call(call, seed)));
        assertThat(Signatures.verify(
                        BANKS.get(0).identity().publicKey(),
                        check.getSignatureAlgorithm(),
                        SecureDigests.check(check),
                        Bytes.copy(check.getSignature())))
                .isTrue();
    }

    @Test
    void acknowledgesTheListAndSignsThat() {
        List<SpecificRecord> answers = close(three);

        CloseAck ack = (CloseAck) answers.get(0);
        assertThat(answers).hasSize(1);
        assertThat(ack.getCloseDigest()).isEqualTo(digest(three));
        assertThat(Signatures.verify(
                        BANKS.get(0).identity().publicKey(),
                        ack.getSignatureAlgorithm(),
                        SecureDigests.ack(ack),
                        Bytes.copy(ack.getSignature())))
                .isTrue();
        assertThat(journal.acknowledged(1, 0)).contains(digest(three));
    }

    @Test
    void opensOnceWhenEnoughMembersAcknowledgedTheSameList() {
        close(three);

        assertThat(duty.apply(ack(1, digest(three)))).isEmpty();
        assertThat(duty.apply(ack(2, digest(three)))).hasExactlyElementsOfTypes(OpenedShares.class);
        assertThat(duty.apply(ack(3, digest(three)))).as("a second time").isEmpty();
    }

    @Test
    void opensWithItsOwnAcknowledgementIfTheOthersWereFirst() {
        duty.apply(ack(1, digest(three)));
        duty.apply(ack(2, digest(three)));

        assertThat(close(three))
                .extracting(answer -> answer.getSchema().getName())
                .containsExactly("CloseAck", "OpenedShares");
    }

    @Test
    void acknowledgementsOfAnotherListOpenNothing() {
        close(three);

        ByteBuffer other = digest(updates.stream().map(SecureFixtures::closed).toList());

        assertThat(duty.apply(ack(1, other))).isEmpty();
        assertThat(duty.apply(ack(2, other))).isEmpty();
    }

    @Test
    void oneMemberCountsOnce() {
        close(three);

        assertThat(duty.apply(ack(1, digest(three)))).isEmpty();
        assertThat(duty.apply(ack(1, digest(three)))).isEmpty();
    }

    @Test
    void anAcknowledgementThatItsMemberDidNotSignDoesNotCount() {
        close(three);
        duty.apply(ack(1, digest(three)));

        assertThat(duty.apply(ack(2, digest(three), BANKS.get(1).identity()))).isEmpty();
        assertThat(duty.apply(ack(2, digest(three)))).hasSize(1);
    }

    @Test
    void aSecondListOfAGroupIsRefused() {
        close(three);

        List<ClosedUpdate> others =
                updates.subList(1, 4).stream().map(SecureFixtures::closed).toList();

        assertThat(refusalOf(close(others))).isEqualTo(CommitteeRefusalCode.SECOND_CLOSE);
        assertThat(close(three)).as("the first one again").isEmpty();
    }

    @Test
    void theJournalOutlivesTheMember(@TempDir Path directory) {
        CommitteeCall first = MemoryCommittee.call(round, CommitteeStage.CLOSE, three);
        CommitteeCall second = MemoryCommittee.call(
                round,
                CommitteeStage.CLOSE,
                updates.stream().map(SecureFixtures::closed).toList());
        try (FileCloseJournal file = FileCloseJournal.open(directory, Fixtures.FEDERATION)) {
            CommitteeDuty before = member(file);
            before.apply(round);
            deliverShares(before);
            assertThat(before.apply(first)).hasExactlyElementsOfTypes(CloseAck.class);
        }

        try (FileCloseJournal file = FileCloseJournal.open(directory, Fixtures.FEDERATION)) {
            CommitteeDuty after = member(file);
            after.apply(round);
            deliverShares(after);

            assertThat(refusalOf(after.apply(second))).isEqualTo(CommitteeRefusalCode.SECOND_CLOSE);
            assertThat(after.apply(first)).hasExactlyElementsOfTypes(CloseAck.class);
            after.apply(ack(1, digest(three)));
            assertThat(after.apply(ack(2, digest(three)))).hasExactlyElementsOfTypes(OpenedShares.class);
        }
    }

    @Test
    void fewerUpdatesThanTheMinimumAreRefused() throws Exception {
        RoundOpened asksForFour = round(4);
        CommitteeDuty member = member(new MemoryJournal());
        member.apply(asksForFour);
        List<ClosedUpdate> list = new ArrayList<>();
        for (EncodedUpdate update : SecureFixtures.updates(asksForFour, 0, 3)) {
            member.apply(update.shares().orElseThrow());
            list.add(closed(update));
        }

        assertThat(refusalOf(member.apply(MemoryCommittee.call(asksForFour, CommitteeStage.CLOSE, list))))
                .isEqualTo(CommitteeRefusalCode.GROUP_BELOW_MINIMUM);
    }

    @Test
    void aSingleUpdateIsRefused() {
        assertThat(refusalOf(close(three.subList(0, 1)))).isEqualTo(CommitteeRefusalCode.GROUP_BELOW_MINIMUM);
    }

    private static RoundOpened round(int groupMin) {
        return SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK)
                .setSecure(SecureFixtures.secure(SecureBackend.MASK)
                        .setGroupMin(groupMin)
                        .build())
                .build());
    }

    @Test
    void aParticipantThatIsListedTwiceIsRefused() {
        List<ClosedUpdate> twice = new ArrayList<>(three);
        twice.add(three.get(0));

        assertThat(refusalOf(close(twice))).isEqualTo(CommitteeRefusalCode.OVERLAPPING_GROUPS);
    }

    @Test
    void groupsThatOverlapAreRefused() throws Exception {
        List<SecureGroup> groups = SecureFixtures.groups("abc", "de");
        RoundOpened two = SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK)
                .setSecure(SecureFixtures.secure(SecureBackend.MASK)
                        .setGroups(groups)
                        .build())
                .build());
        CommitteeDuty member = member(new MemoryJournal());
        member.apply(two);
        List<ClosedUpdate> all = new ArrayList<>();
        for (EncodedUpdate update : SecureFixtures.updates(two, 0, 5)) {
            member.apply(update.shares().orElseThrow());
            all.add(closed(update));
        }
        List<List<ClosedUpdate>> overlapping = List.of(all.subList(0, 3), List.of(all.get(0), all.get(3), all.get(4)));
        List<List<ClosedUpdate>> mixed = List.of(all.subList(0, 2), all.subList(2, 5));

        assertThat(member.apply(call(two, overlapping)))
                .extracting(refusal -> ((CommitteeRefusal) refusal).getCode())
                .containsOnly(CommitteeRefusalCode.OVERLAPPING_GROUPS)
                .hasSize(2);
        assertThat(member.apply(call(two, mixed)))
                .satisfiesExactly(ack -> assertThat(ack).isInstanceOf(CloseAck.class), refusal -> assertThat(
                                ((CommitteeRefusal) refusal).getCode())
                        .isEqualTo(CommitteeRefusalCode.NOT_OF_GROUP));
    }

    private static CommitteeCall call(RoundOpened opened, List<List<ClosedUpdate>> groups) {
        return SecureFixtures.call(opened, CommitteeStage.CLOSE, groups);
    }

    @Test
    void servesInNoRoundThatItWouldNotTakePartIn() {
        RoundOpened weak = SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK)
                .setRound(2)
                .setSecure(SecureFixtures.secure(SecureBackend.MASK)
                        .setThreshold(2)
                        .build())
                .build());

        duty.apply(weak);

        assertThat(duty.apply(MemoryCommittee.call(weak, CommitteeStage.CHECK, three)))
                .isEmpty();
        List<SpecificRecord> answers = duty.apply(MemoryCommittee.call(weak, CommitteeStage.CLOSE, three));
        assertThat(refusalOf(answers)).isEqualTo(CommitteeRefusalCode.WRONG_COMMITTEE);
        assertThat(((CommitteeRefusal) answers.get(0)).getDetail()).contains("more than half");
    }

    @Test
    void servesInNoRoundThatTheAggregatorDidNotAnnounce() {
        RoundOpened unsigned =
                SecureFixtures.round(SecureBackend.MASK).setRound(2).build();
        RoundOpened later = SecureFixtures.signed(
                RoundOpened.newBuilder(unsigned).setRound(3).build());
        RoundOpened changed = RoundOpened.newBuilder(later).setDeadlineMs(1).build();

        for (RoundOpened forged : List.of(
                unsigned, changed, SecureFixtures.signed(unsigned, BANKS.get(1).identity()))) {
            CommitteeDuty member = member(new MemoryJournal());
            member.apply(forged);
            CommitteeCall call = MemoryCommittee.call(forged, CommitteeStage.CLOSE, three);
            CommitteeRefusal refusal = (CommitteeRefusal) member.apply(call).get(0);
            assertThat(refusal.getCode()).isEqualTo(CommitteeRefusalCode.WRONG_COMMITTEE);
            assertThat(refusal.getDetail()).contains("not signed by an aggregator");
        }
    }

    @Test
    void answersNoCallButTheAggregatorsAndSaysSoOnce() {
        CommitteeCall call = MemoryCommittee.call(round, CommitteeStage.CLOSE, three);
        CommitteeCall unsigned = CommitteeCall.newBuilder(call)
                .setSignature(ByteBuffer.allocate(0))
                .build();
        CommitteeCall ofAMember =
                SecureFixtures.signed(round, call, BANKS.get(1).identity());
        CommitteeCall later = CommitteeCall.newBuilder(call).setDeadlineMs(9).build();
        CommitteeCall ofAnotherList = CommitteeCall.newBuilder(call)
                .setGroups(List.of(three.subList(0, 2)))
                .build();

        assertThat(refusalOf(duty.apply(ofAMember))).isEqualTo(CommitteeRefusalCode.UNSIGNED_CALL);
        for (CommitteeCall forged : List.of(unsigned, later, ofAnotherList)) {
            assertThat(duty.apply(forged)).isEmpty();
        }
        assertThat(journal.acknowledged(1, 0)).isEmpty();
        assertThat(duty.apply(call)).hasExactlyElementsOfTypes(CloseAck.class);
    }

    @Test
    void answersAnInstanceWhoseCertificateTheOperatorAddsLater() {
        ParticipantIdentity second = Fixtures.identity("aggregator-2", KeyType.ECDSA_P256);
        CommitteeCall call =
                SecureFixtures.signed(round, MemoryCommittee.call(round, CommitteeStage.CLOSE, three), second);
        FederationSettings both = FederationSettings.newBuilder(SecureFixtures.settings(SecureBackend.MASK))
                .setAggregatorPublicKeys(List.of(
                        ByteBuffer.wrap(SecureFixtures.AGGREGATOR.publicKey()), ByteBuffer.wrap(second.publicKey())))
                .build();

        assertThat(refusalOf(duty.apply(call))).isEqualTo(CommitteeRefusalCode.UNSIGNED_CALL);
        duty.apply(both);

        assertThat(duty.apply(call)).hasExactlyElementsOfTypes(CloseAck.class);
    }

    @Test
    void aRoundThatFailedIsOver() {
        duty.apply(Fixtures.failed(round));

        assertThat(close(three)).isEmpty();
    }

    @Test
    void aRoundThatIsSealedIsStillOpened() {
        duty.apply(Fixtures.sealed(round, "bank-a", "bank-b", "bank-c"));

        assertThat(close(three)).hasExactlyElementsOfTypes(CloseAck.class);
    }

    @Test
    void aMemberThatFindsARoundSealedServesInIt() {
        CommitteeDuty late = member(new MemoryJournal());

        late.apply(Fixtures.sealed(round, "bank-a", "bank-b", "bank-c"));
        deliverShares(late);

        assertThat(late.apply(MemoryCommittee.call(round, CommitteeStage.CLOSE, three)))
                .hasExactlyElementsOfTypes(CloseAck.class);
    }
}
