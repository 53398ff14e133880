package org.gatepost.adapter.ldap;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;

/**
 * The names a directory's schema has for what mail asks of it. What has no name is not asked for, and is as if no entry had it. Immutable.
 *
 * @param name how {@code GATEPOST_LDAP_PROFILE} calls it
 * @param domains domains that are local without an entry of their own, whose accounts are below the base; lower case
 * @param domainTree root of a tree in which each domain is the entry its name spells (schema 1: {@code dc=example,dc=com} below it); empty: domains are searched
 */
public record LdapProfile(String name, Map<LdapAttribute, List<String>> names, Set<String> domains, String domainTree) {

    /** Sun's schema: version 2, and version 1 where there is a domain tree. The limits of senders have no name in it: each site gave them its own. */
    public static final LdapProfile SUN = of("sun", Map.ofEntries(
            entry(LdapAttribute.DOMAIN_CLASS, "sunManagedOrganization,mailDomain,domain"), entry(LdapAttribute.DOMAIN_NAME, "sunPreferredDomain,associatedDomain"),
            entry(LdapAttribute.DOMAIN_CANONICAL_NAME, "inetCanonicalDomainName"), entry(LdapAttribute.DOMAIN_CATCH_ALL, "mailDomainCatchAllAddress"),
            entry(LdapAttribute.DOMAIN_BASE_DN, "inetDomainBaseDN"), entry(LdapAttribute.DOMAIN_STATUS, "inetDomainStatus,mailDomainStatus"),
            entry(LdapAttribute.DOMAIN_BLOCK_LIMIT, "mailDomainMsgMaxBlocks"), entry(LdapAttribute.DOMAIN_OPT_IN, "mailDomainAntiUBEService"),
            entry(LdapAttribute.DOMAIN_NO_SOLICIT, "mailDomainNoSolicit"), entry(LdapAttribute.DOMAIN_SIEVE, "mailDomainSieveRuleSource"),
            entry(LdapAttribute.DOMAIN_CONVERSION_TAG, "mailDomainConversionTag"), entry(LdapAttribute.DOMAIN_LANGUAGE, "preferredLanguage"),
            entry(LdapAttribute.ACCOUNT_CLASS, "inetMailUser,inetMailGroup"), entry(LdapAttribute.UID, "uid"), entry(LdapAttribute.MAIL, "mail"),
            entry(LdapAttribute.ALTERNATE_ADDRESS, "mailAlternateAddress,mailEquivalentAddress"), entry(LdapAttribute.USER_STATUS, "inetUserStatus,mailUserStatus"),
            entry(LdapAttribute.BLOCK_LIMIT, "mailMsgMaxBlocks"), entry(LdapAttribute.DELIVERY_OPTION, "mailDeliveryOption"),
            entry(LdapAttribute.FORWARDING_ADDRESS, "mailForwardingAddress"), entry(LdapAttribute.OPT_IN, "mailAntiUBEService"),
            entry(LdapAttribute.NO_SOLICIT, "mailNoSolicit"), entry(LdapAttribute.SIEVE, "mailSieveRuleSource"),
            entry(LdapAttribute.AUTOREPLY_MODE, "mailAutoReplyMode"), entry(LdapAttribute.AUTOREPLY_SUBJECT, "mailAutoReplySubject"),
            entry(LdapAttribute.AUTOREPLY_TEXT, "mailAutoReplyText"), entry(LdapAttribute.AUTOREPLY_TEXT_INTERNAL, "mailAutoReplyTextInternal"),
            entry(LdapAttribute.AUTOREPLY_TIMEOUT, "mailAutoReplyTimeOut"), entry(LdapAttribute.VACATION_START, "vacationStartDate"),
            entry(LdapAttribute.VACATION_END, "vacationEndDate"), entry(LdapAttribute.CONVERSION_TAG, "mailConversionTag"),
            entry(LdapAttribute.LANGUAGE, "preferredLanguage"), entry(LdapAttribute.GROUP_CLASS, "inetMailGroup"),
            entry(LdapAttribute.GROUP_STATUS, "inetGroupStatus,inetMailGroupStatus"), entry(LdapAttribute.GROUP_SIZE_LIMIT, "mgrpMsgMaxSize"),
            entry(LdapAttribute.BROADCASTER_POLICY, "mgrpBroadcasterPolicy"), entry(LdapAttribute.ALLOWED_DOMAIN, "mgrpAllowedDomain"),
            entry(LdapAttribute.DISALLOWED_DOMAIN, "mgrpDisallowedDomain"), entry(LdapAttribute.ALLOWED_BROADCASTER, "mgrpAllowedBroadcaster"),
            entry(LdapAttribute.DISALLOWED_BROADCASTER, "mgrpDisallowedBroadcaster"), entry(LdapAttribute.REJECT_ACTION, "mgrpMsgRejectAction"),
            entry(LdapAttribute.REJECT_TEXT, "mgrpMsgRejectText"), entry(LdapAttribute.GROUP_PASSWORD, "mgrpAuthPassword"),
            entry(LdapAttribute.MEMBER_URL, "mgrpDeliverTo,memberURL"), entry(LdapAttribute.MODERATOR, "mgrpModerator"), entry(LdapAttribute.ERRORS_TO, "mgrpErrorsTo"), entry(LdapAttribute.ADD_HEADER, "mgrpAddHeader"),
            entry(LdapAttribute.REMOVE_HEADER, "mgrpRemoveHeader"), entry(LdapAttribute.PREFIX_TEXT, "mgrpMsgPrefixText"), entry(LdapAttribute.SUFFIX_TEXT, "mgrpMsgSuffixText"),
            entry(LdapAttribute.MEMBER_DN, "uniqueMember"),
            entry(LdapAttribute.MEMBER_ADDRESS, "mgrpRFC822MailMember"), entry(LdapAttribute.SERVICE_ACCESS, "mailAllowedServiceAccess"),
            entry(LdapAttribute.SUBMIT_CHANNEL, "mailSMTPSubmitChannel"), entry(LdapAttribute.VERIFIER, "authPassword")));

    /** OpenLDAP with the schemas it comes with: inetLocalMailRecipient (misc), domainRelatedObject (cosine), and its groups. */
    public static final LdapProfile OPENLDAP = of("openldap", Map.ofEntries(
            entry(LdapAttribute.DOMAIN_CLASS, "domainRelatedObject,domain"), entry(LdapAttribute.DOMAIN_NAME, "associatedDomain"),
            entry(LdapAttribute.ACCOUNT_CLASS, "inetOrgPerson,inetLocalMailRecipient,groupOfNames,groupOfUniqueNames,nisMailAlias"),
            entry(LdapAttribute.UID, "uid"), entry(LdapAttribute.MAIL, "mail,mailLocalAddress"), entry(LdapAttribute.ALTERNATE_ADDRESS, "mailLocalAddress"),
            entry(LdapAttribute.FORWARDING_ADDRESS, "mailRoutingAddress"), entry(LdapAttribute.LANGUAGE, "preferredLanguage"),
            entry(LdapAttribute.GROUP_CLASS, "groupOfNames,groupOfUniqueNames,nisMailAlias"), entry(LdapAttribute.ERRORS_TO, "owner"),
            entry(LdapAttribute.MEMBER_DN, "member,uniqueMember"), entry(LdapAttribute.MEMBER_URL, "memberURL"), entry(LdapAttribute.MEMBER_ADDRESS, "rfc822MailMember"),
            entry(LdapAttribute.VERIFIER, "authPassword")));

    /** Active Directory, with the attributes Exchange adds where they are there. Its mail domains stand outside of the users' tree and are named by setting. */
    public static final LdapProfile ACTIVE_DIRECTORY = of("activedirectory", Map.ofEntries(
            entry(LdapAttribute.ACCOUNT_CLASS, "user,group,contact"), entry(LdapAttribute.UID, "sAMAccountName"), entry(LdapAttribute.MAIL, "mail"),
            entry(LdapAttribute.ALTERNATE_ADDRESS, "proxyAddresses"), entry(LdapAttribute.USER_STATUS, "userAccountControl"),
            entry(LdapAttribute.BLOCK_LIMIT, "delivContLength"), entry(LdapAttribute.LANGUAGE, "preferredLanguage"),
            entry(LdapAttribute.RECIPIENT_LIMIT, "msExchRecipLimit"), entry(LdapAttribute.SOURCE_BLOCK_LIMIT, "submissionContLength"),
            entry(LdapAttribute.GROUP_CLASS, "group"), entry(LdapAttribute.BROADCASTER_POLICY, "msExchRequireAuthToSendTo"),
            entry(LdapAttribute.ALLOWED_BROADCASTER, "authOrig,dLMemSubmitPerms"),
            entry(LdapAttribute.DISALLOWED_BROADCASTER, "unauthOrig,dLMemRejectPerms"), entry(LdapAttribute.MODERATOR, "msExchModeratedByLink"),
            entry(LdapAttribute.MEMBER_DN, "member")));

    /** Those that {@code GATEPOST_LDAP_PROFILE} may name. */
    public static final List<LdapProfile> ALL = List.of(SUN, OPENLDAP, ACTIVE_DIRECTORY);

    private static final String ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]{0,127}";

    public LdapProfile {
        names = Map.copyOf(names);
        domains = Set.copyOf(domains);
    }

    private static LdapProfile of(String name, Map<LdapAttribute, String> names) {
        Map<LdapAttribute, List<String>> lists = new EnumMap<>(LdapAttribute.class);
        names.forEach((attribute, list) -> lists.put(attribute, List.of(list.split(","))));
        return new LdapProfile(name, lists, Set.of(), "");
    }

    /**
     * A profile as settings have it.
     *
     * @param profile one of {@link #ALL} by its name
     * @param overrides {@code word=attribute,attribute;word=attribute}, with the words of {@link LdapAttribute}; nothing after the sign: is not asked for
     * @param domains domains that are local without an entry
     * @param domainTree its root, or empty
     * @throws IllegalArgumentException names the setting that is wrong
     */
    public static LdapProfile of(String profile, String overrides, List<String> domains, String domainTree) {
        LdapProfile base = ALL.stream().filter(each -> each.name.equalsIgnoreCase(profile.strip())).findFirst().orElseThrow(() ->
                new IllegalArgumentException("GATEPOST_LDAP_PROFILE is none of " + ALL.stream().map(LdapProfile::name).toList() + ": " + profile));
        Map<LdapAttribute, List<String>> names = new EnumMap<>(base.names);
        for (String override : overrides.split(";")) {
            if (!override.isBlank()) {
                override(names, override.strip());
            }
        }
        Set<String> local = new LinkedHashSet<>();
        for (String domain : domains) {
            if (!domain.matches("[A-Za-z0-9\\u0080-\\uffff](?:[A-Za-z0-9\\u0080-\\uffff.-]{0,253}[A-Za-z0-9\\u0080-\\uffff])?")) {
                throw new IllegalArgumentException("GATEPOST_LDAP_DOMAINS names what is no domain: " + domain);
            }
            local.add(domain.toLowerCase(Locale.ROOT));
        }
        if (!domainTree.isBlank() && !DN.isValidDN(domainTree.strip())) {
            throw new IllegalArgumentException("GATEPOST_LDAP_DOMAIN_TREE is no distinguished name: " + domainTree);
        }
        if (local.isEmpty() && domainTree.isBlank() && names.getOrDefault(LdapAttribute.DOMAIN_NAME, List.of()).isEmpty()) {
            throw new IllegalArgumentException("GATEPOST_LDAP_PROFILE " + base.name + " finds no domains: name them in GATEPOST_LDAP_DOMAINS");
        }
        return new LdapProfile(base.name, names, local, domainTree.strip());
    }

    private static void override(Map<LdapAttribute, List<String>> names, String override) {
        int equals = override.indexOf('=');
        LdapAttribute attribute = LdapAttribute.of(equals < 0 ? override : override.substring(0, equals).strip()).orElseThrow(() ->
                new IllegalArgumentException("GATEPOST_LDAP_ATTRIBUTES is not word=attribute,attribute;...: " + override));
        List<String> given = Arrays.stream(override.substring(equals + 1).split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (equals < 0 || !given.stream().allMatch(name -> name.matches(ATTRIBUTE))) {
            throw new IllegalArgumentException("GATEPOST_LDAP_ATTRIBUTES is not word=attribute,attribute;...: " + override);
        }
        if (given.isEmpty() && (attribute == LdapAttribute.MAIL || attribute == LdapAttribute.ACCOUNT_CLASS)) {
            throw new IllegalArgumentException("GATEPOST_LDAP_ATTRIBUTES leaves nothing for " + attribute.word());
        }
        names.put(attribute, given);
    }

    /** The schema's names for it, best first; none where it is not asked for. */
    List<String> names(LdapAttribute attribute) {
        return names.getOrDefault(attribute, List.of());
    }

    /** Filters that find who has one of these addresses. */
    List<Filter> holding(Collection<String> addresses) {
        Set<String> attributes = new LinkedHashSet<>(names(LdapAttribute.MAIL));
        attributes.addAll(names(LdapAttribute.ALTERNATE_ADDRESS));
        return addresses.stream().flatMap(address -> attributes.stream()
                .map(attribute -> Filter.createEqualityFilter(attribute, Addresses.isTyped(attribute) ? Addresses.TYPE + address : address))).toList();
    }

    /** Whether entries may say what their owners send under: limits and engines. */
    boolean saysOfSenders() {
        return List.of(LdapAttribute.DOMAIN_RECIPIENT_LIMIT, LdapAttribute.DOMAIN_RECIPIENT_CUTOFF, LdapAttribute.DOMAIN_SOURCE_BLOCK_LIMIT,
                LdapAttribute.DOMAIN_SOURCE_OPT_IN, LdapAttribute.RECIPIENT_LIMIT, LdapAttribute.RECIPIENT_CUTOFF, LdapAttribute.SOURCE_BLOCK_LIMIT,
                LdapAttribute.SOURCE_OPT_IN, LdapAttribute.SOURCE_CHANNEL, LdapAttribute.DOMAIN_SOURCE_CHANNEL, LdapAttribute.CAPTURE, LdapAttribute.DOMAIN_CAPTURE).stream().anyMatch(each -> !names(each).isEmpty());
    }

    /** What is asked of a domain's entry. */
    String[] ofDomains() {
        return asked(LdapAttribute::isDomains);
    }

    /** What is asked of a user's or group's. */
    String[] ofAccounts() {
        return asked(each -> !each.isDomains() && !each.isForLogins());
    }

    /** What is asked of a user's who logs in. */
    String[] ofLogins() {
        return asked(each -> !each.isDomains());
    }

    private String[] asked(Predicate<LdapAttribute> which) {
        Set<String> asked = new LinkedHashSet<>(List.of("objectClass"));
        for (LdapAttribute attribute : LdapAttribute.values()) {
            if (which.test(attribute) && !attribute.isObjectClass()) {
                asked.addAll(names(attribute));
            }
        }
        return asked.toArray(String[]::new);
    }
}
