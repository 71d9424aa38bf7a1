package io.weir.cli.demo;

import io.weir.privacy.identity.ParticipantIdentity;
import java.time.Duration;
import java.time.Instant;

/** Whose keys a demo's settings name. */
record DemoServices(ParticipantIdentity publisher, ParticipantIdentity aggregator) {
    static final Duration VALIDITY = Duration.ofDays(30);

    static DemoServices generate() {
        return new DemoServices(
                ParticipantIdentity.generate("publisher", VALIDITY, Instant.now()),
                ParticipantIdentity.generate("aggregator", VALIDITY, Instant.now()));
    }
}
