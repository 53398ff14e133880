package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;

/** What may befall a Gatepost. Each strikes, lasts and is lifted by its own {@link Strike}; nobody helps it up afterwards. */
public enum Fault {
    SERVER_KILLED("kill -9 server", Fault.AFTER_A_KILL, strike -> strike.kill("server")),
    DATABASE_KILLED("kill -9 postgres", Fault.AFTER_A_KILL, strike -> strike.kill("postgres")),
    DIRECTORY_FROZEN("SIGSTOP directory 20 s", 0, strike -> strike.freeze("directory")),
    STORE_FROZEN("SIGSTOP store 20 s", 0, strike -> strike.freeze("store")),
    SCANNER_FROZEN("SIGSTOP scanner 20 s", 0, strike -> strike.freeze("scanner")),
    SPOOL_FULL("full disk: spool", 0, strike -> strike.fill("spool")),
    DATABASE_FULL("full disk: database", Fault.AFTER_A_KILL, strike -> strike.fill("pg")),
    LOG_FULL("full disk: database's log", Fault.AFTER_A_KILL, Strike::fillLog),
    PACKETS_DROPPED("dropped packets", 0, Strike::dropPackets),
    HALF_OPEN("half-open connections", 0, Strike::leaveHalfOpen),
    CLOCK_STEPPED("server's clock stepped", 0, Strike::stepClock),
    REDEPLOYED("redeploy of the EAR", 0, Strike::redeploy);

    /** The contract: the deliveries that were open (10 connections to the one next hop) and one settlement batch of 200. */
    static final int AFTER_A_KILL = 210;

    /** What is done. Returns when the fault is lifted. */
    interface Doing {
        void to(Strike strike) throws IOException, InterruptedException, SQLException;
    }

    private final String words;
    private final int duplicatesMax;
    private final Doing doing;

    Fault(String words, int duplicatesMax, Doing doing) {
        this.words = words;
        this.duplicatesMax = duplicatesMax;
        this.doing = doing;
    }

    /** As tables and JSON name it. */
    public String words() {
        return words;
    }

    /** How many copies may come twice. */
    int duplicatesMax() {
        return duplicatesMax;
    }

    void strike(Strike strike) throws IOException, InterruptedException, SQLException {
        doing.to(strike);
    }

    /** Whether it needs the database on a small disk. */
    boolean needsSmallDatabase() {
        return this == DATABASE_FULL || this == LOG_FULL;
    }

    /** Why this machine cannot have it, or empty where it can. */
    Optional<String> refusedBy(Namespaces namespaces) {
        return switch (this) {
            case SPOOL_FULL, DATABASE_FULL, LOG_FULL -> namespaces.canMount() ? Optional.empty() : Optional.of("no tmpfs may be mounted here (unshare --mount, mount)");
            case PACKETS_DROPPED, HALF_OPEN -> namespaces.canDropPackets() ? Optional.empty() : Optional.of("no packets may be dropped here (unshare --net, iptables)");
            case CLOCK_STEPPED -> Files.isReadable(Ground.FAKETIME) ? Optional.empty() : Optional.of("libfaketime is not installed");
            case SERVER_KILLED, DATABASE_KILLED, DIRECTORY_FROZEN, STORE_FROZEN, SCANNER_FROZEN, REDEPLOYED -> Optional.empty();
        };
    }
}
