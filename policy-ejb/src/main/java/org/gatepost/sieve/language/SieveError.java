package org.gatepost.sieve.language;

/**
 * What is wrong with a script, and where.
 *
 * @param script its name, as the one who asked for it calls it
 * @param line from 1; 0 where no line is to blame
 * @param column from 1; 0 where no line is to blame
 */
public record SieveError(String script, int line, int column, String message) {

    static SieveError at(String script, Position position, String message) {
        return new SieveError(script, position.line(), position.column(), message);
    }

    @Override
    public String toString() {
        return script + ':' + line + ':' + column + ": " + message;
    }
}
