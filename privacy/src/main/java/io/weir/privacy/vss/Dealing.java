package io.weir.privacy.vss;

import java.util.List;

/**
 * A dealer's work.
 *
 * @param proof to publish
 * @param shares one for each member, in their order, to send to that member alone
 */
public record Dealing(SharingProof proof, List<DealtShare> shares) {
    public Dealing {
        shares = List.copyOf(shares);
    }
}
