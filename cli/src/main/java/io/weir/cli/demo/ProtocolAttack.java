package io.weir.cli.demo;

import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.Keys;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.util.Arrays;
import java.util.List;

/** Training updates that break the protocol or its limits, each hostile bank by itself; statistics are sent honestly. */
enum ProtocolAttack implements DemoAttack {
    NAN("nan", "one value in the vector is NaN") {
        @Override
        float[] vector(float[] values) {
            float[] poisoned = values.clone();
            poisoned[poisoned.length / 2] = Float.NaN;
            return poisoned;
        }
    },
    SCALE("scale", "the update points the other way and is 100 times as long") {
        @Override
        float[] vector(float[] values) {
            float[] poisoned = values.clone();
            for (int i = 0; i < poisoned.length; i++) {
                poisoned[i] *= -SCALE_FACTOR;
            }
            return poisoned;
        }
    },
    STALE("stale", "the update claims an older base version") {
        @Override
        DraftUpdate draft(DraftUpdate draft) {
            List<UpdateChunk> chunks = draft.chunks().stream()
                    .map(chunk -> UpdateChunk.newBuilder(chunk)
                            .setBaseVersion(chunk.getBaseVersion() - 1)
                            .build())
                    .toList();
            UpdateCommit.Builder commit = draft.commit();
            return new DraftUpdate(chunks, commit.setBaseVersion(commit.getBaseVersion() - 1));
        }
    },
    TRUNCATED("truncated", "the second half of every chunk's record is missing") {
        @Override
        byte[] record(String key, String commitKey, byte[] value) {
            return key.equals(commitKey) ? value : Arrays.copyOf(value, value.length / 2);
        }
    },
    WRONG_SHAPE("wrong-shape", "the vector is one parameter too long") {
        @Override
        float[] vector(float[] values) {
            return Arrays.copyOf(values, values.length + 1);
        }
    };

    private static final float SCALE_FACTOR = 100;

    private final String option;
    private final String description;

    ProtocolAttack(String option, String description) {
        this.option = option;
        this.description = description;
    }

    @Override
    public String option() {
        return option;
    }

    @Override
    public String description() {
        return description;
    }

    float[] vector(float[] values) {
        return values;
    }

    DraftUpdate draft(DraftUpdate draft) {
        return draft;
    }

    byte[] record(String key, String commitKey, byte[] value) {
        return value;
    }

    /** What the hostile bank's client is built with. */
    UpdateInterceptor interceptor(String bank) {
        return new UpdateInterceptor() {
            @Override
            public float[] beforeEncoding(RoundOpened opened, float[] values) {
                return opened.getTask() == RoundTask.TRAINING ? vector(values) : values;
            }

            @Override
            public DraftUpdate beforeSigning(RoundOpened opened, DraftUpdate draft) {
                return opened.getTask() == RoundTask.TRAINING ? draft(draft) : draft;
            }

            @Override
            public byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
                return opened.getTask() == RoundTask.TRAINING ? record(key, Keys.commit(bank), value) : value;
            }
        };
    }
}
