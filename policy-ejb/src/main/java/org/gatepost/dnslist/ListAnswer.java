package org.gatepost.dnslist;

import java.util.List;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/** What a list says. That it could not be asked, or speaks of itself, is not that somebody is not on it. */
public sealed interface ListAnswer {

    /** Codes that are none: 127.0.0.1 is what a name server makes of everything, and 127.255.255.0/24 is how lists say that they refuse us. */
    IpRange OF_ITSELF = IpRange.parse("127.255.255.0/24");
    IpRange CODES = IpRange.parse("127.0.0.0/8");
    IpAddress OF_EVERYBODY = IpAddress.parse("127.0.0.1");

    /**
     * It is there.
     *
     * @param codes all it answered
     * @param score of the meanings that fit, together
     * @param refused by one of them
     * @param text that explains it, in the list's words or policy's; may be empty
     */
    record Listed(List<IpAddress> codes, int score, boolean refused, String text) implements ListAnswer {
        public Listed {
            codes = List.copyOf(codes);
        }
    }

    /** It is not, or only under codes that mean nothing here. */
    record NotListed() implements ListAnswer {
    }

    /** Nobody can say now. */
    record Unavailable(String why) implements ListAnswer {
    }

    /** The list is not to be believed now. */
    record SetAside(String why) implements ListAnswer {
    }

    /** Whether an address can be a listing at all. */
    static boolean isCode(IpAddress address) {
        return CODES.contains(address) && !OF_ITSELF.contains(address) && !address.equals(OF_EVERYBODY);
    }
}
