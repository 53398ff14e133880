package org.gatepost.directory;

import java.util.Locale;

/** The status of a domain, user or group, as its entry says. */
public enum AccountStatus {
    ACTIVE, INACTIVE, OVERQUOTA, DISABLED, DELETED, REMOVED, HOLD;

    /** Reads an attribute's value, without regard to case; a word we do not know counts as inactive, so that it defers and never loses mail. */
    public static AccountStatus of(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "active" -> ACTIVE;
            case "overquota" -> OVERQUOTA;
            case "disabled" -> DISABLED;
            case "deleted" -> DELETED;
            case "removed" -> REMOVED;
            case "hold" -> HOLD;
            default -> INACTIVE;
        };
    }

    /** Of two statuses in the order they are looked at, the first that is not active. */
    public AccountStatus orElse(AccountStatus next) {
        return this == ACTIVE ? next : this;
    }
}
