package io.weir.cli.audit;

/** A record and where it lies. */
record Located<T>(String topic, int partition, long offset, String key, T value) {
    Finding finding(String what) {
        return new Finding(topic, partition, offset, what);
    }
}
