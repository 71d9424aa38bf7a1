package io.weir.trainers;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A float32 row-major matrix in native memory, filled and read in bulk and multiplied by BLAS. */
public final class Matrix implements AutoCloseable {
    private final INDArray array;
    private final FloatBuffer values;

    /**
     * BLAS on one thread, for the whole process: a sum is then never split differently between two runs, and work is parallel
     * outside of it.
     */
    public static void useOneThread() {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    /** Of unset values, to be closed. */
    public Matrix(int rows, int columns) {
        this.array = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'c');
        this.values = array.data().asNioFloat();
    }

    /** Sets all values to those of {@code source} from {@code from} on. */
    public void set(float[] source, int from) {
        values.put(0, source, from, values.capacity());
    }

    /** Copies all values to {@code target} from {@code at} on. */
    public void get(float[] target, int at) {
        values.get(0, target, at, values.capacity());
    }

    /** Sets this matrix to {@code a · b}, either transposed first if asked. */
    public void setToProduct(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
        Nd4j.gemm(a.array, b.array, array, transposeA, transposeB, 1, 0);
    }

    @Override
    public void close() {
        array.close();
    }
}
