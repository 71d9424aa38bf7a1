package io.weir.guard.rule;

import io.weir.guard.Gram;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;

/**
 * Minimum-diameter averaging (El Mhamdi et al. 2021; Rousseeuw 1985): the mean of the {@code n − f} rows whose largest
 * distance among each other is smallest; of equal subsets the first in lexicographic order. Exact without trying every
 * subset: a diameter t is reached if {@code f} rows {@linkplain ConflictCover cover} every pair that is farther apart.
 * Tolerates {@code f} hostile rows of at least {@code 2f + 1}.
 */
public final class Mda extends Selection {
    public static final String NAME = "mda";
    /** The search doubles with every two hostile rows more. */
    public static final int F_MAX = 16;

    private final int f;

    /** MDA. */
    public Mda(int f) {
        super(NAME, 2 * f + 1);
        this.f = f;
    }

    @Override
    public int rowsMax() {
        return 256;
    }

    @Override
    Optional<double[]> scores(Rows rows, int[] selected) {
        double[] farthest = new double[rows.size()];
        for (int r = 0; r < farthest.length; r++) {
            for (int s : selected) {
                farthest[r] = Math.max(farthest[r], Math.sqrt(rows.gram().squaredDistance(r, s)));
            }
        }
        return Optional.of(farthest);
    }

    @Override
    String meaning() {
        return "largest distance to an update that counts";
    }

    @Override
    int[] select(Rows rows) {
        Gram gram = rows.gram();
        int n = rows.size();
        double[] diameters = new double[Gram.length(n)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                diameters[Gram.index(i, j)] = gram.squaredDistance(i, j);
            }
        }
        Arrays.sort(diameters);
        int low = 0;
        int high = diameters.length - 1;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (ConflictCover.of(gram, n, diameters[mid]).exists(f)) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        return ConflictCover.of(gram, n, diameters[low]).firstWithout(f);
    }
}
