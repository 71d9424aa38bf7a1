package io.weir.client.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.Fixtures;
import io.weir.client.SecureFixtures;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnnouncementCheckTest {
    private static final RoundOpened PLAIN = Fixtures.round(1).build();

    private static Optional<FederationSettings> settings(SecureBackend backend) {
        return Optional.of(SecureFixtures.settings(backend));
    }

    private static Optional<String> objection(RoundOpened opened, Optional<FederationSettings> settings) {
        return AnnouncementCheck.OPERATOR.objection(opened, settings);
    }

    private static RoundOpened hidden(SecureBackend backend) {
        return SecureFixtures.signed(SecureFixtures.round(backend).build());
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"PLAIN", "MASK", "RLWE"})
    void takesWhatTheAggregatorSignedAsTheSettingsSay(SecureBackend backend) {
        assertThat(objection(hidden(backend), settings(backend))).isEmpty();
    }

    @Test
    void takesUnsignedRoundsWhereTheSettingsNameNobodyAndNothingIsHidden() {
        assertThat(objection(PLAIN, Optional.of(Fixtures.settings(1)))).isEmpty();
    }

    @Test
    void takesNoHiddenRoundFromNobody() {
        Optional<FederationSettings> nobody = settings(SecureBackend.MASK).map(s -> FederationSettings.newBuilder(s)
                .setAggregatorPublicKeys(List.of())
                .build());

        assertThat(objection(hidden(SecureBackend.MASK), nobody))
                .hasValueSatisfying(why -> assertThat(why).contains("no certificate of an aggregator is known"));
    }

    @Test
    void takesNoPlainRoundThatSomebodyElseAnnounced() {
        Optional<FederationSettings> signs = Optional.of(FederationSettings.newBuilder(Fixtures.settings(1))
                .setAggregatorPublicKeys(List.of(ByteBuffer.wrap(SecureFixtures.AGGREGATOR.publicKey())))
                .build());

        assertThat(objection(PLAIN, signs))
                .hasValueSatisfying(why -> assertThat(why).contains("not signed by an aggregator"));
        assertThat(objection(SecureFixtures.signed(PLAIN), signs)).isEmpty();
    }

    @Test
    void takesNoRoundThatHidesLessThanTheSettingsSay() {
        assertThat(objection(SecureFixtures.signed(PLAIN), settings(SecureBackend.RLWE)))
                .hasValueSatisfying(why -> assertThat(why).contains("(NONE)", "(RLWE)"));
        assertThat(objection(hidden(SecureBackend.PLAIN), settings(SecureBackend.MASK)))
                .hasValueSatisfying(why -> assertThat(why).contains("(PLAIN)", "(MASK)"));
    }

    @Test
    void filesWinOverWhatTheSettingsName(@TempDir Path directory) {
        ParticipantIdentity other = Fixtures.identity("aggregator", KeyType.ED25519);
        other.save(directory);
        AnnouncementCheck files =
                new AnnouncementCheck(Optional.of(AggregatorKeys.of(TrustedCertificates.load(directory))), false);
        RoundOpened round = hidden(SecureBackend.MASK);

        assertThat(files.objection(round, settings(SecureBackend.MASK))).isPresent();
        assertThat(files.objection(SecureFixtures.signed(round, other), settings(SecureBackend.MASK)))
                .isEmpty();
    }

    @Test
    void aParticipantThatInsistsSendsNothingInTheClearWhateverTheSettingsSay() {
        AnnouncementCheck insists = new AnnouncementCheck(Optional.empty(), true);

        assertThat(insists.objection(PLAIN, Optional.of(Fixtures.settings(1)))).isPresent();
        assertThat(insists.objection(hidden(SecureBackend.PLAIN), settings(SecureBackend.PLAIN)))
                .isPresent();
        assertThat(insists.objection(hidden(SecureBackend.MASK), settings(SecureBackend.MASK)))
                .isEmpty();
    }
}
