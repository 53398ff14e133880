package org.gatepost.sunimport;

/**
 * A line with those that continue it.
 *
 * @param file where it stands, which may be an included one
 * @param number of the first of them, from 1
 */
record SunLine(String file, int number, String text) {

    boolean isComment() {
        return text.startsWith("!");
    }
}
