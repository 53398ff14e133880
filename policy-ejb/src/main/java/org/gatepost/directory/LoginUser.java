package org.gatepost.directory;

import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * A user as one who logs in. Never shows its verifiers.
 *
 * @param mail the primary address: the identity of a session
 * @param addresses all addresses, the primary one too
 * @param status user status and mail status combined; the domain's is not in it
 * @param serviceAccess values of mailAllowedServiceAccess
 * @param submitChannel mailSMTPSubmitChannel
 * @param verifiers values of authPassword (RFC 5803)
 */
public record LoginUser(String dn, Mailbox mail, List<Mailbox> addresses, AccountStatus status, List<String> serviceAccess, Optional<String> submitChannel,
        List<String> verifiers) {

    public LoginUser {
        addresses = List.copyOf(addresses);
        serviceAccess = List.copyOf(serviceAccess);
        verifiers = List.copyOf(verifiers);
    }

    /** Whether an address is the user's own, with or without a {@code +detail}. */
    public boolean has(Mailbox address) {
        return addresses.stream().anyMatch(own -> own.domain().equals(address.domain())
                && (own.localPart().equalsIgnoreCase(address.localPart()) || own.localPart().equalsIgnoreCase(address.user())));
    }

    @Override
    public String toString() {
        return "LoginUser[dn=" + dn + ", mail=" + mail + ", status=" + status + "]";
    }
}
