package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.BudgetAccounts;
import io.weir.cli.federation.FederationAdmin;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ParticipantEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir federation}. */
@Command(
        name = "federation",
        description = "Federations and their settings.",
        subcommands = {
            FederationCreateCommand.class,
            FederationCommand.Describe.class,
            FederationCommand.ListAll.class,
            FederationCommand.Pause.class,
            FederationCommand.Resume.class,
            FederationAggregatorsCommand.class
        })
final class FederationCommand extends GroupCommand {

    /** {@code weir federation describe}. */
    @Command(
            name = "describe",
            description =
                    "Shows a federation's settings and participants, and what each has spent of its privacy budget.",
            footer = {"", "Example:", "  weir federation describe --federation cards"})
    static final class Describe implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            FederationSettings settings;
            List<ParticipantEntry> participants;
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                settings = admin.settings(connections.federation());
                participants = admin.participants(connections.federation());
            }
            List<BudgetAccounts.Account> spent = BudgetAccounts.read(connections.checked(), settings, participants);
            output.print(
                    () -> BudgetView.json(SettingsView.json(settings, participants), spent),
                    () -> SettingsView.text(settings, participants) + BudgetView.text(spent));
            return ExitStatus.DONE;
        }
    }

    /** {@code weir federation list}. */
    @Command(
            name = "list",
            description = "Lists the federations of a cluster.",
            footer = {"", "Example:", "  weir federation list --json"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            List<String> names;
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                names = admin.list();
            }
            output.print(() -> json(names), () -> text(names));
            return ExitStatus.DONE;
        }

        private static ObjectNode json(List<String> names) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            ArrayNode federations = document.putArray("federations");
            names.forEach(federations::add);
            return document;
        }

        private static String text(List<String> names) {
            return names.isEmpty()
                    ? "There is no federation: `weir federation create` makes one.\n"
                    : String.join("\n", names) + "\n";
        }
    }

    /** {@code weir federation pause}. */
    @Command(
            name = "pause",
            description = "Opens no further rounds. A round that is open goes on.",
            footer = {"", "Example:", "  weir federation pause --federation cards"})
    static final class Pause extends SetState {
        Pause() {
            super(FederationState.PAUSED);
        }
    }

    /** {@code weir federation resume}. */
    @Command(
            name = "resume",
            description = "Opens rounds again.",
            footer = {"", "Example:", "  weir federation resume --federation cards"})
    static final class Resume extends SetState {
        Resume() {
            super(FederationState.ACTIVE);
        }
    }

    /** Writes a federation's state. */
    abstract static class SetState implements Callable<Integer> {
        private final FederationState state;

        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        SetState(FederationState state) {
            this.state = state;
        }

        @Override
        public Integer call() {
            String federation = connections.federation();
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                admin.setState(federation, state);
            }
            output.print(
                    () -> JsonNodeFactory.instance
                            .objectNode()
                            .put("federation", federation)
                            .put("state", state.name()),
                    () -> "Federation " + federation + " is now " + state + ".\n");
            return ExitStatus.DONE;
        }
    }
}
