package org.gatepost.mapping;

/**
 * Why a policy text cannot be read.
 *
 * @param line from 1
 * @param column from 1
 * @param expected what should stand there, to be read after "expected"
 */
public record SyntaxError(int line, int column, String expected) {

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": expected " + expected;
    }
}
