package io.weir.schemas.digest;

import io.weir.wire.AttestedRound;
import io.weir.wire.RoundOpened;

/** Digests of attested rounds. */
public final class AttestedDigests {
    private AttestedDigests() {}

    /**
     * The nonce of a round's evidence: which round it is, and which model it starts from. A model's digest follows from the
     * updates of the round before, so nobody could have asked for this evidence before that model was published. The round of
     * statistics starts from none: its evidence is only known to be of this federation.
     *
     * @param baseDigest of the model; empty if there is none
     */
    public static byte[] epoch(String federation, long round, long baseVersion, String baseDigest) {
        return new Transcript("weir-attested-epoch-v1")
                .text(federation)
                .number(round)
                .number(baseVersion)
                .text(baseDigest)
                .digest();
    }

    /** The nonce of the evidence in a round's announcement. */
    public static byte[] epoch(RoundOpened opened) {
        return epoch(opened.getFederation(), opened.getRound(), opened.getBaseVersion(), opened.getBaseDigest());
    }

    static void round(Transcript transcript, AttestedRound round) {
        transcript.list(round.getKeys(), (t, key) -> t.bytes(key.getHpkeKey())
                .bytes(key.getTopologyDigest())
                .text(key.getTee())
                .bytes(key.getEvidence())
                .list(key.getEndorsements(), Transcript::bytes));
    }
}
