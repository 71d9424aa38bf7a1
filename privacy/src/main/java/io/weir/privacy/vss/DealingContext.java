package io.weir.privacy.vss;

import java.util.List;

/**
 * What a dealing belongs to. A proof made for one context convinces nobody in another.
 *
 * @param purpose tells the dealings of one participant in one round apart, such as {@code rlwe-key} or {@code mask-pair/bank-b}
 * @param committee the members' names, in the order of their numbers
 * @param commitment what else the participant has fixed by then, such as the root over its chunks; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // hashed; never compared
public record DealingContext(
        String federation, long round, String participant, String purpose, List<String> committee, byte[] commitment) {
    public DealingContext {
        committee = List.copyOf(committee);
        commitment = commitment.clone();
    }

    /** Over all of it. */
    byte[] digest() {
        Transcript transcript = new Transcript("weir-vss-context-v1")
                .text(federation)
                .number(round)
                .text(participant)
                .text(purpose)
                .number(committee.size());
        committee.forEach(transcript::text);
        return transcript.bytes(commitment).digest();
    }
}
