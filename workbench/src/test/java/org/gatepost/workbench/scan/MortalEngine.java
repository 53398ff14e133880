package org.gatepost.workbench.scan;

import java.io.IOException;

import org.gatepost.scan.ScannerPolicy;

/** A real engine to which a test does what happens to engines. */
interface MortalEngine extends AutoCloseable {

    /** How it is asked. */
    ScannerPolicy policy();

    /** SIGSTOP for it and all its children: it keeps its port and answers nothing. */
    void pause() throws IOException, InterruptedException;

    /** SIGKILL for it and all its children, paused or not. Returns when it is gone. */
    void kill() throws IOException, InterruptedException;

    /** Starts it again at the same place. Returns when it answers. */
    void restart() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
