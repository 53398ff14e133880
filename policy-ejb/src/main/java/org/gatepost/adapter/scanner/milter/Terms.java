package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was agreed with a filter at the beginning.
 *
 * @param version of the protocol, the filter's
 * @param actions what it may want done
 * @param steps what it does without, and what it does not answer
 * @param macros those it asked for by name, by stage
 */
record Terms(int version, int actions, int steps, Map<MilterStage, List<String>> macros) {

    static final char NEGOTIATION = 'O';
    static final int VERSION = 6;
    static final int VERSION_MIN = 2;
    /** From this version on a filter knows of DATA. */
    private static final int VERSION_DATA = 4;
    /** From this version on a connection can be used for several messages; a filter built with an older libmilter answers with its own version. */
    private static final int VERSION_REUSE = 6;

    static final int ADD_FIELDS = 0x1;
    static final int REPLACE_BODY = 0x2;
    static final int ADD_RECIPIENTS = 0x4;
    static final int DELETE_RECIPIENTS = 0x8;
    static final int CHANGE_FIELDS = 0x10;
    static final int QUARANTINE = 0x20;
    static final int CHANGE_SENDER = 0x40;
    /** With parameters of RCPT, which are not heard. */
    static final int ADD_RECIPIENTS_WITH_PARAMETERS = 0x80;
    private static final int NAME_MACROS = 0x100;

    private static final int NO_UNKNOWN = 0x100;
    private static final int SKIP = 0x400;
    private static final int NO_ANSWER_TO_UNKNOWN = 0x20000;
    private static final int LEADING_SPACE = 0x100000;
    private static final int STEPS = MilterStage.STEPS | NO_UNKNOWN | SKIP | NO_ANSWER_TO_UNKNOWN | LEADING_SPACE;

    Terms {
        macros = Map.copyOf(macros);
    }

    /** What we offer: every step, and these actions. */
    static Packet offer(int actions) {
        return new Packet(NEGOTIATION, ByteBuffer.allocate(3 * Integer.BYTES).putInt(VERSION).putInt(actions | NAME_MACROS).putInt(STEPS).array());
    }

    /** What a filter answers to an offer. It may take less than was offered, never more. */
    static Terms agreed(Packet answer, int offeredActions) throws IOException {
        if (answer.code() != NEGOTIATION || answer.data().length < 3 * Integer.BYTES) {
            throw new IOException("not understood: no answer to the negotiation");
        }
        ByteBuffer data = ByteBuffer.wrap(answer.data());
        int version = data.getInt();
        int actions = data.getInt();
        int steps = data.getInt();
        if (version < VERSION_MIN || version > VERSION) {
            throw new IOException("speaks version " + Integer.toUnsignedString(version) + " of the protocol, not " + VERSION_MIN + " to " + VERSION);
        }
        if ((actions & ~(offeredActions | NAME_MACROS)) != 0) {
            throw new IOException("wants to do what it may not: " + Integer.toHexString(actions & ~(offeredActions | NAME_MACROS)));
        }
        if ((steps & ~STEPS) != 0) {
            throw new IOException("wants steps that were not offered: " + Integer.toHexString(steps & ~STEPS));
        }
        return new Terms(version, actions, steps, macros(answer));
    }

    /** After the three numbers, for some stages: the stage's number and the names of macros, with spaces between. */
    private static Map<MilterStage, List<String>> macros(Packet answer) throws IOException {
        Map<MilterStage, List<String>> macros = new EnumMap<>(MilterStage.class);
        ByteBuffer data = ByteBuffer.wrap(answer.data()).position(3 * Integer.BYTES);
        while (data.hasRemaining()) {
            if (data.remaining() < Integer.BYTES) {
                throw new IOException("not understood: the macros a filter asks for");
            }
            int index = data.getInt();
            int start = data.position();
            while (data.hasRemaining() && data.get() != 0) {
                // to the end of the names
            }
            byte[] names = new byte[data.position() - start];
            data.get(start, names);
            List<String> asked = List.of(new Packet(NEGOTIATION, names).texts(0).stream().findFirst().orElse("").strip().split("[\\s,]+"));
            for (MilterStage stage : MilterStage.values()) {
                if (stage.symbolIndex() >= 0 && stage.symbolIndex() == index) {
                    macros.put(stage, asked);
                }
            }
        }
        return macros;
    }

    /** Whether the filter is not told of a stage. */
    boolean omits(MilterStage stage) {
        return stage.isOmitted(steps) || stage == MilterStage.DATA && version < VERSION_DATA;
    }

    /** Whether the filter says nothing when it is told of a stage. */
    boolean isSilent(MilterStage stage) {
        return stage.isSilent(steps);
    }

    /**
     * Whether they hold for one message after the other. A filter that agreed on more than what it is not told of, on white space or macros say, has done so by itself, as libmilter never does, and
     * may have forgotten it with the message. One that hears of the client's commands that are no commands is not told one that no client gave.
     */
    boolean holdForTheNext() {
        return version >= VERSION_REUSE && (steps & NO_UNKNOWN) != 0 && (steps & ~(MilterStage.OMISSIONS | NO_UNKNOWN)) == 0 && macros.isEmpty();
    }

    boolean maySkip() {
        return (steps & SKIP) != 0;
    }

    /** Whether the white space after a field's colon is part of its value, in both directions. */
    boolean keepsLeadingSpace() {
        return (steps & LEADING_SPACE) != 0;
    }

    boolean allows(int action) {
        return (actions & action) != 0;
    }

    List<String> macrosAt(MilterStage stage) {
        return macros.getOrDefault(stage, stage.macros());
    }
}
