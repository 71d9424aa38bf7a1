package io.weir.schemas.digest;

import io.weir.schemas.Bytes;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelManifest;
import io.weir.wire.PastParticipant;
import io.weir.wire.PastRounds;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 digests of Weir's records, each over a canonical {@link Transcript} with its own domain. */
public final class Digests {
    private static final int SLICE = 16_384;

    private Digests() {}

    /** SHA-256 of {@code bytes}; 32 bytes. */
    public static byte[] sha256(byte[] bytes) {
        return sha256(ByteBuffer.wrap(bytes));
    }

    /** SHA-256 of what remains in {@code bytes}, whose position stays. */
    public static byte[] sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.duplicate());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Lower-case hexadecimal. */
    public static String hex(ByteBuffer bytes) {
        byte[] copy = Bytes.copy(bytes);
        return HexFormat.of().formatHex(copy);
    }

    /** What a participant signs and everyone names the update by: every field of the commit but the signature. */
    public static byte[] commitDigest(UpdateCommit commit) {
        boolean hidden = commit.getSharesHash().hasRemaining();
        Transcript t = new Transcript(hidden ? "weir-update-commit-v2" : "weir-update-commit-v1")
                .text(commit.getFederation())
                .number(commit.getRound())
                .text(commit.getParticipant())
                .number(commit.getBaseVersion())
                .text(commit.getBaseDigest())
                .number(commit.getChunkCount())
                .list(commit.getChunkHashes(), Transcript::bytes)
                .bytes(commit.getMerkleRoot())
                .number(commit.getExamples())
                .number(commit.getWeight())
                .map(commit.getMetrics(), Transcript::number)
                .number(commit.getL2Norm());
        if (commit.getPrivacySpent() == null) {
            t.number(0);
        } else {
            t.number(1)
                    .number(commit.getPrivacySpent().getEpsilon())
                    .number(commit.getPrivacySpent().getDelta());
        }
        if (hidden) {
            t.bytes(commit.getSharesHash());
        }
        return t.text(commit.getSignatureAlgorithm()).digest();
    }

    /**
     * The settings that a round ran under. Clock readings are left out: they change nothing that is computed. It is the seed
     * of a hidden round as well, so that who was shown another round derives other masks; sealed updates of who was shown another
     * round do not open.
     */
    public static byte[] configDigest(RoundOpened opened) {
        boolean noisy = opened.getParticipantPrivacy() != null;
        boolean hidden = opened.getSecure() != null;
        boolean momentum = noisy || hidden || opened.getClientMomentum() != 0;
        boolean attested = opened.getAttested() != null;
        String version = (noisy ? "v4" : hidden ? "v3" : momentum ? "v2" : "v1") + (attested ? "-attested-v1" : "");
        Transcript transcript = new Transcript("weir-round-config-" + version)
                .text(opened.getFederation())
                .number(opened.getRound())
                .text(opened.getTask().name())
                .number(opened.getPartitions())
                .number(opened.getBaseVersion())
                .text(opened.getBaseDigest())
                .number(opened.getParameterCount())
                .number(opened.getChunkParameters())
                .list(opened.getCohort(), (u, member) -> u.text(member.getParticipant())
                        .bytes(member.getPublicKey()))
                .number(opened.getQuorum())
                .number(opened.getClippingBound())
                .number(opened.getWeightMax())
                .number(opened.getScaleBits())
                .text(opened.getCodec().name())
                .text(opened.getRule())
                .map(opened.getRuleParameters(), Transcript::text)
                .text(opened.getOptimizer())
                .map(opened.getOptimizerParameters(), Transcript::text)
                .map(opened.getTraining(), Transcript::text)
                .number(opened.getSeed());
        if (momentum) {
            transcript.number(opened.getClientMomentum());
        }
        if (noisy) {
            PrivacyDigests.round(transcript, opened.getParticipantPrivacy());
            transcript.number(hidden ? 1 : 0);
        }
        if (hidden) {
            SecureDigests.round(transcript, opened.getSecure());
        }
        if (attested) {
            AttestedDigests.round(transcript, opened.getAttested());
        }
        return transcript.digest();
    }

    /**
     * What seeds the noise of a verdict: nobody knows it before the round is sealed, everybody who reads the seal does.
     *
     * @param participantsRoot of the seal
     */
    public static byte[] noiseSeed(RoundOpened opened, ByteBuffer participantsRoot) {
        return new Transcript("weir-noise-v1")
                .bytes(ByteBuffer.wrap(configDigest(opened)))
                .bytes(participantsRoot)
                .digest();
    }

    /**
     * The guard's decision, without the time at which it was made. The oldest version of the transcript that covers
     * everything the verdict says, so that the digest of an old verdict stays what it was.
     */
    public static byte[] verdictDigest(Verdict verdict) {
        boolean mixed = !verdict.getMixing().isEmpty();
        boolean opened = !verdict.getOpenings().isEmpty();
        boolean remembered = verdict.getHistory() != null;
        boolean trailed = remembered
                && verdict.getHistory().getParticipants().stream()
                        .anyMatch(participant -> !participant.getTrail().isEmpty());
        boolean newest = trailed || verdict.getNoise() != null;
        boolean explained = opened
                || !verdict.getFlags().isEmpty()
                || verdict.getRejected().stream().anyMatch(Digests::isExplained);
        String version = newest ? "v6" : remembered ? "v5" : opened ? "v4" : explained ? "v3" : mixed ? "v2" : "v1";
        Transcript transcript = new Transcript("weir-verdict-" + version)
                .text(verdict.getFederation())
                .number(verdict.getRound())
                .text(verdict.getRule())
                .map(verdict.getRuleParameters(), Transcript::text)
                .list(verdict.getAdmitted(), (t, a) -> t.text(a.getParticipant())
                        .number(a.getWeight())
                        .number(a.getClipFactor())
                        .number(a.getL2Norm()))
                .list(verdict.getRejected(), Digests::rejection)
                .number(verdict.getTotalWeight())
                .bytes(verdict.getParticipantsRoot())
                .bytes(verdict.getConfigDigest());
        if (mixed || explained || remembered || newest) {
            transcript.list(verdict.getMixing(), (t, row) -> t.list(row.getShares(), Transcript::number));
        }
        if (explained || remembered || newest) {
            transcript.list(verdict.getRejected(), (t, r) -> t.text(r.getStage())
                    .list(r.getNeighbours(), (u, n) -> u.text(n.getParticipant())
                            .number(n.getDistance())
                            .number(n.getCosine())));
            transcript.list(verdict.getFlags(), (t, f) -> t.text(f.getParticipant())
                    .text(f.getCode().name())
                    .text(f.getDetail())
                    .map(f.getEvidence(), Transcript::number));
        }
        if (opened || remembered || newest) {
            transcript.list(verdict.getOpenings(), SecureDigests::opening);
        }
        if (newest) {
            transcript.list(Stream.ofNullable(verdict.getHistory()).toList(), Digests::history);
            transcript.list(trails(verdict), (t, trail) -> t.list(trail, Transcript::bytes));
            transcript.list(Stream.ofNullable(verdict.getNoise()).toList(), (t, noise) -> t.number(noise.getDeviation())
                    .bytes(noise.getSeed()));
        } else if (remembered) {
            history(transcript, verdict.getHistory());
        }
        return transcript.digest();
    }

    private static void history(Transcript transcript, PastRounds history) {
        transcript.list(history.getParticipants(), (t, p) -> t.text(p.getParticipant())
                .list(p.getUpdates(), (u, past) -> u.number(past.getRound())
                        .number(past.getNorm())
                        .text(past.getOutcome().name())
                        .number(past.getDeviation()))
                .bytes(p.getSum())
                .bytes(p.getLast()));
        transcript.list(history.getSteps(), Transcript::bytes);
    }

    private static List<List<ByteBuffer>> trails(Verdict verdict) {
        return Stream.ofNullable(verdict.getHistory())
                .flatMap(history -> history.getParticipants().stream())
                .map(PastParticipant::getTrail)
                .toList();
    }

    private static boolean isExplained(Rejection rejection) {
        return !rejection.getStage().isEmpty() || !rejection.getNeighbours().isEmpty();
    }

    private static void rejection(Transcript t, Rejection rejection) {
        t.text(rejection.getParticipant())
                .text(rejection.getReason().name())
                .text(rejection.getDetail())
                .map(rejection.getEvidence(), Transcript::number);
    }

    /** {@code sha256:HEX} over the manifest and the parameters as little-endian float32. */
    public static String modelDigest(ModelManifest manifest, float[] parameters) {
        Transcript t = new Transcript("weir-model-v1")
                .text(manifest.getArchitecture())
                .list(manifest.getTensors(), (u, tensor) -> u.text(tensor.getName())
                        .list(tensor.getShape(), Transcript::number)
                        .text(tensor.getRole().name())
                        .text(tensor.getInitializer().name()))
                .number(manifest.getSeed())
                .map(manifest.getProperties(), Transcript::text)
                .number(parameters.length);
        ByteBuffer slice = ByteBuffer.allocate(SLICE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < parameters.length; from += SLICE) {
            int length = Math.min(SLICE, parameters.length - from);
            slice.clear();
            slice.asFloatBuffer().put(parameters, from, length);
            t.raw(slice.limit(length * Float.BYTES));
        }
        return "sha256:" + HexFormat.of().formatHex(t.digest());
    }

    /** What the next ledger record names this one by: every field but hash and signature. */
    public static byte[] ledgerHash(LedgerRecord ledger) {
        return new Transcript("weir-ledger-v1")
                .text(ledger.getFederation())
                .number(ledger.getSequence())
                .bytes(ledger.getPreviousHash())
                .number(ledger.getRound())
                .number(ledger.getVersion())
                .number(ledger.getParentVersion())
                .text(ledger.getModelDigest())
                .text(ledger.getParentDigest())
                .bytes(ledger.getParticipantsRoot())
                .bytes(ledger.getVerdictDigest())
                .bytes(ledger.getAggregateDigest())
                .bytes(ledger.getConfigDigest())
                .text(ledger.getSoftware())
                .text(ledger.getJvm())
                .number(ledger.getPublishedAtMs())
                .digest();
    }
}
