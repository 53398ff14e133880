package org.gatepost.smtp.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of MAIL FROM.
 *
 * @param size SIZE=, octets as declared (RFC 1870)
 * @param body BODY= (RFC 6152, 3030); {@link BodyType#SEVEN_BIT} where absent
 * @param ret RET= (RFC 3461)
 * @param envid ENVID=, decoded from xtext (RFC 3461 section 4.4)
 * @param handling what the other extensions ask for
 */
public record MailParameters(OptionalLong size, BodyType body, Optional<Ret> ret, Optional<String> envid, Handling handling) {

    public static final MailParameters NONE = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.empty(), Optional.empty());

    /** Of a message that is handled as any other. */
    public MailParameters(OptionalLong size, BodyType body, Optional<Ret> ret, Optional<String> envid) {
        this(size, body, ret, envid, Handling.NONE);
    }

    /** The same, handled so. */
    public MailParameters with(Handling other) {
        return new MailParameters(size, body, ret, envid, other);
    }
}
