package io.weir.cli;

import io.weir.cli.federation.SecureDefaults;
import io.weir.wire.SecureBackend;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether updates are hidden, and how. */
public final class SecureAggregationOptions {
    @Option(
            names = "--secure-aggregation",
            paramLabel = "BACKEND",
            converter = Name.class,
            description = "Hides updates, only sums of them are opened: mask or rlwe, or plain to compare with.")
    private SecureBackend backend;

    /** Empty if it was not asked for. */
    public Optional<SecureBackend> backend() {
        return Optional.ofNullable(backend);
    }

    /** A back-end by its name. */
    public static final class Name implements ITypeConverter<SecureBackend> {
        @Override
        public SecureBackend convert(String name) {
            try {
                return SecureDefaults.backend(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
