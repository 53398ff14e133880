package org.gatepost.adapter.scanner;

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;

import org.gatepost.adapter.scanner.attachment.AttachmentScanner;
import org.gatepost.adapter.scanner.clamd.ClamdScanner;
import org.gatepost.adapter.scanner.command.CommandScanner;
import org.gatepost.adapter.scanner.icap.IcapScanner;
import org.gatepost.adapter.scanner.lmtp.LmtpScanner;
import org.gatepost.adapter.scanner.milter.MilterScanner;
import org.gatepost.adapter.scanner.rspamd.RspamdScanner;
import org.gatepost.adapter.scanner.spamd.SpamdScanner;
import org.gatepost.scan.PerRecipient;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerFactory;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.session.SteadyClock;

/** Makes the adapter of an engine by its protocol: here is where a new one is entered. Safe for use by many threads. */
public final class Engines implements ScannerFactory {

    /** What can be spoken. */
    public static final List<String> PROTOCOLS = List.of("clamd", "spamd", "rspamd", "icap", "milter", "lmtp", "smtp", "command", "attachment");
    private static final int RECIPIENTS_MAX = 100;
    /** The option that names a proxy. */
    private static final String SOCKS = "socks";
    private static final List<String> PROXIED = List.of("clamd", "spamd", "rspamd", "icap");

    private final InstantSource clock = Clock.systemUTC();
    private final InstantSource steadyClock = new SteadyClock();
    private final String hostname;

    /** For where nobody has to be told who we are. */
    public Engines() {
        this("localhost");
    }

    /** @param hostname our name, for engines that are told it */
    public Engines(String hostname) {
        this.hostname = hostname;
    }

    /** Whether an engine of that protocol has an address; the others are part of ours, or a program. */
    public static boolean isServer(String protocol) {
        return switch (protocol) {
            case "attachment", "command" -> false;
            default -> true;
        };
    }

    @Override
    public Scanner create(ScannerPolicy policy) {
        return policy.options().text(SOCKS).map(ScannerPolicy.Server::parse).map(proxy -> direct(proxied(policy, proxy))).orElseGet(() -> direct(policy));
    }

    private static ScannerPolicy proxied(ScannerPolicy policy, ScannerPolicy.Server proxy) {
        if (!PROXIED.contains(policy.protocol()) || proxy.path().isPresent()) {
            throw new IllegalArgumentException(SOCKS + " is host:port, for one of " + PROXIED);
        }
        return policy.through(proxy, SOCKS);
    }

    private Scanner direct(ScannerPolicy policy) {
        return switch (policy.protocol()) {
            case "clamd" -> new ClamdScanner(policy, clock);
            case "spamd" -> {
                policy.options().only("command", "field", "user", "recipients_max", "learn");
                yield each(policy, new SpamdScanner(policy));
            }
            case "rspamd" -> {
                policy.options().only("settings", "password", "reject", "greylist", "recipients_max", "learn");
                yield each(policy, new RspamdScanner(policy));
            }
            case "icap" -> new IcapScanner(policy);
            case "command" -> new CommandScanner(policy);
            case "attachment" -> new AttachmentScanner(policy);
            case "lmtp" -> filter(policy, Dialect.LMTP);
            case "smtp" -> filter(policy, Dialect.SMTP);
            case "milter" -> new MilterScanner(policy.name(), policy.servers().getFirst(), hostname, policy.options());
            default -> throw new IllegalArgumentException("nobody speaks " + policy.protocol());
        };
    }

    /** With {@code recipients_max} an engine is asked for each recipient of a message that has no more of them. */
    private Scanner each(ScannerPolicy policy, Scanner scanner) {
        long max = policy.options().number("recipients_max", 1, 1, RECIPIENTS_MAX);
        return max == 1 ? scanner : new PerRecipient(scanner, (int) max, steadyClock);
    }

    private Scanner filter(ScannerPolicy policy, Dialect dialect) {
        policy.options().only();
        return new LmtpScanner(policy.name(), policy.servers().getFirst(), dialect, hostname, SocketLink::connect);
    }
}
