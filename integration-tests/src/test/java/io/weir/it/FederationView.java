package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.publisher.ModelReader;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.PublisherConfig;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A federation as its topics show it. */
public class FederationView {
    final Connection connection;
    final String name;

    public FederationView(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    Topics topics() {
        return new Topics(name);
    }

    private PublisherConfig config() {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, name);
        return PublisherConfig.from(config);
    }

    /** The newest version now; empty before the first. */
    public Optional<Long> newestVersion() {
        try (ModelReader models = new ModelReader(config())) {
            return models.head().map(PublishedModel::version);
        }
    }

    /** The record of the newest round now. */
    public Optional<SpecificRecord> newestRound() {
        return TopicSnapshot.readCompacted(connection, topics().rounds()).values().stream()
                .max(Comparator.comparing(TopicSnapshot.Entry::key))
                .map(TopicSnapshot.Entry::value);
    }

    /** Waits for a version and gives its digest. */
    public String awaitDigest(long version) {
        try (ModelReader models = new ModelReader(config())) {
            Optional<PublishedModel> newest = models.awaitVersion(version, Eventually.LIMIT);
            assertThat(newest).as("version %d of %s", version, name).isPresent();
            return models.version(version).head().getDigest();
        }
    }

    public void awaitVersion(long version) {
        try (ModelReader models = new ModelReader(config())) {
            assertThat(models.awaitVersion(version, Eventually.LIMIT)).isPresent();
        }
    }

    PublishedModel model(long version) {
        try (ModelReader models = new ModelReader(config())) {
            return models.version(version);
        }
    }

    /** What stands in the rounds topic for a round now. */
    public Optional<SpecificRecord> round(long round) {
        return Optional.ofNullable(TopicSnapshot.readCompacted(connection, topics().rounds())
                        .get(Keys.round(round)))
                .map(TopicSnapshot.Entry::value);
    }

    RoundOpened awaitOpened(long round) {
        Eventually.holds(
                "round " + round + " of " + name + " opens", () -> round(round).isPresent());
        SpecificRecord record = round(round).orElseThrow();
        return record instanceof RoundSealed sealed ? sealed.getOpened() : (RoundOpened) record;
    }

    RoundSealed awaitSealed(long round) {
        Eventually.holds(
                "round " + round + " of " + name + " is sealed",
                () -> round(round).orElse(null) instanceof RoundSealed);
        return (RoundSealed) round(round).orElseThrow();
    }

    public Verdict verdict(long round) {
        return TopicSnapshot.read(connection, topics().verdicts()).stream()
                .map(TopicSnapshot.Entry::value)
                .map(Verdict.class::cast)
                .filter(verdict -> verdict.getRound() == round)
                .findFirst()
                .orElseThrow();
    }

    public List<TopicSnapshot.Entry> records(String topic) {
        return TopicSnapshot.read(connection, topic);
    }
}
