package org.gatepost.workbench.bench.policy;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;

/** Access tables as an operator grows them: refused senders, domains, recipients, clients and their networks, none of which is the one that is measured, and an end that does not object. */
final class TablesOfEntries {

    private TablesOfEntries() {
    }

    /** All four tables that are asked at RCPT, with so many entries each; none at all for 0. */
    static MappingTables of(int entries) {
        if (entries == 0) {
            return MappingTables.NONE;
        }
        String file = table("ORIG_SEND_ACCESS", entries, TablesOfEntries::ofSenders) + table("SEND_ACCESS", entries, TablesOfEntries::ofRecipients)
                + table("ORIG_MAIL_ACCESS", entries, TablesOfEntries::ofAddresses) + table("MAIL_ACCESS", entries, TablesOfEntries::ofAddresses);
        return switch (MappingReader.read(file)) {
            case MappingReading.Read(MappingTables tables) -> tables;
            case MappingReading.Rejected(var errors) -> throw new IllegalStateException(errors.toString());
        };
    }

    private static String table(String name, int entries, IntFunction<String> pattern) {
        return name + "\n" + IntStream.range(0, entries).mapToObj(i -> "  " + pattern.apply(i) + "  $NMail$ Blocked\n").collect(Collectors.joining()) + "  *  $Y\n\n";
    }

    private static String ofSenders(int i) {
        return "tcp_local|" + sender(i) + "|*|*";
    }

    private static String ofRecipients(int i) {
        return i % 4 == 0 ? "*|*|*|someone" + i + "@example.com" : "tcp_local|" + sender(i) + "|*|*";
    }

    /** Clients' networks and addresses, and senders who may be anywhere. */
    private static String ofAddresses(int i) {
        String client = switch (i % 5) {
            case 0 -> "$(10." + (i >> 8 & 255) + "." + (i & 255) + ".0/24)";
            case 1 -> "${2001:db8:" + Integer.toHexString(i) + "::/48}";
            case 2 -> "203." + (i >> 8 & 255) + "." + (i & 255) + ".9";
            default -> "*";
        };
        return "TCP|*|*|" + client + "|*|SMTP/*|MAIL|tcp_local|" + (client.equals("*") ? sender(i) : "*") + "|*|*";
    }

    private static String sender(int i) {
        return switch (i % 3) {
            case 0 -> "*@domain" + i + ".example";
            case 1 -> "someone" + i + "@sender.example";
            default -> "*@*.domain" + i + ".example";
        };
    }
}
