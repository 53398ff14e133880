package org.gatepost.smtp.session;

/** How the reading of a content, or of a chunk, ended. */
enum ContentEnd {
    /** With its end. */
    COMPLETE,
    /** The client closed before it. */
    LOST,
    /** We gave it up: it was far beyond its greatest size. What follows is the rest of it and never a command. */
    ENDLESS
}
