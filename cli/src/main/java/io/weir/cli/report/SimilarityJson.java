package io.weir.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntToDoubleFunction;

/** A {@link Similarity} as JSON: names, and two square matrices in their order. */
public final class SimilarityJson {
    private SimilarityJson() {}

    /** Fills {@code node}. */
    public static void put(ObjectNode node, Similarity similarity) {
        ArrayNode participants = node.putArray("participants");
        similarity.participants().forEach(participants::add);
        ArrayNode distances = node.putArray("distances");
        ArrayNode cosines = node.putArray("cosines");
        for (int i = 0; i < similarity.size(); i++) {
            int row = i;
            row(distances.addArray(), similarity.size(), j -> similarity.distance(row, j));
            row(cosines.addArray(), similarity.size(), j -> similarity.cosine(row, j));
        }
    }

    private static void row(ArrayNode array, int size, IntToDoubleFunction value) {
        for (int j = 0; j < size; j++) {
            array.add(value.applyAsDouble(j));
        }
    }
}
