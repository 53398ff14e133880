package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryYamlConfig;

/** What the data grid understands of its file. */
class GridFileTest {

    private static Config read(String secret) {
        return new InMemoryYamlConfig(GridFile.text(25_900, List.of("127.0.0.1:25900", "127.0.0.1:25901"), secret));
    }

    @Test
    void t09OnlyMembersOnLoopbackThatKnowTheSecretMeet() {
        Config config = read("secret");
        assertEquals(25_900, config.getNetworkConfig().getPort());
        assertFalse(config.getNetworkConfig().isPortAutoIncrement());
        assertFalse(config.getNetworkConfig().getJoin().getMulticastConfig().isEnabled());
        assertEquals(List.of("127.0.0.1:25900", "127.0.0.1:25901"), config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers());
        assertEquals(List.of("127.0.0.1"), List.copyOf(config.getNetworkConfig().getInterfaces().getInterfaces()));
        assertEquals("false", config.getProperty("hazelcast.socket.bind.any"));
        assertEquals(config.getClusterName(), read("secret").getClusterName());
        assertNotEquals(config.getClusterName(), read("another").getClusterName());
        assertFalse(config.getClusterName().contains("secret"));
    }
}
