package org.gatepost.sieve.reply;

import java.util.List;
import java.util.Locale;

import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.SieveMessage;

/** What must not be answered by a machine (RFC 3834 section 2, RFC 5230 4.6). */
final class AutomaticMail {

    private AutomaticMail() {
    }

    /** Whether a machine sent it and says so. */
    static boolean isAutoSubmitted(SieveMessage message) {
        return message.fields().stream().filter(field -> field.named("Auto-Submitted"))
                .anyMatch(field -> !field.unfolded().replaceAll("[;(\\s].*", "").equalsIgnoreCase("no"));
    }

    /** Whether it went to many. */
    static boolean isBulk(SieveMessage message) {
        for (HeaderField field : message.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            String value = field.unfolded().toLowerCase(Locale.ROOT);
            if (name.startsWith("list-") || name.equals("precedence") && List.of("bulk", "junk", "list").contains(value)
                    || name.equals("x-auto-response-suppress") && (value.contains("all") || value.contains("oof") || value.contains("autoreply"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address is a program's. */
    static boolean isProgram(String localPart) {
        String local = localPart.toLowerCase(Locale.ROOT);
        return local.startsWith("owner-") || local.endsWith("-request") || local.endsWith("-owner") || local.endsWith("-bounces")
                || local.contains("-bounces+") || List.of("mailer-daemon", "listserv", "majordomo", "bounce").contains(local);
    }
}
