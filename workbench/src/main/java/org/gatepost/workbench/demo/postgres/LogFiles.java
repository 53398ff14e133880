package org.gatepost.workbench.demo.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The files of a new cluster's write-ahead log, made before there is mail. Otherwise each is made when the one before it is full, while every commit waits:
 * 16 MB are written and synced, 60 to 100 ms once a second and a half under load, until the first checkpoint leaves files to be used again.
 */
final class LogFiles {

    /** As many as min_wal_size keeps from then on. */
    static final int FILES = 128;
    private static final long OCTETS = FILES * (16L << 20);
    /** A disk with less room than so many times that is not filled for convenience. */
    private static final int ROOM = 4;

    private LogFiles() {
    }

    /** Makes them, which takes some seconds; none where the disk at {@code cluster} has little room. False then. The connection is in autocommit. */
    static boolean make(Path cluster, Connection superuser) throws IOException, SQLException {
        if (Files.getFileStore(cluster).getUsableSpace() < ROOM * OCTETS) {
            return false;
        }
        try (Statement statement = superuser.createStatement()) {
            for (int i = 0; i < FILES; i++) {
                // A file nothing was written to is not left for the next.
                statement.execute("SELECT pg_logical_emit_message(false, 'gatepost', '')");
                statement.execute("SELECT pg_switch_wal()");
            }
            // What lies behind it is renamed to what comes.
            statement.execute("CHECKPOINT");
        }
        return true;
    }
}
