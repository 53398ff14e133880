package org.gatepost.workbench.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;

/**
 * Debian's nsd with the zones {@code test}, {@code signed.test} (signed, and vouched for by its parent) and {@code plain.test} (not signed), and before it
 * Debian's unbound, which validates. The zones are files of the tests' resources.
 */
final class NameServers implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final List<String> ZONES = List.of("test.zone", "signed.test.zone", "plain.test.zone");

    private final OwnRoot authority;
    private final OwnRoot resolver;
    private final int port;

    /** @param values what stands for names in zones and configurations */
    NameServers(Path under, Map<String, String> values) throws Exception {
        Unpacked programs = Unpacked.of(under, "names", "nsd", "unbound", "ldnsutils");
        port = Integer.parseInt(values.get("UNBOUND"));
        authority = new OwnRoot(under, "nsd", programs).fill("etc/nsd/nsd.conf", "nsd.conf", values).fill("etc/zones/sign.sh", "sign.sh", Map.of());
        for (String zone : ZONES) {
            authority.fill("etc/zones/" + zone, zone, values);
        }
        authority.run("sh", "/etc/zones/sign.sh", "/etc/zones");
        resolver = new OwnRoot(under, "unbound", programs).fill("etc/unbound/unbound.conf", "unbound.conf", values)
                .write("etc/unbound/anchor.key", authority.log("etc/zones/anchor.key"));
        authority.start("nsd", "-d", "-c", "/etc/nsd/nsd.conf");
        resolver.start("unbound", "-d", "-c", "/etc/unbound/unbound.conf");
        Eventually.get("the validating resolver answers", START_MAX, this::answer, said -> said.contains("rcode: NOERROR") && said.contains(" ad "));
    }

    private String answer() throws IOException, InterruptedException {
        return Program.run(START_MAX, List.of("drill", "-D", "-p", Integer.toString(port), "MX", "@127.0.0.1", "postfix.signed.test")).output();
    }

    @Override
    public void close() {
        resolver.close();
        authority.close();
    }
}
