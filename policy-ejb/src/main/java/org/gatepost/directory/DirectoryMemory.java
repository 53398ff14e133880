package org.gatepost.directory;

/** Port: what a node remembers of the directory. Safe for use by many threads. */
public interface DirectoryMemory {

    /**
     * Forgets what is remembered of an address, with and without its {@code +detail}, or of a domain and everybody in it, so that the next question is asked.
     *
     * @param addressOrDomain {@code alice@example.com} or {@code example.com}, in upper or lower case
     * @return how many answers there were
     */
    int forget(String addressOrDomain);

    /** How much is remembered, and of what use it was. */
    Figures figures();

    /**
     * Counted since the start, but what is remembered now.
     *
     * @param searches sent to the directory
     * @param fromMemory questions answered without asking
     * @param asked questions passed on
     * @param stale questions answered with what was found before, because the directory did not answer
     * @param domains domains remembered now
     * @param accounts addresses remembered now
     */
    record Figures(long searches, long fromMemory, long asked, long stale, long domains, long accounts) {
    }
}
