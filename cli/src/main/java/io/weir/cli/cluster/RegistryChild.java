package io.weir.cli.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the registry's own process: runs the registry, and ends when standard input ends. The parent holds
 * the other end of that pipe and the system closes it with the parent, even after a kill -9, so that no registry
 * outlives its owner. Has nothing but the registry's class path and this class.
 */
final class RegistryChild {
    private static final String REGISTRY_MAIN = "io.quarkus.runner.GeneratedMain";
    private static final long ORDERLY_EXIT_MS = 5_000;

    private RegistryChild() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        daemon("parent-watch", RegistryChild::exitWithParent);
        Class.forName(REGISTRY_MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static void exitWithParent() {
        awaitEnd(System.in);
        daemon("exit-watch", RegistryChild::haltWhenStuck);
        System.exit(0);
    }

    private static void awaitEnd(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("parent's pipe broke: " + e);
        }
    }

    private static void haltWhenStuck() {
        try {
            new CountDownLatch(1).await(ORDERLY_EXIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
