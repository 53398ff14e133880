package org.gatepost.workbench.bench.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class DomainWithoutApplicationTest {

    @Test
    void theApplicationAndTheReferenceToItAreTakenAway() {
        assertEquals("<domain><servers><server name=\"server\"><resource-ref ref=\"x\"/></server></servers><applications/></domain>", DomainWithoutApplication.xml(
                "<domain><servers><server name=\"server\"><application-ref ref=\"gatepost\" virtual-servers=\"server\"/><resource-ref ref=\"x\"/></server></servers>"
                        + "<applications>\n<application name=\"gatepost\"><module name=\"a\"/></application>\n</applications></domain>"));
    }

    @Test
    void referencesToPayarasOwnStay() {
        String own = "<domain><application-ref ref=\"__admingui\"/></domain>";
        assertEquals(own, DomainWithoutApplication.xml(own));
    }

    @Test
    void anEmptyListOfApplicationsStays() {
        assertEquals("<domain><applications/><x/></domain>", DomainWithoutApplication.xml("<domain><applications/><x/></domain>"));
    }

    @Test
    void theCommandIsTheSameElsewhereWithoutTheCacheThatIsOurDoing() {
        assertEquals(List.of("java", "-Xmx1g", "-Droot=/w/bare/payara"), DomainWithoutApplication.command(
                List.of("java", "-Xmx1g", "-XX:AOTCache=/w/gatepost/aot/server.aot", "-Droot=/w/gatepost/payara"), Path.of("/w/gatepost"), Path.of("/w/bare")));
    }
}
