package org.gatepost.adapter.scanner.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * Looks at a message's attachments itself, with no server: forbidden names, forbidden kinds of file by their first octets, and the same in zip and gzip archives
 * within one another. What is forbidden is {@link ScanVerdict.Forbidden}; an archive deeper, of more files or larger than is looked at is, too. Reads the
 * content once, as a stream. Safe for use by many threads; never throws.
 *
 * <p>Options: {@code names} (patterns; {@code none}), {@code name_max} (1,024 characters), {@code kinds} ({@code pe elf macho lnk}; {@code zip gzip rar seven_zip}; {@code none}), {@code encrypted}
 * ({@code forbid}, {@code unscannable}: what cannot be looked into), {@code depth_max} (5), {@code entries_max} (10,000), {@code octets_max} (256 MiB unpacked).
 */
public final class AttachmentScanner implements Scanner {

    private static final int PARTS_MAX = 1_000;
    private static final int FIELDS_MAX = 2_000;
    private static final int HEADER_OCTETS_MAX = 256 * 1024;

    private final String name;
    private final AttachmentRules rules;

    public AttachmentScanner(ScannerPolicy policy) {
        name = policy.name();
        rules = AttachmentRules.of(policy.options());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        Inspection inspection = new Inspection(rules, System.nanoTime() + question.deadline().toNanos());
        try (InputStream octets = question.content().open()) {
            boolean whole = walk(octets, inspection);
            if (!inspection.forbidden().isEmpty()) {
                List<String> what = List.copyOf(inspection.forbidden());
                return ScanAnswer.of(ScanFinding.of(new ScanVerdict.Forbidden(what), "Attachment-Test: True; " + String.join(", ", what)));
            }
            if (!whole) {
                return ScanAnswer.of(new ScanVerdict.Unscannable("more than " + PARTS_MAX + " parts, or broken"));
            }
            if (!inspection.closed().isEmpty()) {
                return ScanAnswer.of(new ScanVerdict.Unscannable("cannot look into " + String.join(", ", inspection.closed())));
            }
            return ScanAnswer.of(ScanFinding.of(new ScanVerdict.Clean(), "Attachment-Test: False"));
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    /** False where there is more than is looked at, or what cannot be read. */
    private static boolean walk(InputStream octets, Inspection inspection) throws IOException {
        MimeConfig config = MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderCount(FIELDS_MAX).setMaxHeaderLen(HEADER_OCTETS_MAX).setMaxContentLen(-1)
                .setMalformedHeaderStartsBody(false).build();
        MimeTokenStream stream = new MimeTokenStream(config);
        stream.setRecursionMode(RecursionMode.M_RECURSE);
        stream.parse(octets);
        FileNames names = inspection.names();
        int parts = 0;
        try {
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                switch (state) {
                    case T_START_HEADER -> names = inspection.names();
                    case T_FIELD -> names(stream.getField(), names);
                    case T_BODY -> {
                        if (++parts > PARTS_MAX) {
                            return false;
                        }
                        inspection.part(names, stream.getDecodedInputStream());
                    }
                    default -> {
                        // nothing of a file
                    }
                }
            }
            return true;
        } catch (MimeException broken) {
            return false;
        }
    }

    private static void names(Field field, FileNames names) {
        String name = field.getNameLowerCase();
        if ((name.equals("content-disposition") || name.equals("content-type")) && field.getBody() != null) {
            names.in(field.getBody());
        }
    }

    /** It is part of us. */
    @Override
    public boolean answers(Duration deadline) {
        return true;
    }
}
