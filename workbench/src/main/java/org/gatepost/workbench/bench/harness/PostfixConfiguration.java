package org.gatepost.workbench.bench.harness;

import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * How the peer is configured. The settings are part of what the figures mean: all of Debian's defaults but for what makes it a relay for
 * example.com that asks no DNS, what lifts its rate limits, and more processes and parallel deliveries than its defaults, which favours it.
 *
 * @param directory of the private instance; {@code etc}, {@code queue} and {@code data} lie in it
 * @param port where it listens on 127.0.0.1
 * @param sinkPort where it relays to on 127.0.0.1
 * @param transport {@code smtp} or {@code lmtp}
 * @param milters as {@code smtpd_milters}; empty for none
 */
record PostfixConfiguration(Path directory, int port, int sinkPort, String transport, String milters) {

    private static final int SERVICE_COLUMNS = 8;
    private static final int CHROOT_COLUMN = 4;

    /** Postfix writes its log only below one of its maillog_file_prefixes. */
    Path log() {
        return Path.of("/var/log/postfix-bench-" + port + ".log");
    }

    String mainCf() {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %2$s
                maillog_file_prefixes = /var
                syslog_name = postfix-bench-%3$d
                myhostname = mx.test
                mydestination =
                relay_domains = example.com
                transport_maps = inline:{example.com=%4$s:[127.0.0.1]:%5$d}
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                disable_dns_lookups = yes
                smtp_host_lookup = native
                smtpd_peername_lookup = no
                smtpd_recipient_restrictions = permit_mynetworks, reject
                smtpd_client_connection_rate_limit = 0
                smtpd_client_connection_count_limit = 0
                in_flow_delay = 0
                default_process_limit = 200
                default_destination_concurrency_limit = 50
                initial_destination_concurrency = 20
                qmgr_message_active_limit = 40000
                qmgr_message_recipient_limit = 40000
                message_size_limit = 104857600
                smtpd_milters = %6$s
                milter_default_action = tempfail
                """.formatted(directory, log(), port, transport, sinkPort, milters);
    }

    /** Postfix's own master.cf with every service out of its chroot jail and the listener on our port. */
    String masterCf(String template) {
        return template.lines().map(this::service).collect(Collectors.joining("\n", "", "\n"));
    }

    private String service(String line) {
        String[] columns = line.split("\\s+");
        if (line.isEmpty() || !Character.isLowerCase(line.charAt(0)) || columns.length < SERVICE_COLUMNS) {
            return line;
        }
        if (columns[0].equals("smtp") && columns[1].equals("inet")) {
            columns[0] = "127.0.0.1:" + port;
        }
        columns[CHROOT_COLUMN] = "n";
        return String.join(" ", columns);
    }
}
