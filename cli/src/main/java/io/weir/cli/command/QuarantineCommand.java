package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.wire.QuarantineRecord;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir quarantine}. */
@Command(
        name = "quarantine",
        description = "What was refused.",
        subcommands = {QuarantineCommand.ListAll.class})
final class QuarantineCommand extends GroupCommand {

    /** {@code weir quarantine list}. */
    @Command(
            name = "list",
            description = "Lists refused records: from whom, why, and where they lie.",
            footer = {"", "Example:", "  weir quarantine list --federation cards --participant bank-c"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Option(names = "--round", paramLabel = "N", description = "Only those of this round.")
        private Long round;

        @Option(names = "--participant", paramLabel = "NAME", description = "Only those of this participant.")
        private String participant;

        @Override
        public Integer call() {
            String federation = connections.federation();
            Connection connection = connections.checked();
            try (FederationAdmin admin = new FederationAdmin(connection)) {
                admin.settings(federation);
            }
            List<QuarantineRecord> records =
                    RoundViews.values(connection, connections.topics().quarantine(), QuarantineRecord.class).stream()
                            .filter(this::isWanted)
                            .toList();
            output.print(() -> json(federation, records), () -> text(records));
            return ExitStatus.DONE;
        }

        private boolean isWanted(QuarantineRecord record) {
            return (round == null || record.getRound() == round)
                    && (participant == null || participant.equals(record.getParticipant()));
        }

        private static ObjectNode json(String federation, List<QuarantineRecord> records) {
            ObjectNode document = JsonNodeFactory.instance.objectNode().put("federation", federation);
            ArrayNode array = document.putArray("records");
            records.forEach(record -> RoundJson.quarantined(array.addObject(), record));
            return document;
        }

        private static String text(List<QuarantineRecord> records) {
            return records.isEmpty() ? "Nothing was refused.\n" : RoundText.quarantine(records);
        }
    }
}
