package io.weir.schemas.serde;

import io.weir.wire.UpdateChunk;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro instantiates only classes that it is told to trust. This adds Weir's generated records to them and leaves what was
 * trusted before. The serdes of this package do it by themselves; only code that copies records with Avro's builders before it
 * uses a serde needs to call it.
 */
public final class WireTrust {
    private static final String PACKAGE = UpdateChunk.class.getPackageName();
    private static boolean installed;

    private WireTrust() {}

    /** Trusts {@code io.weir.wire}, once. */
    public static synchronized void install() {
        if (!installed) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(), type -> PACKAGE.equals(type.getPackageName())));
            installed = true;
        }
    }
}
