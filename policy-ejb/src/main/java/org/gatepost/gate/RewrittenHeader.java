package org.gatepost.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderAddresses;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.rewrite.RewriteRequest;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.rewrite.Rewriting;
import org.gatepost.stage.SessionFacts;

/**
 * The edits that put into address fields what rewrite rules make of their addresses, where the source channel has {@code rewriteheader}. An address the rules do not take stays as
 * it is, and so do quoted names, comments and fields that are not in UTF-8.
 */
final class RewrittenHeader {

    /** Longest line a field is written in; a longer one is folded behind its commas. */
    private static final int LINE_MAX = 900;
    /** Addresses of a message that are rewritten; those behind stay as they are. */
    static final int ADDRESSES_MAX = 1_000;

    private static final Map<String, String> BACKWARD = Map.of("from", "From", "sender", "Sender", "reply-to", "Reply-To", "resent-from", "Resent-From", "resent-sender",
            "Resent-Sender");
    private static final Map<String, String> FORWARD = Map.of("to", "To", "cc", "Cc", "bcc", "Bcc", "resent-to", "Resent-To", "resent-cc", "Resent-Cc", "resent-bcc", "Resent-Bcc");

    private final AddressRewriter rewriter;

    RewrittenHeader(AddressRewriter rewriter) {
        this.rewriter = rewriter;
    }

    HeaderEdits edits(MessageHeader header, List<AcceptedRecipient> recipients, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        if (policy.rewriting().isEmpty() || !facts.require(GateFacts.SOURCE_CHANNEL).keywords().transport().forwarding().rewritesHeader()) {
            return HeaderEdits.NONE;
        }
        Optional<ChannelName> source = Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name());
        Set<ChannelName> destinations = recipients.stream().flatMap(recipient -> recipient.copies().stream()).map(copy -> copy.route().channel()).collect(Collectors.toSet());
        Optional<ChannelName> destination = destinations.size() == 1 ? Optional.of(destinations.iterator().next()) : Optional.empty();
        List<HeaderEdits.Patch> patches = new ArrayList<>();
        int left = ADDRESSES_MAX;
        for (MessageHeader.Field field : header.fields()) {
            boolean backward = BACKWARD.containsKey(field.name());
            Optional<String> value = backward || FORWARD.containsKey(field.name()) ? utf8(field.value()) : Optional.empty();
            if (value.isEmpty()) {
                continue;
            }
            String changed = value.get();
            for (String address : new LinkedHashSet<>(HeaderAddresses.in(value.get()))) {
                left--;
                if (left >= 0) {
                    changed = replaced(changed, address, rewritten(new RewriteRequest(address, backward ? Direction.BACKWARD : Direction.FORWARD, Location.HEADER, source, destination,
                            Optional.empty()), policy));
                }
            }
            if (!changed.equals(value.get())) {
                String name = backward ? BACKWARD.get(field.name()) : FORWARD.get(field.name());
                patches.add(new HeaderEdits.Patch(field.at(), field.length(), folded(name + ": " + changed) + "\r\n"));
            }
        }
        return new HeaderEdits(patches);
    }

    private String rewritten(RewriteRequest request, PolicySnapshot policy) {
        return rewriter.rewrite(request, policy) instanceof Rewriting.Routed routed && AddressRewriter.mailbox(routed.address()).isPresent() ? routed.address() : request.address();
    }

    private static Optional<String> utf8(String octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The text with another address wherever that one stands by itself, outside of quotes and comments. */
    private static String replaced(String text, String address, String by) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        int comment = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = !quoted && comment == 0;
            if (plain && text.startsWith(address, i) && (i == 0 || isBorder(text.charAt(i - 1))) && (i + address.length() == text.length() || isBorder(text.charAt(i + address.length())))) {
                out.append(by);
                i += address.length() - 1;
                continue;
            }
            if (c == '\\' && !plain && i + 1 < text.length()) {
                out.append(c);
                i++;
                c = text.charAt(i);
            } else if (c == '"' && comment == 0) {
                quoted = !quoted;
            } else if (!quoted) {
                comment += c == '(' ? 1 : c == ')' && comment > 0 ? -1 : 0;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static boolean isBorder(char c) {
        return " \t<>,;:()\"".indexOf(c) >= 0;
    }

    private static String folded(String field) {
        StringBuilder out = new StringBuilder();
        int line = 0;
        for (String part : field.split("(?<=, )")) {
            if (line > 0 && line + part.length() > LINE_MAX) {
                out.append("\r\n ");
                line = 1;
            }
            out.append(part);
            line += part.length();
        }
        return out.toString();
    }
}
