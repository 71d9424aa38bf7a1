package io.weir.cli.command;

import io.weir.cli.command.doctor.ClusterFacts;
import io.weir.cli.federation.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/** Asks a real cluster; connects with the first question. */
final class AdminFacts implements ClusterFacts, AutoCloseable {
    private static final String METADATA_VERSION = "metadata.version";

    private final Connection connection;
    private Admin admin;

    AdminFacts(Connection connection) {
        this.connection = connection;
    }

    private Admin admin() {
        if (admin == null) {
            admin = Reachability.admin(connection);
        }
        return admin;
    }

    @Override
    public int brokers() {
        return Reachability.await(connection, admin().describeCluster().nodes()).size();
    }

    @Override
    public Optional<Short> metadataVersion() {
        return Optional.ofNullable(Reachability.await(
                                connection, admin().describeFeatures().featureMetadata())
                        .supportedFeatures()
                        .get(METADATA_VERSION))
                .map(SupportedVersionRange::maxVersion);
    }

    @Override
    public List<String> missing(List<String> topics) {
        Set<String> present =
                Reachability.await(connection, admin().listTopics().names());
        return topics.stream().filter(topic -> !present.contains(topic)).toList();
    }

    @Override
    public Set<String> allowed(String topic) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        TopicDescription description = Reachability.await(
                        connection,
                        admin().describeTopics(List.of(topic), options).allTopicNames())
                .get(topic);
        Set<AclOperation> operations = description.authorizedOperations();
        return operations == null
                ? Set.of()
                : operations.stream().map(AclOperation::name).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
