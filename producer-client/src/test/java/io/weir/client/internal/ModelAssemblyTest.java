package io.weir.client.internal;

import static io.weir.client.Fixtures.chunks;
import static io.weir.client.Fixtures.head;
import static io.weir.client.Fixtures.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.Fixtures;
import io.weir.client.ParticipantException;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelAssemblyTest {
    private final ModelAssembly assembly = new ModelAssembly(Fixtures.FEDERATION);

    private void addVersion(long version) {
        chunks(version).forEach(assembly::add);
        assembly.add(head(version));
    }

    @Test
    void thereIsNoModelBeforeItsHead() {
        chunks(0).forEach(assembly::add);

        assertThat(assembly.assemble()).isEmpty();
        assertThat(assembly.current()).isEmpty();
    }

    @Test
    void putsChunksTogetherInTheirOrder() {
        addVersion(1);

        Optional<Model> model = assembly.assemble();

        assertThat(model.orElseThrow().parameters()).containsExactly(parameters(1));
        assertThat(assembly.current()).isEqualTo(model);
    }

    @Test
    void givesAVersionOnlyOnce() {
        addVersion(1);
        assembly.assemble();
        assembly.add(head(1));

        assertThat(assembly.assemble()).isEmpty();
        assertThat(assembly.current().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void onlyTheNewestVersionCounts() {
        addVersion(1);
        addVersion(2);
        chunks(1).forEach(assembly::add);

        assertThat(assembly.assemble().orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void waitsForTheNextHeadOnceTheNextVersionsChunksArrive() {
        addVersion(1);
        assembly.add(chunks(2).get(0));

        assertThat(assembly.assemble()).as("version 1, overtaken").isEmpty();
        chunks(2).stream().skip(1).forEach(assembly::add);
        assembly.add(head(2));
        assertThat(assembly.assemble().orElseThrow().parameters()).containsExactly(parameters(2));
    }

    @Test
    void aBrokenChunkOfAnOldVersionDoesNoHarm() {
        assembly.add(withPayload(chunks(0).get(0), new byte[] {1}));
        addVersion(1);

        assertThat(assembly.assemble().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void ignoresOtherFederations() {
        chunks(0)
                .forEach(chunk -> assembly.add(
                        ModelChunk.newBuilder(chunk).setFederation("other").build()));
        assembly.add(ModelHead.newBuilder(head(0)).setFederation("other").build());

        assertThat(assembly.assemble()).isEmpty();
    }

    @Test
    void aMissingChunkIsAnError() {
        chunks(1).stream().skip(1).forEach(assembly::add);
        assembly.add(head(1));

        assertThatThrownBy(assembly::assemble)
                .isInstanceOf(ParticipantException.class)
                .hasMessageContaining("model version 1 cannot be trained on: chunk 0 of 3 is not in the topic");
        assertThat(assembly.current()).isEmpty();
    }

    @Test
    void aHeadWithoutAnyChunkIsAnError() {
        assembly.add(head(1));

        assertThatThrownBy(assembly::assemble).hasMessageContaining("none of its chunks is in the topic");
    }

    @Test
    void aChangedPayloadIsAnError() {
        addVersion(1);
        assembly.add(withPayload(chunks(1).get(1), new byte[] {1, 2, 3}));

        assertThatThrownBy(assembly::assemble).hasMessageContaining("chunk 1 does not have the SHA-256 that it names");
    }

    @Test
    void chunksThatDoNotAdjoinAreAnError() {
        addVersion(1);
        assembly.add(
                ModelChunk.newBuilder(chunks(1).get(2)).setFirstParameter(7).build());

        assertThatThrownBy(assembly::assemble).hasMessageContaining("chunk 2 does not continue the one before it");
    }

    @Test
    void aChunkLongerThanTheModelIsAnError() {
        addVersion(1);
        assembly.add(
                ModelChunk.newBuilder(chunks(1).get(2)).setLength(2_000_000_000).build());

        assertThatThrownBy(assembly::assemble).hasMessageContaining("chunk 2 does not continue");
    }

    @Test
    void chunksOfAnotherModelUnderTheSameVersionAreAnError() {
        for (ModelChunk chunk : chunks(2)) {
            assembly.add(ModelChunk.newBuilder(chunk).setVersion(1).build());
        }
        assembly.add(head(1));

        assertThatThrownBy(assembly::assemble).hasMessageContaining("do not have the digest");
    }

    private static ModelChunk withPayload(ModelChunk chunk, byte[] payload) {
        return ModelChunk.newBuilder(chunk).setPayload(ByteBuffer.wrap(payload)).build();
    }
}
