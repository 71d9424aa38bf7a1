package io.weir.publisher;

import io.weir.wire.ModelHead;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a publisher reports. */
public final class RecordingListener implements PublisherListener {
    public final List<String> activations = new CopyOnWriteArrayList<>();
    public final List<String> reasons = new CopyOnWriteArrayList<>();
    public final List<ModelHead> heads = new CopyOnWriteArrayList<>();

    @Override
    public void becameActive() {
        activations.add("active");
    }

    @Override
    public void waiting(String reason) {
        reasons.add(reason);
    }

    @Override
    public void published(ModelHead head) {
        heads.add(head);
    }

    /** Numbers of the published versions. */
    public List<Long> versions() {
        return heads.stream().map(ModelHead::getVersion).toList();
    }
}
