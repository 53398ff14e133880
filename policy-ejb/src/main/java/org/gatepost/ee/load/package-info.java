/**
 * What the machine has to spare. Where processors are short, work is done in larger groups and what can wait a little does; where they are not, nothing
 * waits. May use nothing of the others.
 */
package org.gatepost.ee.load;
