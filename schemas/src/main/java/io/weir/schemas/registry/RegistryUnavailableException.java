package io.weir.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;

/** No registry answered in time, or each answered that it cannot serve now. The record at hand is not to blame. */
public final class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
