package io.weir.schemas.digest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Merkle tree hash of RFC 6962, section 2.1: leaves are prefixed with 0, nodes with 1, and trees are left-full. */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    /** Root over the leaves in their order; 32 bytes. The root of no leaf is SHA-256 of nothing. */
    public static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Digests.sha256(new byte[0]);
        }
        if (leaves.size() == 1) {
            return leaf(leaves.get(0));
        }
        int left = leftSize(leaves.size());
        return node(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    /**
     * Audit path of one leaf (RFC 6962, section 2.1.1): the sibling hashes from the leaf up to the root.
     *
     * @throws IndexOutOfBoundsException if there is no such leaf
     */
    public static List<byte[]> path(List<byte[]> leaves, int index) {
        Objects.checkIndex(index, leaves.size());
        List<byte[]> path = new ArrayList<>();
        collect(leaves, index, path);
        return path;
    }

    private static void collect(List<byte[]> leaves, int index, List<byte[]> path) {
        if (leaves.size() == 1) {
            return;
        }
        int left = leftSize(leaves.size());
        if (index < left) {
            collect(leaves.subList(0, left), index, path);
            path.add(root(leaves.subList(left, leaves.size())));
        } else {
            collect(leaves.subList(left, leaves.size()), index - left, path);
            path.add(root(leaves.subList(0, left)));
        }
    }

    /**
     * Whether {@code path} proves that {@code leaf} is leaf {@code index} of the {@code size} leaves under {@code root}
     * (RFC 9162, section 2.1.3.2). False for an index, size or path that no tree has.
     */
    public static boolean verify(byte[] root, byte[] leaf, int index, int size, List<byte[]> path) {
        if (index < 0 || index >= size) {
            return false;
        }
        int node = index;
        int last = size - 1;
        byte[] hash = leaf(leaf);
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** The largest power of two below {@code size}. */
    private static int leftSize(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static byte[] leaf(byte[] content) {
        return Digests.sha256(
                ByteBuffer.allocate(1 + content.length).put(LEAF).put(content).array());
    }

    private static byte[] node(byte[] left, byte[] right) {
        return Digests.sha256(ByteBuffer.allocate(1 + left.length + right.length)
                .put(NODE)
                .put(left)
                .put(right)
                .array());
    }
}
