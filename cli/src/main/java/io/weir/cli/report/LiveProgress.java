package io.weir.cli.report;

import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says what a run is doing while it runs. On a terminal the last line is rewritten and shows how long the phase has
 * taken; elsewhere each event is a line, and the frequent ones are thinned out. Safe for use by several threads.
 */
public final class LiveProgress implements AutoCloseable {
    private static final long REDRAW_MS = 100;
    private static final long LINE_INTERVAL_MS = 1000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private Runnable stopTicker = () -> {};

    private String phase = "";
    private String status = "";
    private String printed = "";
    private long phaseStart;
    private long lastDrawn;

    /** Reports to the given stream, usually standard error. */
    public LiveProgress(PrintStream out, Terminal terminal) {
        this(out, terminal, System::nanoTime);
        if (terminal.interactive()) {
            Timer ticker = new Timer("weir-progress", true);
            TimerTask redraw = new TimerTask() {
                @Override
                public void run() {
                    tick();
                }
            };
            ticker.schedule(redraw, REDRAW_MS, REDRAW_MS);
            stopTicker = ticker::cancel;
        }
    }

    LiveProgress(PrintStream out, Terminal terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.lastDrawn = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(LINE_INTERVAL_MS);
    }

    /** The run enters a new phase, such as "starting broker and registry"; the one before is done. */
    public synchronized void phase(String text) {
        finish("[ok] ");
        phase = Text.clean(text);
        status = phase;
        phaseStart = nanoTime.getAsLong();
        if (terminal.interactive()) {
            draw();
        } else {
            line(phase);
        }
    }

    /** Where the phase stands. Replaces the status before; may be left out when it comes too soon after another. */
    public synchronized void status(String text) {
        status = Text.clean(text);
        if (status.equals(printed) || sinceDrawnMs() < (terminal.interactive() ? REDRAW_MS : LINE_INTERVAL_MS)) {
            return;
        }
        if (terminal.interactive()) {
            draw();
        } else {
            line(status);
        }
    }

    /** The status of a round that collects updates. */
    public void updates(long round, long rounds, int received, int expected) {
        status("round " + round + "/" + rounds + ": " + received + " of " + expected + " updates");
    }

    /** Something that stays on the screen and is never left out, such as a finished round or a warning. */
    public synchronized void event(String text) {
        if (terminal.interactive()) {
            out.print(CLEAR_LINE);
        }
        line(Text.clean(text));
        if (terminal.interactive() && !phase.isEmpty()) {
            draw();
        }
    }

    /** The last phase is done. */
    public synchronized void done() {
        finish("[ok] ");
    }

    /** Stops. A phase that is not done by now is marked as such, so that one sees where the run ended. */
    @Override
    public synchronized void close() {
        stopTicker.run();
        finish("[--] ");
    }

    /** Redraws, so that elapsed time moves and a status that came too soon is shown after all. */
    synchronized void tick() {
        if (terminal.interactive() && !phase.isEmpty()) {
            draw();
        }
    }

    private void finish(String mark) {
        if (terminal.interactive() && !phase.isEmpty()) {
            out.print(CLEAR_LINE);
            line(mark + timed(phase, mark.length()));
        }
        phase = "";
        status = "";
    }

    private void draw() {
        String mark = "[..] ";
        out.print(CLEAR_LINE + mark + timed(status, mark.length()));
        out.flush();
        printed = status;
        lastDrawn = nanoTime.getAsLong();
    }

    private void line(String text) {
        out.println(text);
        out.flush();
        printed = text;
        lastDrawn = nanoTime.getAsLong();
    }

    /** One column stays free: a full line would wrap and could not be rewritten. */
    private String timed(String text, int used) {
        double seconds = (nanoTime.getAsLong() - phaseStart) / 1e9;
        String time = " (" + Numbers.fixed(seconds, 1) + " s)";
        return Text.shorten(text, terminal.columns() - 1 - used - time.length()) + time;
    }

    private long sinceDrawnMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - lastDrawn);
    }
}
