package org.gatepost.ee.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.gatepost.smtp.listener.PortNotice;
import org.gatepost.smtp.protocol.IpAddress;
import org.junit.jupiter.api.Test;

class OpenPortsTest {

    private final OpenPorts ports = new OpenPorts();

    @Test
    void noPortIsNoOpenPortAndOneThatIsClosedIsEnough() {
        assertFalse(ports.areOpen());
        tell("smtp", 25, false);
        assertFalse(ports.areOpen());
        tell("smtp", 25, true);
        assertTrue(ports.areOpen());
        tell("submission", 587, false);
        assertFalse(ports.areOpen());
        assertEquals(Map.of("smtp 192.0.2.1:25", true, "submission 192.0.2.1:587", false), ports.each());
    }

    private void tell(String listener, int port, boolean open) {
        ports.told(new PortNotice(listener, IpAddress.parse("192.0.2.1"), port, open));
    }
}
