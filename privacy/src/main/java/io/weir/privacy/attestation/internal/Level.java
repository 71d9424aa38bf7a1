package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.TcbStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A status, with the advisories that go with it. */
record Level(TcbStatus status, List<String> advisories) {
    /** The platform's level, given that of a part of it. */
    Level with(Level part) {
        Set<String> all = new LinkedHashSet<>(advisories);
        all.addAll(part.advisories);
        return new Level(status.with(part.status), List.copyOf(all));
    }
}
