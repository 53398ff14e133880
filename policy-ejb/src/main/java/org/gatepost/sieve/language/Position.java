package org.gatepost.sieve.language;

/** A place in a script's source; lines and columns count from 1. */
public record Position(int line, int column) {

    public static final Position START = new Position(1, 1);
}
