package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;

/** The container engine of this machine. */
final class Engine {
    /** Environment variable: {@code required} makes a missing engine a failure; otherwise tests are left out. */
    private static final String REQUIREMENT = "WEIR_TEST_CONTAINERS";

    static final String MISSING = "no container engine answers: start one, or point DOCKER_HOST to it";

    private static final int ORDERLY_END_SECONDS = 30;

    private Engine() {}

    static boolean isRequired() {
        return "required".equals(System.getenv(REQUIREMENT));
    }

    static boolean answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Fails where no engine answers; {@link RequiresEngine} leaves tests out before, unless one is required. */
    static void require() {
        assertThat(answers()).as("%s (%s=required)", MISSING, REQUIREMENT).isTrue();
    }

    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    /** As {@code docker stop}: SIGTERM, and what was written stays in the container. */
    static void stop(String container) {
        client().stopContainerCmd(container).withTimeout(ORDERLY_END_SECONDS).exec();
    }

    /** As {@code docker start}. */
    static void start(String container) {
        client().startContainerCmd(container).exec();
    }

    static void pause(String container) {
        client().pauseContainerCmd(container).exec();
    }

    static void unpause(String container) {
        client().unpauseContainerCmd(container).exec();
    }

    /** Pulls the cable: the container runs on without any network. */
    static void disconnect(String container, String network) {
        client().disconnectFromNetworkCmd()
                .withContainerId(container)
                .withNetworkId(network)
                .exec();
    }

    static void connect(String container, String network) {
        client().connectToNetworkCmd()
                .withContainerId(container)
                .withNetworkId(network)
                .exec();
    }
}
