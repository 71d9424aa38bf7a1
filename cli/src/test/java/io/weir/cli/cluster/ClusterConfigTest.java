package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    @Test
    void portOutOfRangeIsRefusedWithKeyValueAndRange() {
        assertThatThrownBy(() -> ClusterConfig.defaults().withBrokerPort(65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("brokerPort = 65536 is not a port; allowed is 1 to 65535, or 0 for a free one");
    }

    @Test
    void samePortForBothIsRefused() {
        assertThatThrownBy(() -> ClusterConfig.defaults().withBrokerPort(9092).withRegistryPort(9092))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brokerPort = 9092");
    }

    @Test
    void deadlineOfZeroIsRefused() {
        assertThatThrownBy(() -> ClusterConfig.defaults().withDeadlineMs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadlineMs = 0");
    }

    @Test
    void settingsThatMakeTheSingleNodeAreRefused() {
        assertThatThrownBy(() -> BrokerConfig.defaults().withProperties(Map.of("node.id", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'node.id' = '7'");
    }
}
