package io.weir.cli.bench;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The measured aggregator's process: starts and stops instances as its standard input says, so that its Java machine
 * stays warm from round to round and its memory is its own. Ends with its input.
 */
final class AggregatorHost {
    /** The federation's name follows. */
    static final String START = "start ";

    static final String STOP = "stop";
    static final String MEMORY = "memory";
    /** Asks to answer when nothing is being compiled. */
    static final String SETTLE = "settle";

    static final String SETTLED = "settled";
    static final String RUNNING = "running";
    static final String STOPPED = "stopped";
    /** Begins every answer: agents may print to the same stream. */
    static final String ANSWER = "weir-bench ";

    private final Map<String, Object> config;
    private AggregatorApplication aggregator;

    private AggregatorHost(Map<String, Object> config) {
        this.config = config;
    }

    /** Arguments are settings, KEY=VALUE. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Object> config = new HashMap<>();
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            config.put(argument.substring(0, split), argument.substring(split + 1));
        }
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        new AggregatorHost(config)
                .serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), answers);
    }

    private void serve(BufferedReader commands, PrintStream answers) throws IOException, InterruptedException {
        try {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(ANSWER + obey(command));
                answers.flush();
            }
        } finally {
            stop();
        }
    }

    private String obey(String command) throws InterruptedException {
        if (command.startsWith(START)) {
            start(command.substring(START.length()));
            return RUNNING;
        }
        switch (command) {
            case STOP -> {
                stop();
                return STOPPED;
            }
            case SETTLE -> {
                CompilerThreads.awaitQuiet();
                return SETTLED;
            }
            case MEMORY -> {
                return String.valueOf(ResidentMemory.peakBytes());
            }
            default -> throw new IllegalArgumentException("unknown command '" + command + "'");
        }
    }

    private void start(String federation) throws InterruptedException {
        config.put(AggregatorConfig.FEDERATION, federation);
        aggregator = new AggregatorApplication(AggregatorConfig.from(config));
        aggregator.start();
        while (aggregator.state() != KafkaStreams.State.RUNNING) {
            if (aggregator.await(0)) {
                throw new IllegalStateException("the aggregator ended before it ran: it is " + aggregator.state());
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    private void stop() {
        if (aggregator != null) {
            aggregator.close();
            aggregator = null;
        }
    }
}
