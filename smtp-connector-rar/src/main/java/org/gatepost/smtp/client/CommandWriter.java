package org.gatepost.smtp.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.wire.Utf8AddressXtext;

/** MAIL and RCPT as they are written, with the parameters the next hop offered to take. */
record CommandWriter(Extensions offered) {

    /** @param goes with which content, and as what it is declared */
    String mail(OutgoingMessage message, PassOn.Goes goes) {
        MailParameters parameters = message.parameters();
        StringBuilder line = new StringBuilder("MAIL FROM:").append(message.reversePath());
        if (offered.size()) {
            line.append(" SIZE=").append(goes.content().size());
        }
        if (goes.body() != BodyType.SEVEN_BIT) {
            line.append(" BODY=").append(goes.body().keyword());
        }
        if (message.demands().smtpUtf8()) {
            line.append(" SMTPUTF8");
        }
        if (message.demands().requireTls()) {
            line.append(" REQUIRETLS");
        }
        if (offered.dsn()) {
            parameters.ret().ifPresent(ret -> line.append(" RET=").append(ret));
            parameters.envid().ifPresent(envid -> line.append(" ENVID=").append(xtext(envid)));
        }
        handling(parameters.handling()).forEach(word -> line.append(' ').append(word));
        return line.append("\r\n").toString();
    }

    /** What of it the next hop offers to take. PRDR and the time of release are ours alone: nobody is told of a moment that is over. */
    private List<String> handling(Handling handling) {
        List<String> words = new ArrayList<>();
        if (!handling.solicitations().isEmpty() && offered.has(Extension.NO_SOLICITING)) {
            words.add("SOLICIT=" + String.join(",", handling.solicitations()));
        }
        if (offered.has(Extension.DELIVERBY)) {
            handling.deliverBy().ifPresent(by -> words.add("BY=" + by));
        }
        if (handling.priority() != 0 && offered.has(Extension.MT_PRIORITY)) {
            words.add("MT-PRIORITY=" + handling.priority());
        }
        return words;
    }

    /** @param utf8 whether the transaction declares SMTPUTF8 */
    String rcpt(OutgoingMessage.To to, boolean utf8) {
        RcptParameters parameters = to.parameters();
        StringBuilder line = new StringBuilder("RCPT TO:<").append(to.address().address()).append('>');
        if (offered.dsn() && !parameters.notifyOn().isEmpty()) {
            line.append(" NOTIFY=").append(parameters.notifyOn().stream().sorted().map(Notify::name).collect(Collectors.joining(",")));
        }
        if (offered.dsn()) {
            parameters.orcpt().ifPresent(orcpt -> line.append(" ORCPT=").append(xtext(orcpt.addressType())).append(';')
                    .append(orcpt.addressType().equalsIgnoreCase(Utf8AddressXtext.ADDRESS_TYPE) ? Utf8AddressXtext.encode(orcpt.address(), utf8)
                            : xtext(orcpt.address())));
        }
        return line.append("\r\n").toString();
    }

    /** RFC 3461 section 4: printable ASCII but + and = stands for itself, every other octet is + and two upper-case hexadecimal digits. */
    static String xtext(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 127 && octet != '+' && octet != '=') {
                out.append((char) octet);
            } else {
                out.append('+').append(String.format(Locale.ROOT, "%02X", octet & 0xff));
            }
        }
        return out.toString();
    }
}
