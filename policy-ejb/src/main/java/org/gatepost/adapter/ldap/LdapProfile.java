package org.gatepost.adapter.ldap;

import java.util.List;

/** The names a directory's schema has for what mail asks of it. */
public record LdapProfile(Domains domains, Accounts accounts, Groups groups) {

    /** Sun's schema, version 2. */
    public static final LdapProfile SUN = new LdapProfile(
            new Domains(List.of("sunManagedOrganization", "mailDomain", "domain"), List.of("sunPreferredDomain", "associatedDomain"), "inetDomainBaseDN",
                    List.of("inetDomainStatus", "mailDomainStatus"), "mailDomainMsgMaxBlocks", "mailDomainAntiUBEService", "mailDomainNoSolicit"),
            new Accounts(List.of("inetMailUser", "inetMailGroup"), "uid", "mail", List.of("mailAlternateAddress", "mailEquivalentAddress"),
                    List.of("inetUserStatus", "mailUserStatus"), "mailMsgMaxBlocks", "mailDeliveryOption", "mailForwardingAddress", "mailAntiUBEService",
                    "mailNoSolicit"),
            new Groups("inetMailGroup", List.of("inetGroupStatus", "inetMailGroupStatus"), "mgrpBroadcasterPolicy", "mgrpAllowedDomain",
                    "mgrpDisallowedDomain", "mgrpAllowedBroadcaster", "mgrpModerator", "mgrpErrorsTo", "mgrpMsgMaxSize", "uniqueMember", "mgrpRFC822MailMember"));

    /**
     * A domain's entry.
     *
     * @param objectClasses one of which a domain's entry has
     * @param names attributes that hold its names; the first is the canonical one
     * @param baseDn where its users are, when not below its entry
     * @param statuses in the order they are looked at
     * @param messageBlocksMax in blocks of 1,024 octets
     * @param noSolicit classes of solicitations nobody in it wants (RFC 3865)
     */
    public record Domains(List<String> objectClasses, List<String> names, String baseDn, List<String> statuses, String messageBlocksMax, String optIns, String noSolicit) {
        public Domains {
            objectClasses = List.copyOf(objectClasses);
            names = List.copyOf(names);
            statuses = List.copyOf(statuses);
        }
    }

    /**
     * A user's entry, and what groups have in common with it.
     *
     * @param objectClasses one of which a user's or group's entry has
     * @param alternates attributes besides {@code mail} that hold addresses
     * @param messageBlocksMax in blocks of 1,024 octets
     * @param noSolicit classes of solicitations the user does not want (RFC 3865)
     */
    public record Accounts(List<String> objectClasses, String uid, String mail, List<String> alternates, List<String> statuses, String messageBlocksMax,
            String deliveryOption, String forwardingAddress, String optIns, String noSolicit) {
        public Accounts {
            objectClasses = List.copyOf(objectClasses);
            alternates = List.copyOf(alternates);
            statuses = List.copyOf(statuses);
        }
    }

    /**
     * A group's entry.
     *
     * @param objectClass marks a group
     * @param messageOctetsMax in octets
     */
    public record Groups(String objectClass, List<String> statuses, String broadcasterPolicy, String allowedDomain, String disallowedDomain,
            String allowedBroadcaster, String moderator, String errorsTo, String messageOctetsMax, String memberDn, String memberAddress) {
        public Groups {
            statuses = List.copyOf(statuses);
        }
    }
}
