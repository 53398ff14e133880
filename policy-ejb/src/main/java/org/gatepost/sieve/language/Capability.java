package org.gatepost.sieve.language;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a script can ask for by {@code require}: extensions and comparators, each by the name it is registered under. */
public enum Capability {
    FILEINTO("fileinto"), REJECT("reject"), EREJECT("ereject"), ENVELOPE("envelope"), ENCODED_CHARACTER("encoded-character"), VARIABLES("variables"),
    RELATIONAL("relational"), SUBADDRESS("subaddress"), COPY("copy"), BODY("body"), DATE("date"), INDEX("index"), EDITHEADER("editheader"),
    IMAP4FLAGS("imap4flags"), INCLUDE("include"), VACATION("vacation"), VACATION_SECONDS("vacation-seconds"), SPAMTEST("spamtest"),
    SPAMTESTPLUS("spamtestplus"), VIRUSTEST("virustest"), ENVIRONMENT("environment"), IHAVE("ihave"), MAILBOX("mailbox"), SPECIAL_USE("special-use"),
    MBOXMETADATA("mboxmetadata"), SERVERMETADATA("servermetadata"), MIME("mime"), FOREVERYPART("foreverypart"), EXTRACTTEXT("extracttext"),
    REPLACE("replace"), ENCLOSE("enclose"), DUPLICATE("duplicate"), ENOTIFY("enotify"), REGEX("regex"), EXTLISTS("extlists"), ENVELOPE_DSN("envelope-dsn"),
    REDIRECT_DSN("redirect-dsn"), ENVELOPE_DELIVERBY("envelope-deliverby"), REDIRECT_DELIVERBY("redirect-deliverby"),
    COMPARATOR_OCTET("comparator-i;octet"), COMPARATOR_ASCII_CASEMAP("comparator-i;ascii-casemap"), COMPARATOR_ASCII_NUMERIC("comparator-i;ascii-numeric"),
    COMPARATOR_UNICODE_CASEMAP("comparator-i;unicode-casemap"), ADDTAG("addtag"), ADDHEADER("addheader"), SPAMADJUST("spamadjust"), JETTISON("jettison"),
    REFUSE("refuse"), HOLD("hold"), CAPTURE("capture"),
    /** Offered to test scripts alone. */
    TESTSUITE("vnd.dovecot.testsuite");

    private static final Map<String, Capability> BY_NAME = new TreeMap<>();

    static {
        for (Capability capability : values()) {
            BY_NAME.put(capability.word, capability);
        }
    }

    private final String word;

    Capability(String word) {
        this.word = word;
    }

    /** The name in {@code require}. */
    public String word() {
        return word;
    }

    /** Names are compared as they are written (RFC 5228 3.2). */
    static Optional<Capability> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
