package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.ExitStatus;
import io.weir.cli.command.doctor.ClusterChecks;
import io.weir.cli.command.doctor.Finding;
import io.weir.cli.command.doctor.MachineChecks;
import io.weir.cli.command.doctor.RegistryCheck;
import io.weir.cli.federation.Connection;
import io.weir.cli.report.TextTable;
import io.weir.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir doctor}. */
@Command(
        name = "doctor",
        description = "Checks what Weir needs: Java, memory, disk, ports, the broker and its version, the registry, the"
                + " federation's topics and permissions; says what to do. A broker or registry that is not named and not"
                + " there is a warning only.",
        footer = {
            "",
            "Examples:",
            "  weir doctor",
            "  weir doctor --bootstrap-server kafka:9092 --command-config client.properties --federation cards --json",
            "",
            "Exit status: 1 if a check failed."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int BROKER_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;

    @Mixin
    private ConnectionOptions connections;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Topics topics = new Topics(connections.federation());
        Connection connection = connections.connection();
        List<Finding> findings = new ArrayList<>(machine(connection));
        try (AdminFacts facts = new AdminFacts(connection)) {
            findings.addAll(
                    new ClusterChecks(connection.bootstrapServers(), connections.namesBroker(), topics).run(facts));
        }
        findings.add(RegistryCheck.run(
                connection.schemaRegistryUrl(),
                connections.namesRegistry(),
                () -> Reachability.registryKnowsWeir(connection)));
        boolean failed = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL);
        output.print(() -> json(findings, !failed), () -> text(findings));
        return failed ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private static List<Finding> machine(Connection connection) {
        return List.of(
                MachineChecks.java(
                        Runtime.version().feature(), Runtime.version().toString()),
                MachineChecks.memory(
                        MachineChecks.physicalBytes(), Runtime.getRuntime().maxMemory()),
                MachineChecks.temporary(Path.of(System.getProperty("java.io.tmpdir"))),
                MachineChecks.port(
                        "broker",
                        BROKER_PORT,
                        connection.bootstrapServers().contains(":" + BROKER_PORT),
                        "--port",
                        MachineChecks::isFree),
                MachineChecks.port(
                        "registry",
                        REGISTRY_PORT,
                        connection.schemaRegistryUrl().contains(":" + REGISTRY_PORT),
                        "--registry-port",
                        MachineChecks::isFree),
                MachineChecks.registryDistribution(MachineChecks::findDistribution));
    }

    private static ObjectNode json(List<Finding> findings, boolean ok) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("ok", ok);
        ArrayNode checks = document.putArray("checks");
        findings.forEach(finding -> checks.addObject()
                .put("check", finding.check())
                .put("status", finding.status().name())
                .put("detail", finding.detail())
                .put("advice", finding.advice()));
        return document;
    }

    private static String text(List<Finding> findings) {
        TextTable table = new TextTable(List.of(Output.left("Status"), Output.left("Check"), Output.wide("Found")));
        for (Finding finding : findings) {
            String advice = finding.advice().isEmpty() ? "" : " -> " + finding.advice();
            Output.row(table, finding.status(), finding.check(), finding.detail() + advice);
        }
        return Output.render(table);
    }
}
