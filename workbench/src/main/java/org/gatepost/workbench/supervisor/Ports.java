package org.gatepost.workbench.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The ports of one Gatepost: the contract's defaults, moved by GATEPOST_PORT_OFFSET, or as each setting says. */
public record Ports(int smtp, int submission, int submissions, int https, int ldap, int lmtp, int remote, int db, int grid, int admin) {

    private static final int GREATEST = 65_535;

    /**
     * Reads the ports from {@code settings} (a setting's value or the empty string).
     *
     * @throws StartRefused if one is no port, or two are the same
     */
    static Ports from(Function<String, String> settings) {
        String text = settings.apply("GATEPOST_PORT_OFFSET");
        int offset = text.isEmpty() ? 0 : number("GATEPOST_PORT_OFFSET", text, 0);
        Map<Integer, String> taken = new LinkedHashMap<>();
        return new Ports(
                port(settings, "GATEPOST_SMTP_PORT", 2525 + offset, taken), port(settings, "GATEPOST_SUBMISSION_PORT", 2587 + offset, taken),
                port(settings, "GATEPOST_SUBMISSIONS_PORT", 2465 + offset, taken), port(settings, "GATEPOST_HTTPS_PORT", 8181 + offset, taken),
                port(settings, "GATEPOST_DEMO_LDAP_PORT", 1389 + offset, taken), port(settings, "GATEPOST_DEMO_LMTP_PORT", 2424 + offset, taken),
                port(settings, "GATEPOST_DEMO_REMOTE_PORT", 2526 + offset, taken), port(settings, "GATEPOST_DB_PORT", 25_432 + offset, taken),
                port(settings, "GATEPOST_GRID_PORT", 25_900 + offset, taken), port(settings, "GATEPOST_ADMIN_PORT", 24_848 + offset, taken));
    }

    private static int port(Function<String, String> settings, String setting, int otherwise, Map<Integer, String> taken) {
        String text = settings.apply(setting);
        int port = number(setting, text.isEmpty() ? String.valueOf(otherwise) : text, 1);
        String other = taken.put(port, setting);
        if (other != null) {
            throw new StartRefused(setting + " and " + other + " are both " + port);
        }
        return port;
    }

    private static int number(String setting, String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= GREATEST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new StartRefused(setting + " is not a port number: " + text, e);
        }
        throw new StartRefused(setting + " is not between " + least + " and " + GREATEST + ": " + text);
    }
}
