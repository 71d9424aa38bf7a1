package io.weir.publisher.internal;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** What a failure asks of the publisher. */
public enum Fault {
    /** Another instance took over: drop all state and join the group again. */
    FENCED,
    /** Nothing was published, or it is not known whether it was: load the state again and go on. */
    RETRIABLE,
    /** Trying again changes nothing. */
    FATAL;

    private static final int MAX_CAUSES = 16;

    /** Looks through the causes, since clients wrap what broke a transaction into what they throw later. */
    public static Fault of(RuntimeException failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (isFenced(cause)) {
                return FENCED;
            }
            if (isRetriable(cause)) {
                return RETRIABLE;
            }
            cause = cause.getCause();
        }
        return FATAL;
    }

    private static boolean isFenced(Throwable cause) {
        return cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                || cause instanceof CommitFailedException
                || cause instanceof IllegalGenerationException
                || cause instanceof UnknownMemberIdException
                || cause instanceof RebalanceInProgressException
                || cause instanceof FencedInstanceIdException;
    }

    private static boolean isRetriable(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof TransactionAbortedException
                || cause instanceof TransactionAbortableException
                || cause instanceof OutOfOrderSequenceException
                || cause instanceof InvalidPidMappingException
                || cause instanceof InvalidTxnStateException;
    }
}
