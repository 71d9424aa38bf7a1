package io.weir.privacy.secure;

import io.weir.privacy.field.KeyStream;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.mask.SeedWords;
import io.weir.privacy.rlwe.RlweSecret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * What opens one group's sum, once it is agreed whose updates are in it. A committee member picks words from the shares that
 * it holds; the same words of enough members, interpolated, are the group's keys. Of MASK that are the own seeds of the
 * included and the pair seeds of included and dropped neighbours, never both for one participant; of RLWE the sum of the
 * keys.
 */
public final class OpeningPlan {
    /** Where a seed lies in its participant's secret. */
    private record Place(String participant, int from) {}

    private final Backend backend;
    private final List<String> included;
    private final List<Place> places = new ArrayList<>();
    private final List<String[]> pairs = new ArrayList<>();

    /**
     * A plan.
     *
     * @param group everyone in the group
     * @param included whose updates are in the sum, by name
     * @throws IllegalArgumentException if somebody is included who is not in the group
     */
    public OpeningPlan(Backend backend, MaskNeighbours group, SortedSet<String> included) {
        this.backend = backend;
        this.included = List.copyOf(included);
        if (!group.members().containsAll(included)) {
            throw new IllegalArgumentException("not all of " + included + " are in the group " + group.members());
        }
        if (backend == Backend.MASK) {
            this.included.forEach(name -> places.add(new Place(name, 0)));
            Set<String> in = new HashSet<>(included);
            for (String name : this.included) {
                List<String> neighbours = group.of(name);
                for (int i = 0; i < neighbours.size(); i++) {
                    if (!in.contains(neighbours.get(i))) {
                        places.add(new Place(name, (i + 1) * SeedWords.WORDS));
                        pairs.add(new String[] {name, neighbours.get(i)});
                    }
                }
            }
        }
    }

    /** Words of a member's part. */
    public int words() {
        return switch (backend) {
            case PLAIN -> 0;
            case MASK -> places.size() * SeedWords.WORDS;
            case RLWE -> RlweSecret.WORDS;
        };
    }

    /**
     * A member's part.
     *
     * @param shares the member's shares of a participant's secret
     */
    public long[] part(Function<String, long[]> shares) {
        long[] part = new long[words()];
        if (backend == Backend.RLWE) {
            for (String name : included) {
                long[] of = shares.apply(name);
                for (int i = 0; i < part.length; i++) {
                    part[i] = PrimeField.add(part[i], of[i]);
                }
            }
        } else {
            for (int p = 0; p < places.size(); p++) {
                Place place = places.get(p);
                long[] of = shares.apply(place.participant());
                System.arraycopy(of, place.from(), part, p * SeedWords.WORDS, SeedWords.WORDS);
            }
        }
        return part;
    }

    /**
     * What interpolated parts are keys of.
     *
     * @return bytes as {@link #keys} reads them; empty if they are no keys, because a part is false
     */
    public Optional<byte[]> encode(long[] interpolated) {
        if (backend == Backend.RLWE) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(interpolated.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(interpolated);
            return Optional.of(bytes.array());
        }
        ByteBuffer bytes = ByteBuffer.allocate(places.size() * KeyStream.SEED_BYTES);
        for (int p = 0; p < places.size(); p++) {
            int from = p * SeedWords.WORDS;
            try {
                bytes.put(SeedWords.seed(Arrays.copyOfRange(interpolated, from, from + SeedWords.WORDS)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.array());
    }

    /**
     * The keys.
     *
     * @throws IllegalArgumentException if the bytes are not as many as this plan's keys have
     */
    public GroupKeys keys(byte[] encoded) {
        int expected = backend == Backend.RLWE ? RlweSecret.WORDS * Long.BYTES : places.size() * KeyStream.SEED_BYTES;
        if (encoded.length != expected) {
            throw new IllegalArgumentException("keys of " + encoded.length + " bytes; the group's have " + expected);
        }
        if (backend == Backend.PLAIN) {
            return new GroupKeys.OfPlain();
        }
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        if (backend == Backend.RLWE) {
            long[] words = new long[RlweSecret.WORDS];
            bytes.asLongBuffer().get(words);
            return new GroupKeys.OfRlwe(words);
        }
        List<byte[]> own = new ArrayList<>();
        included.forEach(name -> own.add(seed(bytes)));
        List<GroupKeys.OfMask.Pair> opened = new ArrayList<>();
        pairs.forEach(pair -> opened.add(new GroupKeys.OfMask.Pair(pair[0], pair[1], seed(bytes))));
        return new GroupKeys.OfMask(own, opened);
    }

    private static byte[] seed(ByteBuffer bytes) {
        byte[] seed = new byte[KeyStream.SEED_BYTES];
        bytes.get(seed);
        return seed;
    }
}
