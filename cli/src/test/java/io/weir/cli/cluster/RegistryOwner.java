package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts a registry in the directory it is given, prints its process id, and waits to be killed. */
final class RegistryOwner {
    private RegistryOwner() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedRegistry registry =
                EmbeddedRegistry.start(RegistryConfig.defaults().withDataDir(Path.of(args[0])));
        System.out.println("registry pid " + registry.pid());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
