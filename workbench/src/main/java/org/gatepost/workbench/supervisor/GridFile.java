package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.gatepost.workbench.files.Secrets;

/**
 * What Payara's data grid (Hazelcast) is told: one port on loopback, the members of GATEPOST_GRID_MEMBERS and nobody else, and short patience with one that is
 * gone.
 */
public final class GridFile {

    /** Each holds its part of every table's bound: few, so that a small table forgets nothing before it is nearly full. */
    private static final int PARTITIONS = 13;

    private GridFile() {
    }

    /**
     * The configuration, in YAML.
     *
     * @param members {@code host:port}, ourselves among them or not
     * @param secret what all nodes know and nobody else: a member that does not is not let in
     */
    public static String text(int port, List<String> members, String secret) {
        StringBuilder text = new StringBuilder("""
                hazelcast:
                  cluster-name: gatepost-%s
                  properties:
                    hazelcast.phone.home.enabled: false
                    hazelcast.socket.bind.any: false
                    hazelcast.partition.count: %d
                    hazelcast.heartbeat.interval.seconds: 1
                    hazelcast.max.no.heartbeat.seconds: 5
                    hazelcast.operation.call.timeout.millis: 2000
                    hazelcast.merge.first.run.delay.seconds: 10
                    hazelcast.merge.next.run.delay.seconds: 10
                    hazelcast.wait.seconds.before.join: 1
                    hazelcast.logging.type: jdk
                  network:
                    port:
                      port: %d
                      auto-increment: false
                    join:
                      auto-detection:
                        enabled: false
                      multicast:
                        enabled: false
                      tcp-ip:
                        enabled: true
                        connection-timeout-seconds: 2
                        member-list:
                """.formatted(digest(secret), PARTITIONS, port));
        members.forEach(member -> text.append("          - ").append(member).append('\n'));
        return text.append("""
                    interfaces:
                      enabled: true
                      interfaces:
                        - 127.0.0.1
                """).toString();
    }

    static void write(Path file, int port, List<String> members, String secret) throws IOException {
        Secrets.writePrivately(file, text(port, members, secret));
    }

    private static String digest(String secret) {
        try {
            byte[] octets = MessageDigest.getInstance("SHA-256").digest(("data grid " + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(octets, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
