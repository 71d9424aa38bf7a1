package io.weir.schemas.digest;

import java.nio.ByteBuffer;
import java.util.List;

/** Merkle tree hash of RFC 6962, section 2.1: leaves are prefixed with 0, nodes with 1, and trees are left-full. */
public final class MerkleTree {
    private MerkleTree() {}

    /** Root over the leaves in their order; 32 bytes. The root of no leaf is SHA-256 of nothing. */
    public static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Digests.sha256(new byte[0]);
        }
        if (leaves.size() == 1) {
            byte[] leaf = leaves.get(0);
            return Digests.sha256(
                    ByteBuffer.allocate(1 + leaf.length).put((byte) 0).put(leaf).array());
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        byte[] l = root(leaves.subList(0, left));
        byte[] r = root(leaves.subList(left, leaves.size()));
        return Digests.sha256(ByteBuffer.allocate(1 + l.length + r.length)
                .put((byte) 1)
                .put(l)
                .put(r)
                .array());
    }
}
