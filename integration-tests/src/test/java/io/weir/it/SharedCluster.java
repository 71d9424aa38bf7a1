package io.weir.it;

import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker and one registry for all tests of a run; each test has a federation of its own on them. Gives tests the
 * {@link Connection} or the {@link EmbeddedCluster} itself.
 */
public final class SharedCluster implements ParameterResolver {
    /** Lets members of consumer groups be missed after one second, so that takeovers are quick. */
    static final Map<String, String> BROKER_PROPERTIES = Map.of("group.min.session.timeout.ms", "1000");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Connection.class || type == EmbeddedCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedCluster cluster = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
                .getOrComputeIfAbsent(
                        "cluster",
                        key -> EmbeddedCluster.start(ClusterConfig.defaults().withBrokerProperties(BROKER_PROPERTIES)),
                        EmbeddedCluster.class);
        return parameter.getParameter().getType() == EmbeddedCluster.class
                ? cluster
                : Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
    }
}
