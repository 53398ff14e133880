package org.gatepost.gate;

/** Lines that mapping tables write into the log of the server, from which it goes where the operator sends it. Safe for use by many threads. */
final class TableLog {

    private static final System.Logger LOG = System.getLogger("org.gatepost.mapping");
    private static final int LINE_MAX = 500;

    private TableLog() {
    }

    static void write(String table, String line) {
        LOG.log(System.Logger.Level.INFO, "{0}: {1}", table, printable(line));
    }

    /** What came from outside begins no line of its own. */
    static String printable(String text) {
        String shown = text.length() > LINE_MAX ? text.substring(0, LINE_MAX) : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
