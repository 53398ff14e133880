package org.gatepost.smtp.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.Reply;

/** How a login is proved (RFC 4954). The secret stands in what is sent, and nowhere else. */
sealed interface ClientMechanism {

    /** Speaks it to its end. Returns the last reply: 235, or why not. */
    Reply exchange(Wire wire) throws IOException;

    /** The one that tells the next hop least, of those it offers. */
    static Optional<ClientMechanism> strongest(Set<String> offered, Login login) {
        if (offered.contains("SCRAM-SHA-256")) {
            byte[] nonce = new byte[18];
            new SecureRandom().nextBytes(nonce);
            return Optional.of(new Scram(login, Base64.getEncoder().encodeToString(nonce)));
        }
        if (offered.contains("PLAIN")) {
            return Optional.of(new Plain(login));
        }
        return offered.contains("LOGIN") ? Optional.of(new InTwoAnswers(login)) : Optional.empty();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 4616. */
    record Plain(Login login) implements ClientMechanism {
        @Override
        public Reply exchange(Wire wire) throws IOException {
            return wire.ask("AUTH PLAIN " + base64("\0" + login.user() + "\0" + login.password()) + "\r\n");
        }
    }

    /** LOGIN, of no RFC: user and password, each after a 334. */
    record InTwoAnswers(Login login) implements ClientMechanism {
        @Override
        public Reply exchange(Wire wire) throws IOException {
            Reply reply = wire.ask("AUTH LOGIN\r\n");
            if (reply.code() == 334) {
                reply = wire.ask(base64(login.user()) + "\r\n");
            }
            return reply.code() == 334 ? wire.ask(base64(login.password()) + "\r\n") : reply;
        }
    }

    /** RFC 5802 and 7677, without channel binding. */
    record Scram(Login login, String nonce) implements ClientMechanism {
        @Override
        public Reply exchange(Wire wire) throws IOException {
            ScramExchange scram = new ScramExchange(login, nonce);
            Reply reply = wire.ask("AUTH SCRAM-SHA-256 " + base64(scram.clientFirst()) + "\r\n");
            if (reply.code() != 334) {
                return reply;
            }
            Optional<String> answer = decoded(reply).flatMap(scram::clientFinal);
            if (answer.isEmpty()) {
                return broken(wire, "what it answered to SCRAM is not SCRAM");
            }
            reply = wire.ask(base64(answer.get()) + "\r\n");
            if (reply.code() == 334) {
                // Some servers give their own proof before the last reply, others with it.
                boolean proved = decoded(reply).filter(scram::isServer).isPresent();
                return proved ? wire.ask("\r\n") : broken(wire, "the next hop does not know our password itself");
            }
            return reply.code() != 235 || decoded(reply).filter(scram::isServer).isPresent() ? reply
                    : broken(wire, "the next hop does not know our password itself");
        }

        private static Optional<String> decoded(Reply reply) {
            try {
                return Optional.of(new String(Base64.getDecoder().decode(reply.lines().getFirst().strip()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static Reply broken(Wire wire, String why) throws IOException {
            wire.close();
            throw new ReplyReader.MalformedReply(why);
        }
    }
}
