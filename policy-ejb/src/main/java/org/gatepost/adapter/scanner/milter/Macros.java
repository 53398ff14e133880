package org.gatepost.adapter.scanner.milter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.scan.ScanQuestion;
import org.gatepost.smtp.protocol.Mailbox;

/** The macros of one message, by the names Sendmail gave them: what is not known has no name here. */
final class Macros {

    static final char CODE = 'D';

    private final Map<String, String> values = new HashMap<>();

    Macros(ScanQuestion question, String hostname) {
        values.put("j", hostname);
        values.put("v", "Gatepost");
        values.put("i", queueId(question));
        question.client().ifPresent(this::client);
        values.put("{mail_addr}", question.sender().address());
        question.sender().mailbox().ifPresent(mailbox -> values.put("{mail_host}", mailbox.domain()));
    }

    /** What we call the message, without the slash: filters make file names of it. */
    static String queueId(ScanQuestion question) {
        return question.id().replace('/', '.');
    }

    private void client(ScanQuestion.Client client) {
        values.put("{client_addr}", client.address().toString());
        values.put("{client_name}", name(client));
        values.put("{client_port}", Integer.toString(client.port()));
        values.put("_", name(client) + " " + client.address().literal());
        client.identity().ifPresent(identity -> values.put("{auth_authen}", identity));
        client.mechanism().ifPresent(mechanism -> values.put("{auth_type}", mechanism));
        client.name().ifPresent(name -> values.put("{client_ptr}", name));
        values.put("s", client.hello());
        client.tls().ifPresent(tls -> {
            values.put("{tls_version}", tls.version());
            values.put("{cipher}", tls.cipher());
            values.put("{verify}", tls.client().map(certificate -> certificate.verified() ? "OK" : "FAIL").orElse("NO"));
            tls.client().ifPresent(certificate -> values.put("{cert_subject}", certificate.subject()));
        });
    }

    /** The name of the client's address where it is confirmed, the address in brackets where it is not. */
    static String name(ScanQuestion.Client client) {
        return client.name().orElse(client.address().literal());
    }

    /** From now on it is this recipient that is spoken of. */
    void recipient(Mailbox recipient) {
        values.put("{rcpt_addr}", recipient.address());
        values.put("{rcpt_host}", recipient.domain());
    }

    /** What a filter is told before a stage; empty where there is nothing to tell. */
    Optional<Packet> packet(MilterStage stage, List<String> names) {
        List<String> texts = new ArrayList<>();
        for (String name : names) {
            String known = values.getOrDefault(name, values.getOrDefault("{" + name + "}", ""));
            if (!known.isEmpty() && known.indexOf('\0') < 0) {
                texts.add(name);
                texts.add(known);
            }
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        byte[] data = Packet.of(CODE, texts.toArray(String[]::new)).data();
        byte[] whole = new byte[data.length + 1];
        whole[0] = (byte) stage.code();
        System.arraycopy(data, 0, whole, 1, data.length);
        return Optional.of(new Packet(CODE, whole));
    }
}
