package io.weir.cli.bench;

import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import io.weir.wire.SecureBackend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures secure aggregation beside the plain path. Each path is a federation of its own, one after the other on one
 * embedded cluster, with the same made-up updates. What can be repeated without a federation, encoding and the aggregator's
 * work, is then measured in turns, after turns that do not count: Java compiles while it runs.
 */
final class SecureBench {
    private static final int WARM_UP_ENCODINGS = 20;
    private static final int ENCODINGS_MIN = 11;
    private static final int WARM_UP_RECOMPUTATIONS = 3;

    private final SecureOptions options;
    private final Consumer<String> progress;

    SecureBench(SecureOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    SecureResult run() throws InterruptedException {
        progress.accept("starting broker and registry");
        Deque<SecurePath> open = new ArrayDeque<>();
        try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {
            Connection connection = Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
            List<SecurePath> paths = new ArrayList<>();
            for (SecureBackend backend : backends()) {
                progress.accept(SecureResult.label(backend) + ": " + (options.repeat() + 1) + " rounds");
                SecurePath path = SecurePath.run(options, backend, connection);
                open.push(path);
                paths.add(path);
            }
            progress.accept("encoding");
            int encodings = Math.max(ENCODINGS_MIN, options.repeat());
            for (int i = -WARM_UP_ENCODINGS; i < encodings; i++) {
                boolean counts = i >= 0;
                paths.forEach(path -> path.encode(counts));
            }
            progress.accept("computing the last round again");
            for (int i = -WARM_UP_RECOMPUTATIONS; i < options.repeat(); i++) {
                boolean counts = i >= 0;
                paths.forEach(path -> path.recompute(counts));
            }
            return new SecureResult(options, paths.stream().map(SecurePath::row).toList());
        } finally {
            open.forEach(SecurePath::close);
        }
    }

    private List<SecureBackend> backends() {
        List<SecureBackend> all = new ArrayList<>(List.of(SecureBackend.NONE));
        all.addAll(options.backends());
        return all;
    }
}
