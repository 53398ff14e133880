package org.gatepost.directory;

import java.time.Duration;

/**
 * One server of a directory, asked by itself.
 *
 * @param url without a password
 * @param answers whether it let us log in as we do to search
 * @param took until it answered, or was given up
 * @param said why it is of no use; empty where it answers
 */
public record DirectoryServer(String url, boolean answers, Duration took, String said) {
}
