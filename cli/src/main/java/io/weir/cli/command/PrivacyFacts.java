package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a round hid, from whom, and what was opened. */
final class PrivacyFacts {
    private PrivacyFacts() {}

    static void put(ObjectNode document, RoundView round) {
        NoiseView.round(document, round.opened());
        AttestedFacts.put(document, round);
        SecureRound secure = round.opened().getSecure();
        if (secure == null) {
            document.putNull("secureAggregation");
            return;
        }
        ObjectNode node = document.putObject("secureAggregation")
                .put("backend", backend(secure))
                .put("valueBits", secure.getValueBits())
                .put("scaleBits", round.opened().getScaleBits())
                .put("threshold", secure.getThreshold())
                .put("groupMin", secure.getGroupMin());
        ArrayNode committee = node.putArray("committee");
        secure.getCommittee().forEach(committee::add);
        ArrayNode groups = node.putArray("groups");
        secure.getGroups().forEach(group -> {
            ArrayNode names = groups.addArray();
            group.getParticipants().forEach(names::add);
        });
        ArrayNode openings = node.putArray("openings");
        for (GroupOpening opening : openings(round)) {
            ObjectNode opened = openings.addObject()
                    .put("group", opening.getGroup())
                    .put("closeDigest", RoundJson.hex(opening.getCloseDigest()));
            ArrayNode participants = opened.putArray("participants");
            opening.getParticipants().forEach(participants::add);
            ArrayNode members = opened.putArray("openedBy");
            opening.getMembers().forEach(members::add);
        }
    }

    static List<String[]> text(RoundView round) {
        RoundOpened opened = round.opened();
        SecureRound secure = opened.getSecure();
        List<String[]> facts = new ArrayList<>();
        if (opened.getAttested() != null) {
            return AttestedFacts.text(round);
        }
        if (secure == null) {
            facts.add(Output.fact("Updates", "in the clear"));
            return facts;
        }
        facts.add(Output.fact(
                "Updates",
                secure.getBackend() == SecureBackend.PLAIN
                        ? "in the clear, " + secure.getValueBits() + " bits a value"
                        : "hidden by " + backend(secure) + ", " + secure.getValueBits() + " bits a value"));
        if (!secure.getCommittee().isEmpty()) {
            facts.add(Output.fact(
                    "Committee",
                    secure.getThreshold() + " of " + String.join(", ", secure.getCommittee())
                            + " open sums of at least " + secure.getGroupMin()));
        }
        for (GroupOpening opening : openings(round)) {
            facts.add(Output.fact(
                    "Group " + opening.getGroup(),
                    "sum of " + String.join(", ", opening.getParticipants())
                            + (opening.getMembers().isEmpty()
                                    ? ""
                                    : ", opened by " + String.join(", ", opening.getMembers()))));
        }
        return facts;
    }

    private static List<GroupOpening> openings(RoundView round) {
        return round.verdict().map(verdict -> verdict.getOpenings()).orElse(List.of());
    }

    private static String backend(SecureRound secure) {
        return secure.getBackend().name().toLowerCase(Locale.ROOT);
    }
}
