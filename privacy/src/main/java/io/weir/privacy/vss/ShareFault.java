package io.weir.privacy.vss;

/** What is wrong with a share, and whose fault that is. */
public enum ShareFault {
    /** The proof or the share is of another committee, member or number of secrets. The dealer's fault. */
    MALFORMED,
    /**
     * The share is not the one that the proof's hash fixes. Of a share just delivered it is the dealer's fault, and what shows it to others is the delivery
     * itself, opened; of a share that a member opens later, having found it right when it came, it is the member's.
     */
    NOT_COMMITTED,
    /** The share is the one that was fixed, and is not on the published polynomials. The dealer's fault; the share itself shows it to everyone. */
    OFF_POLYNOMIAL
}
