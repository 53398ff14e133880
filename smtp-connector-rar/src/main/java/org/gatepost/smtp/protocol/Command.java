package org.gatepost.smtp.protocol;

import java.util.Optional;

/** One SMTP command of correct syntax (RFC 5321 section 4.1). Whether it may be given now is another question. */
public sealed interface Command {

    /** HELO and EHLO (section 4.1.1.1). */
    record Greeting(Hello hello) implements Command {
    }

    /**
     * AUTH (RFC 4954 section 4).
     *
     * @param mechanism in upper case
     * @param initialResponse absent where the client waits for a challenge; empty octets for {@code =}
     */
    record Auth(String mechanism, Optional<SaslMessage> initialResponse) implements Command {
    }

    /** MAIL FROM (section 4.1.1.2). */
    record Mail(ReversePath reversePath, MailParameters parameters) implements Command {
    }

    /** RCPT TO (section 4.1.1.3). */
    record Rcpt(ForwardPath forwardPath, RcptParameters parameters) implements Command {
    }

    /** DATA (section 4.1.1.4). */
    record Content() implements Command {
    }

    /**
     * BDAT (RFC 3030 section 2).
     *
     * @param octets how many follow the command's CRLF
     * @param last whether they end the message
     */
    record Chunk(long octets, boolean last) implements Command {
    }

    /** STARTTLS (RFC 3207 section 4). */
    record StartTls() implements Command {
    }

    /** XCLIENT: who the client really is, from a host before us. */
    record XClient(XClientAttributes attributes) implements Command {
    }

    /** RSET (section 4.1.1.5). */
    record Reset() implements Command {
    }

    /** A command outside any transaction that policy alone can answer. */
    sealed interface Inquiry extends Command {
    }

    /**
     * VRFY (section 4.1.1.6).
     *
     * @param utf8 whether the answer may be in UTF-8 (RFC 6531 section 3.7.4.2)
     */
    record Verify(String text, boolean utf8) implements Inquiry {
    }

    /** EXPN (section 4.1.1.7). */
    record Expand(String text, boolean utf8) implements Inquiry {
    }

    /** ETRN (RFC 1985). */
    record Turn(TurnNode node) implements Inquiry {
    }

    /** HELP (section 4.1.1.8); the topic is empty where none was given. */
    record Help(String topic) implements Command {
    }

    /** NOOP (section 4.1.1.9). */
    record Noop() implements Command {
    }

    /** QUIT (section 4.1.1.10). */
    record Quit() implements Command {
    }
}
