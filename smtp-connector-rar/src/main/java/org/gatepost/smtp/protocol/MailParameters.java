package org.gatepost.smtp.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of MAIL FROM.
 *
 * @param size SIZE=, octets as declared (RFC 1870)
 * @param body BODY= (RFC 6152); {@link BodyType#SEVEN_BIT} where absent
 * @param ret RET= (RFC 3461)
 * @param envid ENVID=, decoded from xtext (RFC 3461 section 4.4)
 */
public record MailParameters(OptionalLong size, BodyType body, Optional<Ret> ret, Optional<String> envid) {

    public static final MailParameters NONE = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.empty(), Optional.empty());
}
