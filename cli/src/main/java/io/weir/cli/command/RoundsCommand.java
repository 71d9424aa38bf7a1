package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir rounds}. */
@Command(
        name = "rounds",
        description = "Rounds: who took part, who was admitted, who was refused and why.",
        subcommands = {RoundsCommand.ListAll.class, RoundsCommand.Describe.class})
final class RoundsCommand extends GroupCommand {

    private static List<RoundView> read(ConnectionOptions connections, Connection connection) {
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.settings(connections.federation());
            return RoundViews.read(connection, connections.topics(), admin.topics());
        }
    }

    /** {@code weir rounds list}. */
    @Command(
            name = "list",
            description = "Lists a federation's rounds.",
            footer = {"", "Example:", "  weir rounds list --federation cards"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            String federation = connections.federation();
            List<RoundView> rounds = read(connections, connections.checked());
            output.print(
                    () -> {
                        ObjectNode document =
                                JsonNodeFactory.instance.objectNode().put("federation", federation);
                        ArrayNode array = document.putArray("rounds");
                        rounds.forEach(round -> RoundJson.summary(array.addObject(), round));
                        return document;
                    },
                    () -> RoundText.list(rounds));
            return ExitStatus.DONE;
        }
    }

    /** {@code weir rounds describe}. */
    @Command(
            name = "describe",
            description =
                    "Shows one round: participants with norms and reasons, flags, which updates were alike, the cut, timings,"
                            + " refused records.",
            footer = {"", "Example:", "  weir rounds describe 7 --federation cards"})
    static final class Describe implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "ROUND", description = "The round's number.")
        private long number;

        @Override
        public Integer call() {
            String federation = connections.federation();
            Connection connection = connections.checked();
            List<RoundView> rounds = read(connections, connection);
            RoundView round = rounds.stream()
                    .filter(candidate -> candidate.round() == number)
                    .findFirst()
                    .orElseThrow(() -> CommandException.failed("federation '" + federation + "' has no round " + number
                            + ": "
                            + (rounds.isEmpty()
                                    ? "none was opened yet; are `weir aggregator` and `weir publisher` running?"
                                    : "there are " + rounds.get(0).round() + " to "
                                            + rounds.get(rounds.size() - 1).round())));
            Comparison compared = Comparison.read(connection, connections.topics(), round);
            output.print(() -> RoundJson.whole(round, compared), () -> RoundText.whole(round, compared));
            return ExitStatus.DONE;
        }
    }
}
