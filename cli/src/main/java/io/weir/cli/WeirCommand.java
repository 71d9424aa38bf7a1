package io.weir.cli;

import io.weir.cli.command.Commands;
import io.weir.cli.report.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code weir} command. */
@Command(
        name = "weir",
        versionProvider = WeirCommand.Version.class,
        description = "Federated learning on Apache Kafka: models travel, data stays.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 a verification did not hold.",
            "",
            "Begin with `weir demo`: a whole federation on this machine.",
            "`weir COMMAND --help` explains a command; `weir doctor` finds what is missing."
        })
public final class WeirCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private WeirCommand() {}

    /** Runs the command and ends the process with its status. */
    public static void main(String[] args) {
        LogMode.install(args);
        System.exit(run(args));
    }

    private static int run(String... args) {
        Terminal out = Terminal.standardOutput();
        return commandLine(LogMode.isVerbose(args))
                .setColorScheme(CommandLine.Help.defaultColorScheme(out.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.max(80, Math.min(120, out.columns())))
                .execute(args);
    }

    /** The whole command, ready to execute. */
    static CommandLine commandLine(boolean verbose) {
        CommandLine root = new CommandLine(new WeirCommand());
        Commands.all().forEach(root::addSubcommand);
        addCommonOptions(root);
        root.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExecutionExceptionHandler(
                (failure, command, parsed) -> FailureReport.print(command.getErr(), failure, verbose));
        root.setParameterExceptionHandler((failure, arguments) -> wrongUsage(failure));
        return root;
    }

    /** Every command has them, at whatever level it stands. */
    private static void addCommonOptions(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Explain this command.")
                    .build());
        }
        if (spec.findOption(LogMode.VERBOSE) == null) {
            spec.addOption(OptionSpec.builder(LogMode.VERBOSE)
                    .type(boolean.class)
                    .arity("0")
                    .description("Log more, to standard error, and show where a failure comes from.")
                    .build());
        }
        command.getSubcommands().values().forEach(WeirCommand::addCommonOptions);
    }

    private static int wrongUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("weir: " + failure.getMessage().replaceFirst("^Error: ", ""));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        err.flush();
        return ExitStatus.USAGE;
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, for example `weir demo`");
    }

    /** The version that Maven gave the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "weir " + BuildVersion.read(),
                "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"
            };
        }
    }
}
