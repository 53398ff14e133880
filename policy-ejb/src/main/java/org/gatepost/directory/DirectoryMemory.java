package org.gatepost.directory;

/** Port: what a node remembers of the directory. Safe for use by many threads. */
public interface DirectoryMemory {

    /** In place of an address or a domain: all there is. */
    String EVERYTHING = "*";

    /**
     * Forgets what is remembered of an address, with and without its {@code +detail}, or of a domain and everybody in it, so that the next question is asked.
     *
     * @param addressOrDomain {@code alice@example.com} or {@code example.com}, in upper or lower case; {@link #EVERYTHING}
     * @return how many answers there were
     */
    int forget(String addressOrDomain);

    /** How much is remembered, and of what use it was. */
    Figures figures();

    /**
     * What was asked.
     *
     * @param searches sent to the directory since the start
     * @param domains questions about domains
     * @param accounts questions about addresses
     */
    record Figures(long searches, Questions domains, Questions accounts) {
    }

    /**
     * Questions of a kind, counted since the start, and what is remembered now.
     *
     * @param fromMemory answered without asking
     * @param asked passed on
     * @param stale answered with what was found before, because the directory did not answer
     * @param remembered answers that are remembered
     */
    record Questions(long fromMemory, long asked, long stale, long remembered) {
    }
}
