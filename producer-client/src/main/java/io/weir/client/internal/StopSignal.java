package io.weir.client.internal;

import java.util.ArrayList;
import java.util.List;

/** Asks the thread that runs a participant to stop, whatever it is waiting for. */
public final class StopSignal {
    /** What may be interrupted. */
    @FunctionalInterface
    interface Body<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    private final List<Runnable> wakers = new ArrayList<>();
    private boolean requested;

    /** Whether the thread shall stop. */
    public synchronized boolean requested() {
        return requested;
    }

    /** Stops the thread: wakes it from whatever registered a way to. */
    public synchronized void request() {
        requested = true;
        wakers.forEach(Runnable::run);
        notifyAll();
    }

    /** From now on, a request runs {@code waker}; at once, if there was one already. */
    synchronized void onRequest(Runnable waker) {
        wakers.add(waker);
        if (requested) {
            waker.run();
        }
    }

    synchronized void forget(Runnable waker) {
        wakers.remove(waker);
    }

    /** Runs what a request interrupts. The interrupt does not outlive it. */
    <T, E extends Exception> T interruptibly(Body<T, E> body) throws E, InterruptedException {
        Runnable waker = Thread.currentThread()::interrupt;
        onRequest(waker);
        try {
            return body.run();
        } finally {
            forget(waker);
            clearInterrupt();
        }
    }

    /** The interrupt was ours if there was a request, and is the caller's own otherwise. */
    private synchronized void clearInterrupt() {
        if (requested && Thread.interrupted()) {
            notifyAll();
        }
    }

    /** Waits, but no longer than until a request. */
    synchronized void await(long timeoutMs) throws InterruptedException {
        long end = System.nanoTime() + timeoutMs * 1_000_000;
        long leftMs = timeoutMs;
        while (!requested && leftMs > 0) {
            wait(leftMs);
            leftMs = (end - System.nanoTime()) / 1_000_000;
        }
    }
}
