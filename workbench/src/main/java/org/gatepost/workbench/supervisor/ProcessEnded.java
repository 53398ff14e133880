package org.gatepost.workbench.supervisor;

/** One of the processes ended while the start waited for it or for another; the message names it, how it ended, and its log. */
final class ProcessEnded extends Exception {
    private static final long serialVersionUID = 1L;

    private final String process;

    ProcessEnded(Child ended) {
        super(ended.name() + " ended (" + ended.ending() + ") before it was ready; see " + ended.log());
        this.process = ended.name();
    }

    String process() {
        return process;
    }
}
