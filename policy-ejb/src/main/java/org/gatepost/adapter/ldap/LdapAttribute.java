package org.gatepost.adapter.ldap;

import java.util.Arrays;
import java.util.Optional;

/** What mail asks of an entry, by the word that {@code GATEPOST_LDAP_ATTRIBUTES} has for it; what a schema calls it is {@link LdapProfile}'s. */
public enum LdapAttribute {

    /** One of these object classes marks a domain. */
    DOMAIN_CLASS("domainClass"),
    /** A domain's names; the first is the canonical one. */
    DOMAIN_NAME("domainName"),
    /** The name of the domain this one is another name of; before its own. */
    DOMAIN_CANONICAL_NAME("domainCanonicalName"),
    /** Where its accounts are, when not below its entry. */
    DOMAIN_BASE_DN("domainBaseDn"),
    /** In the order they are looked at. */
    DOMAIN_STATUS("domainStatus"),
    /** Greatest message to it, in blocks of 1,024 octets. */
    DOMAIN_BLOCK_LIMIT("domainBlockLimit"),
    /** Who gets mail for addresses that nobody has. */
    DOMAIN_CATCH_ALL("domainCatchAll"),
    /** The host that takes all of the domain's mail. */
    DOMAIN_ROUTING_HOST("domainRoutingHost"),
    /** The host that takes mail for those in the domain who are not found. */
    DOMAIN_SMART_HOST("domainSmartHost"),
    DOMAIN_OPT_IN("domainOptIn"),
    DOMAIN_OPT_OUT("domainOptOut"),
    DOMAIN_SOURCE_OPT_IN("domainSourceOptIn"),
    DOMAIN_NO_SOLICIT("domainNoSolicit"),
    DOMAIN_SIEVE("domainSieve"),
    DOMAIN_CONVERSION_TAG("domainConversionTag"),
    DOMAIN_CAPTURE("domainCapture"),
    DOMAIN_LANGUAGE("domainLanguage"),
    DOMAIN_RECIPIENT_LIMIT("domainRecipientLimit"),
    DOMAIN_RECIPIENT_CUTOFF("domainRecipientCutoff"),
    DOMAIN_SOURCE_CHANNEL("domainSourceChannel"),
    /** Greatest message from it, in blocks of 1,024 octets. */
    DOMAIN_SOURCE_BLOCK_LIMIT("domainSourceBlockLimit"),

    /** One of these object classes marks a user or group. */
    ACCOUNT_CLASS("accountClass"),
    UID("uid"),
    /** Domains that are local because a user has them; each question about a strange domain costs one more search. */
    VANITY_DOMAIN("vanityDomain"),
    /** The primary address. */
    MAIL("mail"),
    /** Other addresses. */
    ALTERNATE_ADDRESS("alternateAddress"),
    /** In the order they are looked at. */
    USER_STATUS("userStatus"),
    /** Greatest message to the account, in blocks of 1,024 octets. */
    BLOCK_LIMIT("blockLimit"),
    /** How mail is delivered; where the profile has no name for it, a forwarding address alone forwards. */
    DELIVERY_OPTION("deliveryOption"),
    FORWARDING_ADDRESS("forwardingAddress"),
    /** The host the mailbox is on. */
    MAIL_HOST("mailHost"),
    OPT_IN("optIn"),
    OPT_OUT("optOut"),
    SOURCE_OPT_IN("sourceOptIn"),
    NO_SOLICIT("noSolicit"),
    SIEVE("sieve"),
    /** The address of the user whose scripts are heard behind the account's own. */
    HEAD_OF_HOUSEHOLD("headOfHousehold"),
    AUTOREPLY_MODE("autoreplyMode"),
    AUTOREPLY_SUBJECT("autoreplySubject"),
    AUTOREPLY_TEXT("autoreplyText"),
    AUTOREPLY_TEXT_INTERNAL("autoreplyTextInternal"),
    /** In hours. */
    AUTOREPLY_TIMEOUT("autoreplyTimeout"),
    VACATION_START("vacationStart"),
    VACATION_END("vacationEnd"),
    CONVERSION_TAG("conversionTag"),
    CAPTURE("capture"),
    LANGUAGE("language"),
    RECIPIENT_LIMIT("recipientLimit"),
    RECIPIENT_CUTOFF("recipientCutoff"),
    /** The source channel of what is sent under the account's addresses. */
    SOURCE_CHANNEL("sourceChannel"),
    /** Greatest message from the account, in blocks of 1,024 octets. */
    SOURCE_BLOCK_LIMIT("sourceBlockLimit"),

    /** One of these object classes marks a group. */
    GROUP_CLASS("groupClass"),
    GROUP_STATUS("groupStatus"),
    /** Greatest message to the group, in octets. */
    GROUP_SIZE_LIMIT("groupSizeLimit"),
    BROADCASTER_POLICY("broadcasterPolicy"),
    ALLOWED_DOMAIN("allowedDomain"),
    DISALLOWED_DOMAIN("disallowedDomain"),
    ALLOWED_BROADCASTER("allowedBroadcaster"),
    DISALLOWED_BROADCASTER("disallowedBroadcaster"),
    /** What becomes of what the rules refuse: {@code TOMODERATOR}, or it is refused. */
    REJECT_ACTION("rejectAction"),
    REJECT_TEXT("rejectText"),
    GROUP_PASSWORD("groupPassword"),
    MODERATOR("moderator"),
    ERRORS_TO("errorsTo"),
    /** Fields put into the header of what it sends on. */
    ADD_HEADER("addHeader"),
    /** Names of fields taken out of it. */
    REMOVE_HEADER("removeHeader"),
    /** Text put before that of what it sends on. */
    PREFIX_TEXT("prefixText"),
    /** Text put behind it. */
    SUFFIX_TEXT("suffixText"),
    /** Members by their entries' names. */
    MEMBER_DN("memberDn"),
    /** Members by LDAP URLs that find them. */
    MEMBER_URL("memberUrl"),
    /** Members by their addresses. */
    MEMBER_ADDRESS("memberAddress"),

    /** Which services a user may use; asked for logins only, as what follows. */
    SERVICE_ACCESS("serviceAccess"),
    SUBMIT_CHANNEL("submitChannel"),
    /** Verifiers of SCRAM (RFC 5803). */
    VERIFIER("verifier");

    private final String word;

    LdapAttribute(String word) {
        this.word = word;
    }

    /** Its word in settings. */
    public String word() {
        return word;
    }

    static Optional<LdapAttribute> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equalsIgnoreCase(word)).findFirst();
    }

    boolean isForLogins() {
        return this == SERVICE_ACCESS || this == SUBMIT_CHANNEL || this == VERIFIER;
    }

    /** Marks entries, and is no attribute itself. */
    boolean isObjectClass() {
        return this == DOMAIN_CLASS || this == ACCOUNT_CLASS || this == GROUP_CLASS;
    }

    boolean isDomains() {
        return ordinal() <= DOMAIN_SOURCE_BLOCK_LIMIT.ordinal();
    }
}
