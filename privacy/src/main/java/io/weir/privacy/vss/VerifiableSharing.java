package io.weir.privacy.vss;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Shamir's sharing of many secrets with one short proof that the shares fit together: batch verifiable secret sharing (Bellare, Garay, Rabin 1996,
 * "Distributed pseudo-random bit generators"), made non-interactive. The dealer shares K secrets f_1 … f_K and two random polynomials g_1, g_2, all of degree
 * below the threshold t. It publishes a salted hash of each member's share; a hash over these, the context and the sizes draws two points r_1, r_2; it
 * publishes {@code h_c = g_c + sum of r_c^k f_k} by t coefficients. Member i checks its hash, and that {@code h_c(i) = g_c(i) + sum of r_c^k f_k(i)} for both c.
 *
 * <p><b>What it gives.</b> Let all honest members accept, and be at least t. If their shares of some f_k were on no polynomial of degree below t, a parity
 * check w of that code (Cascudo, David 2017, "SCRAPE", section 2) would give {@code d_k = sum over members of w_i f_k(i)} other than 0. Both sides of the check, summed with w, give
 * {@code 0 = d_0 + sum of r_c^k d_k}, d_0 that of g_c: a polynomial in r_c that is not 0, of degree K at most, with at most K roots. The shares, so all d, are
 * fixed before r_c is drawn. A cheat passes one challenge with a chance of K/q, both with (K/q)^2: 2^-98 for 4096 secrets; a dealer that tries T hashes, with T
 * times that (SHA-256 as a random oracle). So the honest members' shares determine one vector of secrets, any t of them reconstruct it, and the same holds
 * of sums over dealers. One false share is seen by the member that has it, by it alone, and {@link ShareFault} says what shows it to others.
 *
 * <p><b>What it hides.</b> g_c is uniform and used once: to whoever has fewer than t shares, h_c is a uniform polynomial through the values those shares give
 * anyway. The salt hides a share behind its hash.
 *
 * <p><b>What it does not give.</b> That the secrets are those that the dealer used elsewhere: a participant may share, consistently, another key than it
 * encrypted with. That they are uniform, or a seed's words. Anything, if fewer than t members are honest. Delivery: a member that got no share, or one
 * behind an undecipherable envelope, has nothing to check. A member may also lie that its share is false; it is refuted by opening it, at the price of one
 * share of t - 1 that may be known: to accuse, it has to open it.
 *
 * @param secrets how many, K
 */
public record VerifiableSharing(SecretSharing sharing, int secrets, DealingContext context) {
    public VerifiableSharing {
        if (secrets < 1 || context.committee().size() != sharing.members()) {
            throw new IllegalArgumentException("a dealing of " + secrets + " secrets to a committee of "
                    + sharing.members() + ", of which " + context.committee().size()
                    + " are named: needed are one secret and a name for each member");
        }
    }

    /**
     * Shares and proves.
     *
     * @param secret words in [0, q)
     */
    public Dealing deal(long[] secret, SecureRandom random) {
        if (secret.length != secrets) {
            throw new IllegalArgumentException(
                    "a vector of " + secret.length + " words; " + secrets + " are to be shared");
        }
        long[] blinded = Arrays.copyOf(secret, secrets + Challenges.COUNT);
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        random.nextBytes(seed);
        KeyStream stream = new KeyStream(seed, "weir-vss-blinding-v1", 0);
        Arrays.fill(seed, (byte) 0);
        for (int i = secrets; i < blinded.length; i++) {
            blinded[i] = stream.nextInField();
        }
        List<DealtShare> shares = new ArrayList<>();
        for (Share share : sharing.share(blinded, random)) {
            byte[] salt = new byte[DealtShare.SALT_BYTES];
            random.nextBytes(salt);
            shares.add(new DealtShare(share, salt));
        }
        Arrays.fill(blinded, 0);
        return new Dealing(prove(shares), shares);
    }

    /** What an honest dealer publishes: the first t members' values fix the combined polynomials. */
    SharingProof prove(List<DealtShare> shares) {
        byte[] digest = context.digest();
        List<byte[]> leaves = shares.stream().map(share -> share.leaf(digest)).toList();
        Challenges challenges = challenges(leaves);
        long[] points = new long[sharing.threshold()];
        List<long[]> polynomials = new ArrayList<>();
        for (int challenge = 0; challenge < Challenges.COUNT; challenge++) {
            long[] values = new long[points.length];
            for (int i = 0; i < points.length; i++) {
                points[i] = shares.get(i).member();
                values[i] = combined(challenges, challenge, shares.get(i));
            }
            polynomials.add(Polynomials.interpolate(points, values));
        }
        return new SharingProof(leaves, polynomials);
    }

    /**
     * Checks a member's share: by the member when it comes, by everyone when it is opened.
     *
     * @param member the number of the member it was dealt to
     * @return what is wrong with it, if anything
     */
    public Optional<ShareFault> fault(SharingProof proof, int member, DealtShare share) {
        if (proof.leaves().size() != sharing.members()
                || proof.threshold() != sharing.threshold()
                || member > sharing.members()
                || share.member() != member
                || share.secrets() != secrets) {
            return Optional.of(ShareFault.MALFORMED);
        }
        if (!Arrays.equals(share.leaf(context.digest()), proof.leaves().get(member - 1))) {
            return Optional.of(ShareFault.NOT_COMMITTED);
        }
        Challenges challenges = challenges(proof.leaves());
        for (int challenge = 0; challenge < Challenges.COUNT; challenge++) {
            if (combined(challenges, challenge, share)
                    != Polynomials.value(proof.polynomials().get(challenge), member)) {
                return Optional.of(ShareFault.OFF_POLYNOMIAL);
            }
        }
        return Optional.empty();
    }

    /**
     * As {@link #fault(SharingProof, int, DealtShare)}, of what lay in an envelope.
     *
     * @param proof as the dealer published it
     */
    public Optional<ShareFault> fault(byte[] proof, int member, byte[] share) {
        try (DealtShare dealt = DealtShare.fromBytes(share)) {
            return fault(SharingProof.fromBytes(proof), member, dealt);
        } catch (IllegalArgumentException e) {
            return Optional.of(ShareFault.MALFORMED);
        }
    }

    private long combined(Challenges challenges, int challenge, DealtShare share) {
        long[] words = share.words().values();
        return PrimeField.add(challenges.combine(challenge, words, secrets), words[secrets + challenge]);
    }

    /** Drawn from what fixes every share. */
    Challenges challenges(List<byte[]> leaves) {
        Transcript transcript = new Transcript("weir-vss-root-v1")
                .bytes(context.digest())
                .number(sharing.members())
                .number(sharing.threshold())
                .number(secrets)
                .number(leaves.size());
        leaves.forEach(transcript::bytes);
        return new Challenges(transcript.digest());
    }
}
