package io.weir.aggregator.audit;

import java.util.OptionalLong;

/**
 * Something that a verdict says of a committee, and the committee's records do not.
 *
 * @param offset of the record in the committee topic; empty if it is the verdict that differs
 * @param what differs, in a sentence
 */
public record CommitteeFault(OptionalLong offset, String what) {
    static CommitteeFault ofVerdict(String what) {
        return new CommitteeFault(OptionalLong.empty(), what);
    }

    static CommitteeFault at(long offset, String what) {
        return new CommitteeFault(OptionalLong.of(offset), what);
    }
}
