package org.gatepost.channel;

import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * How the next hop of a channel is told the folder of a copy: keyword {@code fileinto}, of destination channels. {@code $U} is the user, {@code $S} the folder,
 * {@code $D} the domain, {@code $$} a dollar sign; {@code $U+$S@$D} is usual with LMTP. Where there is such a template the {@code +detail} a sender wrote is
 * not passed on, so that only a script files. Immutable.
 */
public record FolderTemplate(String text) {

    public FolderTemplate {
        boolean folder = false;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '$') {
                char what = ++i < text.length() ? text.charAt(i) : ' ';
                if ("USD$".indexOf(what) < 0) {
                    throw new IllegalArgumentException("behind $ stands U, S, D or $: " + text);
                }
                folder |= what == 'S';
            }
        }
        if (!folder || text.indexOf('@') < 1) {
            throw new IllegalArgumentException("not an address with a place for the folder ($S): " + text);
        }
    }

    /** The address of a folder of a mailbox; empty where it cannot be written in an envelope: too long, or with characters beyond printable ASCII. */
    public Optional<Mailbox> address(Mailbox mailbox, String folder) {
        StringBuilder address = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '$') {
                address.append(c);
                continue;
            }
            address.append(switch (text.charAt(++i)) {
                case 'U' -> mailbox.user();
                case 'S' -> folder;
                case 'D' -> mailbox.domain();
                default -> "$";
            });
        }
        int at = address.lastIndexOf("@");
        boolean plain = address.chars().allMatch(c -> c >= ' ' && c < 127);
        return folder.isEmpty() || !plain || at < 1 || at > Mailbox.LOCAL_PART_OCTETS_MAX ? Optional.empty()
                : Optional.of(new Mailbox(address.substring(0, at), address.substring(at + 1)));
    }
}
