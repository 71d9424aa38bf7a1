package io.weir.cli.audit;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.cli.audit.AuditReport.RoundCheck;
import io.weir.cli.audit.AuditReport.Signature;
import io.weir.cli.federation.FederationException;
import io.weir.client.secure.AggregatorKeys;
import io.weir.publisher.ModelStep;
import io.weir.schemas.Topics;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Verifies what a federation published: ledger, signatures, models, and rounds computed again from their topics. */
public final class Auditor {
    private final Topics topics;
    private final Deserializer<SpecificRecord> deserializer;
    private final Supplier<? extends AuditSource> sources;

    /**
     * An auditor.
     *
     * @param deserializer of every topic's values; thread-safe
     * @param sources makes readers, each used by one thread and closed after that
     */
    public Auditor(
            String federation, Deserializer<SpecificRecord> deserializer, Supplier<? extends AuditSource> sources) {
        this.topics = new Topics(federation);
        this.deserializer = deserializer;
        this.sources = sources;
    }

    /**
     * Audits.
     *
     * @param round only this round is computed again; all if empty
     * @param givenKey the publisher's key as the auditor knows it; that of the settings if empty
     * @throws FederationException if the federation has no settings, or no such round was published
     */
    public AuditReport audit(OptionalLong round, RecomputationPlan plan, Optional<byte[]> givenKey) {
        return audit(round, plan, AuditTrust.settings().publisher(givenKey));
    }

    /** The same, with what else the auditor knows by itself. */
    public AuditReport audit(OptionalLong round, RecomputationPlan plan, AuditTrust trust) {
        try (AuditSource source = sources.get()) {
            FederationRecords records = FederationRecords.read(topics, source, deserializer);
            FederationSettings settings = settings(records);
            ByteBuffer key = trust.publisher().map(ByteBuffer::wrap).orElse(settings.getLedgerPublicKey());
            AggregatorKeys aggregators = trust.aggregators().isEmpty()
                    ? AggregatorKeys.of(records.settings())
                    : AggregatorKeys.of(trust.aggregators());
            List<Finding> findings = new ArrayList<>(records.findings());
            LedgerAudit.check(topics.federation(), records, key, findings);
            head(records, settings, findings);
            ModelAudit models = new ModelAudit(records, source, deserializer, settings.getManifest());
            List<Long> versions = models(records, models, findings);
            RoundRecomputation recomputation = new RoundRecomputation(deserializer, sources);
            CommitteeTopic committee = new CommitteeTopic(records, source, deserializer, aggregators);
            List<Located<LedgerRecord>> chosen = chosen(records, round);
            records.announcements().forEach((number, announced) -> {
                if (round.isEmpty() || round.getAsLong() == number) {
                    AnnouncementAudit.check(announced, aggregators, findings);
                }
            });
            List<RoundCheck> rounds = new ArrayList<>();
            for (Located<LedgerRecord> entry : chosen) {
                rounds.add(new RoundAudit(
                                records,
                                source,
                                recomputation,
                                plan,
                                models,
                                new SealedRoundAudit(records, source, deserializer, trust.evidence()),
                                committee,
                                entry)
                        .check(findings));
            }
            return new AuditReport(
                    records.ledger().size(),
                    signature(trust.publisher().isPresent(), key.hasRemaining()),
                    signature(!trust.aggregators().isEmpty(), !aggregators.isEmpty()),
                    versions,
                    rounds,
                    findings);
        }
    }

    private static Signature signature(boolean given, boolean known) {
        if (given) {
            return Signature.GIVEN_KEY;
        }
        return known ? Signature.SETTINGS_KEY : Signature.UNSIGNED;
    }

    /** What of the head the ledger does not say. */
    private static void head(FederationRecords records, FederationSettings settings, List<Finding> findings) {
        records.head().ifPresent(head -> {
            ModelHead is = head.value();
            ModelHead ought = ModelHead.newBuilder(is)
                    .setManifest(settings.getManifest())
                    .setParameterCount(new ModelLayout(settings.getManifest()).parameterCount())
                    .setChunkCount(records.chunks(is.getVersion()).size())
                    .build();
            String difference = AvroJson.difference(is, ought, List.of());
            if (!difference.isEmpty()) {
                findings.add(head.finding("the head differs from the settings and its chunks: " + difference));
            }
        });
    }

    private FederationSettings settings(FederationRecords records) {
        return records.settings()
                .orElseThrow(() -> new FederationException("federation '" + topics.federation()
                        + "' has no settings: check --federation and --bootstrap-server"));
    }

    private static List<Long> models(FederationRecords records, ModelAudit models, List<Finding> findings) {
        List<Long> versions = new ArrayList<>();
        for (Located<LedgerRecord> entry : records.ledger()) {
            LedgerRecord ledger = entry.value();
            if (models.isRetained(ledger.getVersion())) {
                versions.add(ledger.getVersion());
                models.load(ledger, findings);
            }
            if (!ledger.getConfigDigest().hasRemaining()) {
                String digest =
                        Digests.modelDigest(models.manifest(), ModelStep.first(models.manifest(), Optional.empty()));
                if (!digest.equals(ledger.getModelDigest())) {
                    findings.add(entry.finding("version " + ledger.getVersion() + " has digest "
                            + ledger.getModelDigest() + ", its manifest initialises to " + digest));
                }
            }
        }
        return versions;
    }

    private List<Located<LedgerRecord>> chosen(FederationRecords records, OptionalLong round) {
        if (round.isPresent()) {
            return List.of(records.ledgerOfRound(round.getAsLong())
                    .orElseThrow(() -> new FederationException(
                            "round " + round.getAsLong() + " of federation '" + topics.federation()
                                    + "' led to no version: `weir rounds list` shows what became of it")));
        }
        return records.ledger().stream()
                .filter(entry -> entry.value().getConfigDigest().hasRemaining())
                .toList();
    }

    /** What stands in the topics; for proofs and replays. */
    interface Use<T> {
        T of(FederationRecords records, AuditSource source);
    }

    <T> T with(Use<T> use) {
        try (AuditSource source = sources.get()) {
            return use.of(FederationRecords.read(topics, source, deserializer), source);
        }
    }

    RoundRecomputation recomputation() {
        return new RoundRecomputation(deserializer, sources);
    }

    ModelAudit models(FederationRecords records, AuditSource source) {
        return new ModelAudit(records, source, deserializer, settings(records).getManifest());
    }

    Deserializer<SpecificRecord> deserializer() {
        return deserializer;
    }

    String federation() {
        return topics.federation();
    }
}
