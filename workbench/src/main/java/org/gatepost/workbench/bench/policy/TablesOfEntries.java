package org.gatepost.workbench.bench.policy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;

/** Access tables as an operator grows them: refused senders, domains, addresses and recipients, none of which is the one that is measured, and an end that does not object. */
final class TablesOfEntries {

    private TablesOfEntries() {
    }

    /** All four tables that are asked at RCPT, with so many entries each; none at all for 0. */
    static MappingTables of(int entries) {
        if (entries == 0) {
            return MappingTables.NONE;
        }
        String file = table("ORIG_SEND_ACCESS", entries, "tcp_local|", "|*|*") + table("SEND_ACCESS", entries, "tcp_local|", "|*|*")
                + table("ORIG_MAIL_ACCESS", entries, "TCP|*|*|*|*|SMTP/*|MAIL|tcp_local|", "|*|*") + table("MAIL_ACCESS", entries, "TCP|*|*|*|*|SMTP/*|MAIL|tcp_local|", "|*|*");
        return switch (MappingReader.read(file)) {
            case MappingReading.Read(MappingTables tables) -> tables;
            case MappingReading.Rejected(var errors) -> throw new IllegalStateException(errors.toString());
        };
    }

    private static String table(String name, int entries, String before, String behind) {
        return name + "\n" + IntStream.range(0, entries).mapToObj(i -> "  " + before + sender(i) + behind + "  $NMail$ Blocked\n").collect(Collectors.joining()) + "  *  $Y\n\n";
    }

    private static String sender(int i) {
        return switch (i % 3) {
            case 0 -> "*@domain" + i + ".example";
            case 1 -> "someone" + i + "@sender.example";
            default -> "*@*.domain" + i + ".example";
        };
    }
}
