package org.gatepost.ee.admin;

/**
 * One part of a message as a line of a table.
 *
 * @param depth how many parts it is within
 * @param name the file it says it is, safe to show; empty where it says none
 * @param octets decoded; 0 for a container
 */
public record PartLine(int depth, String type, String name, int octets) {
}
