package io.weir.aggregator.internal.guard;

import io.weir.aggregator.FederationRules;
import io.weir.aggregator.internal.RoundRule;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ModelHead;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureRound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether the next round can be opened, and logs once what it waits for. */
final class RoundOpening {
    private static final Logger LOG = LoggerFactory.getLogger(RoundOpening.class);

    private final GuardState state;
    private final Announcer announcer;
    private final KeyCheck keyCheck = new KeyCheck();
    private String waitingFor = "";
    private long keysOfRound = Long.MIN_VALUE;
    private long keysSinceMs;

    RoundOpening(GuardState state, Announcer announcer) {
        this.state = state;
        this.announcer = announcer;
    }

    /** The round to open now, if there is nothing left to wait for. */
    Optional<RoundOpened> next(long nowMs) {
        Optional<FederationSettings> settings = state.settings();
        if (settings.isEmpty()) {
            return waiting("the federation's settings: run `weir federation create`");
        }
        return next(settings.get(), nowMs);
    }

    private Optional<RoundOpened> next(FederationSettings settings, long nowMs) {
        if (settings.getState() != FederationState.ACTIVE) {
            return waiting("`weir federation resume`: the federation is " + settings.getState());
        }
        try {
            FederationRules.validate(settings);
        } catch (IllegalArgumentException e) {
            return waiting("settings that are valid: " + e.getMessage());
        }
        Optional<String> unable = announcer.lacks(settings);
        if (unable.isPresent()) {
            return waiting(unable.get());
        }
        Optional<ModelHead> head = state.head();
        Phase phase = state.phase();
        if (phase instanceof Phase.AwaitingVersion awaiting
                && head.map(ModelHead::getRound).orElse(-1L) < awaiting.round()) {
            return waiting("the publisher to publish the version of round " + awaiting.round());
        }
        if (head.isEmpty() && !FederationRules.gathersStatistics(settings)) {
            return waiting("the publisher to publish version 0");
        }
        long round = nextRound(phase, settings);
        if (round > settings.getRounds()) {
            return waiting("nothing: all " + settings.getRounds() + " rounds are over");
        }
        if (!state.isReady(round, settings.getPartitions())) {
            return waiting("the topic of round " + round + " to be assigned");
        }
        List<CohortMember> cohort = RoundPlanner.cohort(state.participants(), nowMs);
        Optional<SecureRound> secure = Optional.empty();
        if (FederationRules.hidesUpdates(settings)) {
            Map<String, ParticipantKeys> keys = state.keys();
            List<CohortMember> withKeys = keyCheck.usable(cohort, keys, settings.getFederation(), nowMs);
            if (withKeys.size() < cohort.size() && waitsForKeys(round, nowMs, settings.getDeadlineMs())) {
                return waiting("keys of " + (cohort.size() - withKeys.size()) + " participants: who is not there "
                        + settings.getDeadlineMs() + " ms from now is left out");
            }
            cohort = withKeys;
            SecurePlanner.Plan plan = SecurePlanner.plan(settings, cohort, keys, RoundPlanner.task(head), round);
            if (plan instanceof SecurePlanner.Plan.Lacks lacks) {
                return waiting(lacks.what());
            }
            secure = Optional.of(((SecurePlanner.Plan.Ready) plan).secure());
        }
        Optional<PrivacyPlanner.Plan.Ready> noise = Optional.empty();
        if (settings.getParticipantPrivacy() != null && RoundPlanner.task(head) == RoundTask.TRAINING) {
            PrivacyPlanner.Plan plan = PrivacyPlanner.plan(round, settings, cohort, secure, state.privacy(), nowMs);
            if (plan instanceof PrivacyPlanner.Plan.Lacks lacks) {
                return waiting(lacks.what());
            }
            noise = Optional.of((PrivacyPlanner.Plan.Ready) plan);
        }
        RoundOpened planned = RoundPlanner.plan(round, settings, cohort, head, secure, noise, nowMs);
        int counted = RoundRule.counted(planned, cohort.stream().map(CohortMember::getParticipant));
        if (counted < settings.getQuorum()) {
            return waiting("participants: " + counted + " are enrolled, the quorum is " + settings.getQuorum());
        }
        Optional<String> reference = RoundRule.of(planned).reference();
        if (reference.isPresent() && counted == cohort.size()) {
            return waiting("the reference '" + reference.get()
                    + "': it is not enrolled, or its certificate is not valid now; `weir keys register` enrols it");
        }
        waitingFor = "";
        return Optional.of(planned);
    }

    /** Participants that are just starting get as long as a round takes; then the others begin. */
    private boolean waitsForKeys(long round, long nowMs, long patienceMs) {
        if (keysOfRound != round) {
            keysOfRound = round;
            keysSinceMs = nowMs;
        }
        return nowMs - keysSinceMs < patienceMs;
    }

    private static long nextRound(Phase phase, FederationSettings settings) {
        if (phase instanceof Phase.AwaitingVersion awaiting) {
            return awaiting.round() + 1;
        }
        if (phase instanceof Phase.Over over) {
            return over.round() + 1;
        }
        return FederationRules.firstRound(settings);
    }

    private Optional<RoundOpened> waiting(String reason) {
        if (!reason.equals(waitingFor)) {
            waitingFor = reason;
            LOG.atInfo().addKeyValue("for", reason).log("waiting");
        }
        return Optional.empty();
    }
}
