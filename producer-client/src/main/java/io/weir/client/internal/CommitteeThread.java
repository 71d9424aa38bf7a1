package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.client.ParticipantListener;
import io.weir.client.committee.CommitteeDuty;
import io.weir.client.committee.FileCloseJournal;
import io.weir.client.committee.JournalException;
import io.weir.privacy.identity.ParticipantIdentity;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A committee member at work beside its participant. Should it fail, the participant ends with that failure. */
public final class CommitteeThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommitteeThread.class);
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final ParticipantConfig config;
    private final FileCloseJournal journal;
    private final CommitteeDuty duty;
    private final CommitteeLoop loop;
    private final StopSignal stop = new StopSignal();
    private final StopSignal participant;
    private final Thread thread;
    private Optional<RuntimeException> failure = Optional.empty();

    private CommitteeThread(
            ParticipantConfig config,
            ParticipantIdentity identity,
            SecureParts secure,
            ParticipantListener listener,
            KafkaClients clients,
            StopSignal participant) {
        this.config = config;
        this.participant = participant;
        this.journal = journal(config);
        this.duty = new CommitteeDuty(
                config.federation(), identity, secure.keys(), secure.announcements(), secure.check(), journal);
        this.loop = new CommitteeLoop(config, clients, duty, listener, stop);
        this.thread = new Thread(this::work, "weir-committee-" + config.participant());
    }

    /**
     * Starts, unless the participant does not serve on committees.
     *
     * @param participant asked to stop, should the committee's work fail
     * @throws ParticipantException if the journal cannot be used
     */
    public static Optional<CommitteeThread> start(
            ParticipantConfig config,
            ParticipantIdentity identity,
            Optional<SecureParts> secure,
            ParticipantListener listener,
            KafkaClients clients,
            StopSignal participant) {
        if (!config.secure().committee()) {
            return Optional.empty();
        }
        CommitteeThread started =
                new CommitteeThread(config, identity, secure.orElseThrow(), listener, clients, participant);
        started.thread.start();
        return Optional.of(started);
    }

    private static FileCloseJournal journal(ParticipantConfig config) {
        Path directory = config.secure().stateDir().orElseThrow();
        try {
            return FileCloseJournal.open(directory, config.federation());
        } catch (JournalException e) {
            throw unusable(e);
        }
    }

    private static ParticipantException unusable(JournalException e) {
        return new ParticipantException(Category.JOURNAL, e.getMessage(), e);
    }

    private void work() {
        try {
            serve();
        } catch (KafkaException e) {
            failed(KafkaFailures.explain(e, config));
        } catch (JournalException e) {
            failed(unusable(e));
        } catch (RuntimeException e) {
            failed(e);
        } catch (InterruptedException e) {
            // Only a request to stop interrupts this thread.
            Thread.currentThread().interrupt();
        }
    }

    private void serve() throws InterruptedException {
        log.atInfo().addKeyValue("federation", config.federation()).log("serving on committees");
        try {
            loop.run();
        } finally {
            duty.close();
            journal.close();
        }
    }

    private synchronized void failed(RuntimeException e) {
        if (!stop.requested()) {
            failure = Optional.of(e);
            participant.request();
        }
    }

    /** Whether it is the calling thread. */
    public boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /** Ends the thread and waits for it. */
    @Override
    public void close() {
        stop.request();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ended it, if it was no request. */
    public synchronized Optional<RuntimeException> failure() {
        return failure;
    }
}
