package org.gatepost.workbench.chaos;

/** The trial itself cannot go on; what it found until then stands. */
final class ChaosBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChaosBroken(String message) {
        super(message);
    }
}
