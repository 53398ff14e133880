package org.gatepost.ee.admin;

/** The roles of the desk, as GATEPOST_ROLE_GROUPS names them. */
public final class Roles {

    /** May do everything there is. */
    public static final String POSTMASTER = "postmaster";
    /** May look, hold, release and retry. */
    public static final String HELPDESK = "helpdesk";

    private Roles() {
    }
}
