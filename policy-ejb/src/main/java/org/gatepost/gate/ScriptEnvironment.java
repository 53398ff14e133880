package org.gatepost.gate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mailauth.ClientName;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.stage.SessionFacts;

/** The items scripts can ask for (RFC 5183 section 4), and what we know besides, whose names begin with {@code vnd.gatepost.}. For one message and one thread. */
final class ScriptEnvironment {

    private final String hostname;
    private final MailRequest request;
    private final SessionFacts facts;
    private Optional<Map<String, String>> ofMessage = Optional.empty();

    ScriptEnvironment(String hostname, MailRequest request, SessionFacts facts) {
        this.hostname = hostname;
        this.request = request;
        this.facts = facts;
    }

    /** By name, in lower case. */
    Map<String, String> of(Copy copy, Findings findings) {
        if (ofMessage.isEmpty()) {
            ofMessage = Optional.of(ofMessage());
        }
        Map<String, String> all = new HashMap<>(ofMessage.get());
        findings.findings().forEach((engine, finding) -> all.put("vnd.gatepost.engine." + engine.toLowerCase(Locale.ROOT), ContentScan.words(finding)));
        all.put("vnd.gatepost.destination-channel", copy.route().channel().value());
        return all;
    }

    private Map<String, String> ofMessage() {
        Map<String, String> items = new TreeMap<>(Map.of("name", "Gatepost", "location", "MTA", "phase", "pre", "host", hostname,
                "domain", hostname.substring(hostname.indexOf('.') + 1), "remote-ip", request.connection().clientAddress().toString(),
                "vnd.gatepost.helo", request.hello().name(), "vnd.gatepost.source-channel", facts.require(GateFacts.SOURCE_CHANNEL).name().value()));
        facts.get(NameFacts.CLIENT).ifPresent(found -> items.put("remote-host", found instanceof ClientName.Confirmed(String name) ? name : ""));
        SessionTrace.identity(facts).ifPresent(identity -> items.put("vnd.gatepost.identity", identity));
        facts.get(SpfFacts.MAIL_FROM).ifPresent(verdict -> items.put("vnd.gatepost.spf.mailfrom", verdict.result().word()));
        facts.get(SpfFacts.HELLO).ifPresent(verdict -> items.put("vnd.gatepost.spf.helo", verdict.result().word()));
        return items;
    }
}
