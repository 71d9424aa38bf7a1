package io.weir.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.schemas.digest.Digests;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes proofs for participants, and checks them without any connection. */
public final class Proofs {
    private Proofs() {}

    /**
     * What checking a proof gave.
     *
     * @param problems what does not hold; empty if the proof holds
     */
    public record Checked(String participant, long round, String outcome, String detail, List<String> problems) {
        /** Whether the proof holds. */
        public boolean holds() {
            return problems.isEmpty();
        }
    }

    /**
     * A proof that {@code participant}'s update was counted once in {@code round}, or why it was not.
     *
     * @throws io.weir.cli.federation.FederationException if there is nothing to make it from
     */
    public static String make(Auditor auditor, String participant, long round) {
        return new ProofMaker(auditor).proof(participant, round).toJson().toPrettyString() + "\n";
    }

    /**
     * Checks a proof.
     *
     * @param publisherKey SubjectPublicKeyInfo, DER; without it who wrote the ledger record is not proven
     * @throws IllegalArgumentException if the text is not a proof at all
     */
    public static Checked check(String text, Optional<byte[]> publisherKey) {
        Proof proof;
        try {
            proof = Proof.of(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new IllegalArgumentException("the proof is not a JSON document: " + e.getMessage(), e);
        }
        String detail = proof.rejection()
                .map(rejection -> rejection.getReason() + ": " + rejection.getDetail())
                .orElseGet(() -> proof.inclusion()
                        .map(found -> "leaf " + found.leafIndex() + " of " + found.leafCount() + " under root "
                                + Digests.hex(proof.ledger().getParticipantsRoot()))
                        .orElse(""));
        return new Checked(
                proof.participant(),
                proof.verdict().getRound(),
                proof.outcome().name(),
                detail,
                proof.problems(publisherKey));
    }

    /** A check as JSON. */
    public static ObjectNode json(Checked checked, boolean signatureVerified) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("participant", checked.participant())
                .put("round", checked.round())
                .put("outcome", checked.outcome())
                .put("detail", checked.detail())
                .put("signatureVerified", signatureVerified && checked.holds())
                .put("holds", checked.holds());
        checked.problems().forEach(document.putArray("problems")::add);
        return document;
    }
}
