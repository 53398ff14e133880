/**
 * What the directory says of an address, how its servers stand, and how all nodes forget what they remember of it.
 *
 * <p>May use {@code ee.admin} and {@code frame}. Read {@link org.gatepost.admin.directory.DirectoryView}.
 */
package org.gatepost.admin.directory;
