package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    /** The leaves of the reference implementation of RFC 6962 (certificate-transparency, merkletree tests). */
    private static final List<byte[]> REFERENCE = List.of(
            bytes(""),
            bytes("00"),
            bytes("10"),
            bytes("2021"),
            bytes("3031"),
            bytes("40414243"),
            bytes("5051525354555657"),
            bytes("606162636465666768696a6b6c6d6e6f"));

    @Test
    void rootsAreThoseOfTheReferenceImplementation() {
        assertThat(HexFormat.of().formatHex(MerkleTree.root(REFERENCE)))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        assertThat(HexFormat.of().formatHex(MerkleTree.root(List.of())))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Property(tries = 300)
    void aPathProvesItsLeafAndNoOther(
            @ForAll @IntRange(min = 1, max = 70) int size,
            @ForAll @IntRange(max = 69) int chosen,
            @ForAll @IntRange(max = 69) int other) {
        List<byte[]> leaves = leaves(size);
        int index = chosen % size;
        byte[] root = MerkleTree.root(leaves);

        List<byte[]> path = MerkleTree.path(leaves, index);

        assertThat(MerkleTree.verify(root, leaves.get(index), index, size, path))
                .isTrue();
        assertThat(MerkleTree.verify(root, leaves.get(other % size), index, size, path))
                .isEqualTo(other % size == index);
        assertThat(MerkleTree.verify(root, leaves.get(index), other % size, size, path))
                .isEqualTo(other % size == index);
    }

    @Property(tries = 200)
    void aChangedPathProvesNothing(
            @ForAll @IntRange(min = 2, max = 40) int size, @ForAll int seed, @ForAll @IntRange(max = 255) int bit) {
        List<byte[]> leaves = leaves(size);
        int index = Math.floorMod(seed, size);
        byte[] root = MerkleTree.root(leaves);
        List<byte[]> path = new ArrayList<>(MerkleTree.path(leaves, index));
        byte[] changed = path.get(Math.floorMod(seed, path.size()));
        changed[bit / 8] ^= (byte) (1 << bit % 8);

        boolean proven = MerkleTree.verify(root, leaves.get(index), index, size, path);

        assertThat(proven).isFalse();
        assertThat(MerkleTree.verify(root, leaves.get(index), index, size, path.subList(1, path.size())))
                .isFalse();
        assertThat(MerkleTree.verify(root, leaves.get(index), size, size, path)).isFalse();
    }

    private static List<byte[]> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
