package org.gatepost.workbench.demo.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection to the store, LMTP or SMTP: the same dialog but for the greeting word and for one reply per recipient after LMTP's content. */
final class StoreSession {

    /** Which protocol a port speaks. LMTP greets with LHLO alone (RFC 2033 4.1). */
    enum Protocol { LMTP, SMTP }

    private static final long CONTENT_OCTETS_MAX = 128L << 20;
    private static final int RECIPIENTS_MAX = 2_000;
    private static final Pattern PATH = Pattern.compile("(?i)(?:MAIL FROM|RCPT TO): ?<([^<>]*)>((?: [^ ]+)*)");
    private static final Pattern SIZE = Pattern.compile("(?i) SIZE=([0-9]{1,18})(?= |$)");

    private record Recipient(String forwardPath, Maildir mailbox) {
    }

    private final Protocol protocol;
    private final Mailboxes mailboxes;
    private final StoreWire wire;
    private boolean greeted;
    private Optional<String> reversePath = Optional.empty();
    private final List<Recipient> recipients = new ArrayList<>();

    StoreSession(Protocol protocol, Mailboxes mailboxes, StoreWire wire) {
        this.protocol = protocol;
        this.mailboxes = mailboxes;
        this.wire = wire;
    }

    /** Runs to QUIT or the end of the connection. */
    void run() throws IOException {
        wire.reply("220 localhost " + protocol + " Gatepost demo store");
        boolean open = true;
        while (open) {
            Optional<String> line = wire.line();
            open = line.isPresent() && obey(line.get());
        }
        wire.flush();
    }

    private boolean obey(String line) throws IOException {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "LHLO", "EHLO", "HELO" -> hello(verb, line);
            case "MAIL" -> mail(line);
            case "RCPT" -> rcpt(line);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                wire.reply("250 2.0.0 Ok");
            }
            case "NOOP" -> wire.reply("250 2.0.0 Ok");
            case "QUIT" -> {
                wire.reply("221 2.0.0 Bye");
                return false;
            }
            default -> wire.reply("500 5.5.1 Unknown command");
        }
        return true;
    }

    private void hello(String verb, String line) throws IOException {
        if (verb.equals("LHLO") != (protocol == Protocol.LMTP)) {
            wire.reply("500 5.5.1 This is " + protocol);
        } else if (line.length() < verb.length() + 2) {
            wire.reply("501 5.5.4 Say who you are");
        } else {
            greeted = true;
            reset();
            wire.reply(verb.equals("HELO") ? "250 localhost"
                    : "250-localhost\r\n250-PIPELINING\r\n250-SIZE " + CONTENT_OCTETS_MAX + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES");
        }
    }

    private void reset() {
        reversePath = Optional.empty();
        recipients.clear();
    }

    private void mail(String line) throws IOException {
        Matcher path = PATH.matcher(line);
        if (!greeted || reversePath.isPresent()) {
            wire.reply("503 5.5.1 Not now");
        } else if (!path.matches()) {
            wire.reply("501 5.5.4 Syntax: MAIL FROM:<address>");
        } else if (declaredSize(path.group(2)) > CONTENT_OCTETS_MAX) {
            wire.reply("552 5.3.4 Too big");
        } else {
            reversePath = Optional.of(path.group(1));
            wire.reply("250 2.1.0 Ok");
        }
    }

    private static long declaredSize(String parameters) {
        Matcher size = SIZE.matcher(parameters);
        return size.find() ? Long.parseLong(size.group(1)) : 0;
    }

    private void rcpt(String line) throws IOException {
        Matcher path = PATH.matcher(line);
        if (reversePath.isEmpty()) {
            wire.reply("503 5.5.1 Not now");
        } else if (!path.matches()) {
            wire.reply("501 5.5.4 Syntax: RCPT TO:<address>");
        } else if (recipients.size() >= RECIPIENTS_MAX) {
            wire.reply("452 4.5.3 Too many recipients");
        } else {
            Optional<Maildir> mailbox = mailboxes.of(path.group(1));
            mailbox.ifPresent(found -> recipients.add(new Recipient(path.group(1), found)));
            wire.reply(mailbox.isPresent() ? "250 2.1.5 Ok" : "550 5.1.1 No such mailbox");
        }
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            wire.reply("503 5.5.1 No valid recipients");
            return;
        }
        wire.reply("354 Go on");
        Optional<ByteBuffer> content = wire.content(CONTENT_OCTETS_MAX);
        String sender = reversePath.orElseThrow();
        List<String> replies = recipients.stream().map(recipient -> content.map(octets -> keep(sender, recipient, octets)).orElse("552 5.3.4 Too big")).toList();
        if (protocol == Protocol.LMTP) {
            // One reply for each RCPT that was accepted, in their order (RFC 2033 4.2).
            for (String reply : replies) {
                wire.reply(reply);
            }
        } else {
            wire.reply(replies.stream().filter(reply -> !reply.startsWith("2")).findFirst().orElse(replies.getFirst()));
        }
        reset();
    }

    private static String keep(String sender, Recipient recipient, ByteBuffer content) {
        try {
            recipient.mailbox().deliver(sender, content);
            return "250 2.0.0 Kept";
        } catch (IOException e) {
            System.out.println("cannot keep mail for " + recipient.forwardPath() + ": " + e);
            return "451 4.3.0 Cannot keep it now";
        }
    }
}
