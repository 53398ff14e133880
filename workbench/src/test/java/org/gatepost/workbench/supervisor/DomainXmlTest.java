package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a domain as Payara writes it. */
class DomainXmlTest {

    private static final String FRESH = """
            <domain><configs>
              <config name="default-config"><phone-home-runtime-configuration/></config>
              <config name="server-config">
                <phone-home-runtime-configuration phone-home-id="1"/>
                <admin-service><das-config/></admin-service>
                <notification-service-configuration enabled="true"/>
                <ejb-container><ejb-timer-service/></ejb-container>
                <java-config>
                  <jvm-options>-Xmx512m</jvm-options>
                  <jvm-options>[24|]--enable-native-access=ALL-UNNAMED</jvm-options>
                  <jvm-options>[GraalVM-11|]-Dnot.ours=true</jvm-options>
                  <jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options>
                  <jvm-options>-Dorg.glassfish.additionalOSGiBundlesToStart=org.apache.felix.shell.remote,org.apache.felix.fileinstall</jvm-options>
                  <jvm-options>-Dfelix.fileinstall.dir=${com.sun.aas.installRoot}/modules/autostart/</jvm-options>
                  <jvm-options>-Djava.security.policy=${com.sun.aas.instanceRoot}/config/server.policy</jvm-options>
                </java-config>
              </config>
            </configs></domain>""";

    @TempDir
    private Path directory;

    private DomainXml fresh() throws IOException {
        Path file = directory.resolve("domain.xml");
        Files.writeString(file, FRESH);
        return new DomainXml(file);
    }

    private String listening() throws IOException {
        DomainXml xml = fresh();
        xml.listenOnlyOn("127.0.0.1", 8181, 24_848);
        xml.save();
        return Files.readString(directory.resolve("domain.xml"));
    }

    @Test
    void nobodyIsToldThatWeRunAndNoDirectoryIsWatched() throws Exception {
        String ours = listening().replaceAll("(?s).*<config name=\"server-config\">", "");
        assertTrue(ours.matches("(?s).*<phone-home-runtime-configuration[^>]* ?enabled=\"false\".*"), ours);
        assertTrue(ours.contains("<das-config autodeploy-enabled=\"false\" dynamic-reload-enabled=\"false\"/>"), ours);
        assertTrue(ours.contains("<notification-service-configuration enabled=\"false\"/>"), ours);
        assertTrue(ours.contains("<ejb-timer-service ejb-timer-service=\"None\"/>"), ours);
    }

    @Test
    void theSameEditsMadeTwiceChangeNothing() throws Exception {
        String once = listening();
        DomainXml again = new DomainXml(directory.resolve("domain.xml"));
        again.listenOnlyOn("127.0.0.1", 8181, 24_848);
        again.save();
        assertEquals(once, Files.readString(directory.resolve("domain.xml")));
    }

    @Test
    void theVirtualMachineIsGivenOurHeapAndNoShell() throws Exception {
        List<String> options = fresh().jvmOptions(Path.of("/opt/payara"), Path.of("/srv/domain"), "768m");
        assertTrue(options.containsAll(List.of("-Xms768m", "-Xmx768m", "--enable-native-access=ALL-UNNAMED", "-Djava.security.policy=/srv/domain/config/server.policy")), options::toString);
        assertFalse(options.stream().anyMatch(option -> option.matches("-Xmx512m|.*not\\.ours.*|.*shell.*|.*fileinstall.*")), options::toString);
    }
}
