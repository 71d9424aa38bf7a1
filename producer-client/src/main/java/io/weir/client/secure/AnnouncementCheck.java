package io.weir.client.secure;

import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import java.util.Optional;

/** Whether a round was announced by the aggregator, and hides updates as the operator said it would. */
public final class AnnouncementCheck {
    /** Takes the operator's word for everything. */
    public static final AnnouncementCheck OPERATOR = new AnnouncementCheck(Optional.empty(), false);

    private final Optional<AggregatorKeys> trusted;
    private final boolean hidingRequired;

    /**
     * @param trusted the aggregator's keys, whatever the settings say; empty to take the operator's word
     * @param hidingRequired whether rounds that hide nothing are left out, whatever the settings say
     */
    public AnnouncementCheck(Optional<AggregatorKeys> trusted, boolean hidingRequired) {
        this.trusted = trusted;
        this.hidingRequired = hidingRequired;
    }

    /** The aggregator's keys. */
    public AggregatorKeys keys(Optional<FederationSettings> settings) {
        return trusted.orElseGet(() -> AggregatorKeys.of(settings));
    }

    /**
     * Why not to take part, for people; empty if there is no reason.
     *
     * @param settings of the federation, from its control topic; empty before they are read
     */
    public Optional<String> objection(RoundOpened opened, Optional<FederationSettings> settings) {
        AggregatorKeys keys = keys(settings);
        SecureBackend backend = backend(opened);
        boolean hides = hides(backend);
        if (backend == SecureBackend.NONE && opened.getSecure() != null) {
            return Optional.empty(); // a back-end of a newer version: HiddenRoundCheck says so
        }
        if (hides && keys.isEmpty()) {
            return Optional.of(
                    "it hides updates, and no certificate of an aggregator is known that would have announced it:"
                            + " the operator names one with `weir federation create --aggregator-certificate`");
        }
        if (!keys.isEmpty() && !keys.signed(opened)) {
            return Optional.of(
                    "its announcement is not signed by an aggregator of this federation: if its certificate is"
                            + " new, the operator must name it; otherwise somebody else announced the round");
        }
        SecureBackend expected = settings.map(AnnouncementCheck::backend).orElse(backend);
        if (expected != backend) {
            return Optional.of("it hides updates in another way (" + backend + ") than the federation's settings say ("
                    + expected + ")");
        }
        return hidingRequired && !hides
                ? Optional.of("it does not hide updates, and this participant sends no other ones: the federation must"
                        + " use mask or rlwe, or the participant leave out weir.secure.required")
                : Optional.empty();
    }

    private static boolean hides(SecureBackend backend) {
        return backend != SecureBackend.NONE && backend != SecureBackend.PLAIN;
    }

    private static SecureBackend backend(RoundOpened opened) {
        return opened.getSecure() == null
                ? SecureBackend.NONE
                : opened.getSecure().getBackend();
    }

    private static SecureBackend backend(FederationSettings settings) {
        return settings.getSecure() == null
                ? SecureBackend.NONE
                : settings.getSecure().getBackend();
    }
}
