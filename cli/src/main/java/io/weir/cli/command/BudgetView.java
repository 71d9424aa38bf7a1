package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.federation.BudgetAccounts.Account;
import io.weir.cli.report.Numbers;
import io.weir.cli.report.TextTable;
import java.util.List;
import java.util.Locale;

/** Shows what participants have spent of their privacy budgets, as far as their signed records say. */
final class BudgetView {
    private BudgetView() {}

    static ObjectNode json(ObjectNode document, List<Account> accounts) {
        ArrayNode array = document.putArray("privacySpent");
        for (Account spent : accounts) {
            ObjectNode node = array.addObject()
                    .put("participant", spent.participant())
                    .put("level", name(spent))
                    .put("epsilon", spent.epsilon())
                    .put("budget", spent.budget())
                    .put("addsUp", spent.addsUp());
            spent.record().ifPresent(record -> node.put("lastRound", record.getLastRound()));
        }
        return document;
    }

    static String text(List<Account> accounts) {
        if (accounts.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(List.of(
                Output.left("Participant"),
                Output.left("Of"),
                Output.right("Epsilon spent"),
                Output.right("Budget"),
                Output.right("Last round"),
                Output.left("Recomputed")));
        for (Account spent : accounts) {
            Output.row(
                    table,
                    spent.participant(),
                    name(spent),
                    Numbers.roundedUp(spent.epsilon()),
                    Numbers.significant(spent.budget()),
                    spent.record()
                            .map(record -> String.valueOf(record.getLastRound()))
                            .orElse("none"),
                    spent.addsUp() ? "agrees" : "DIFFERS");
        }
        return "\n" + Output.render(table);
    }

    private static String name(Account account) {
        return account.level().name().toLowerCase(Locale.ROOT);
    }
}
