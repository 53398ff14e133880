package org.gatepost.ee.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingTables;
import org.gatepost.mapping.access.FromAccess;
import org.gatepost.mapping.access.PortAccess;
import org.gatepost.mapping.access.RecipientAccess;

/** What the gate does for the flags of its tables: a table that wants more is an error, and not obeyed by half. */
final class AccessFlags {

    private static final Map<String, Flags> EFFECTIVE = Map.of(PortAccess.TABLE, Flags.of("YNF>"), FromAccess.TABLE, Flags.of("YNFX>"),
            RecipientAccess.ORIG_SEND_ACCESS.name(), Flags.of("YNFX>"), RecipientAccess.ORIG_MAIL_ACCESS.name(), Flags.of("YNFX>"),
            RecipientAccess.SEND_ACCESS.name(), Flags.of("YNFXH>"), RecipientAccess.MAIL_ACCESS.name(), Flags.of("YNFXH>"));

    private AccessFlags() {
    }

    /** What is wrong with a table, if anything: one row is one table, flags the gate does nothing for, look-ups that nothing answers. */
    static List<String> withoutEffect(String name, MappingTables read) {
        List<String> errors = new ArrayList<>();
        if (read.names().size() > 1) {
            errors.add("entries: a table's name in the first column: each table has a row of its own");
        }
        Flags effective = EFFECTIVE.get(name.toUpperCase(Locale.ROOT));
        if (effective != null) {
            read.flags().toString().chars().filter(flag -> !effective.has((char) flag)).forEach(flag -> errors.add("entries: the flag $" + (char) flag + " has no effect in this table"));
        }
        read.asked().forEach(what -> errors.add("entries: nothing answers " + what));
        return errors;
    }
}
