package io.weir.schemas.registry;

/** Which changes of a subject's schema a registry accepts; the names are those of the REST API. */
public enum CompatibilityLevel {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE
}
