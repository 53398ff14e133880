package org.gatepost.adapter.scanner.milter;

import java.util.List;

/** A stage of a message's way that a filter is told of: its command, and the bits with which a filter does without it or without answering it. */
enum MilterStage {

    CONNECT('C', 0x1, 0x1000, 0, List.of("j", "v", "_", "{client_addr}", "{client_name}", "{client_port}")),
    HELLO('H', 0x2, 0x2000, 1, List.of("{tls_version}", "{cipher}", "{cert_subject}", "{verify}")),
    MAIL('M', 0x4, 0x4000, 2, List.of("i", "{auth_type}", "{auth_authen}", "{mail_addr}", "{mail_host}")),
    RECIPIENT('R', 0x8, 0x8000, 3, List.of("{rcpt_addr}", "{rcpt_host}")),
    DATA('T', 0x200, 0x10000, 4, List.of("i")),
    FIELD('L', 0x20, 0x80, -1, List.of()),
    END_OF_HEADER('N', 0x40, 0x40000, 6, List.of("i")),
    BODY('B', 0x10, 0x80000, -1, List.of()),
    END('E', 0, 0, 5, List.of("i"));

    /** Of {@link Terms}: what we can do without, which is everything, and what we can bear no answer to. */
    static final int STEPS;
    /** Of those, what we can do without. */
    static final int OMISSIONS;

    static {
        int steps = 0;
        int omissions = 0;
        for (MilterStage stage : values()) {
            steps |= stage.omitBit | stage.silentBit;
            omissions |= stage.omitBit;
        }
        STEPS = steps;
        OMISSIONS = omissions;
    }

    private final char code;
    private final int omitBit;
    private final int silentBit;
    private final int symbolIndex;
    private final List<String> macros;

    MilterStage(char code, int omitBit, int silentBit, int symbolIndex, List<String> macros) {
        this.code = code;
        this.omitBit = omitBit;
        this.silentBit = silentBit;
        this.symbolIndex = symbolIndex;
        this.macros = macros;
    }

    char code() {
        return code;
    }

    boolean isOmitted(int steps) {
        return (steps & omitBit) != 0;
    }

    boolean isSilent(int steps) {
        return (steps & silentBit) != 0;
    }

    /** The number under which a filter asks for other macros at this stage; -1 where it cannot. */
    int symbolIndex() {
        return symbolIndex;
    }

    /** The macros a filter gets that asks for none. */
    List<String> macros() {
        return macros;
    }
}
