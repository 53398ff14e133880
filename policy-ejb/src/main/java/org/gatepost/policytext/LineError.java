package org.gatepost.policytext;

/**
 * What is wrong with a text, and where.
 *
 * @param line from 1; 0 where it is about the whole
 */
public record LineError(int line, String what) {

    @Override
    public String toString() {
        return line == 0 ? what : "line " + line + ": " + what;
    }
}
