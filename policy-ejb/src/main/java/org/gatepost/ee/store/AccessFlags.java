package org.gatepost.ee.store;

import java.util.Map;
import java.util.Set;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.TemplateTerms;
import org.gatepost.mapping.access.AuthRewrite;
import org.gatepost.mapping.access.Conversions;
import org.gatepost.mapping.access.FromAccess;
import org.gatepost.mapping.access.IpAccess;
import org.gatepost.mapping.access.LogAction;
import org.gatepost.mapping.access.PortAccess;
import org.gatepost.mapping.access.RecipientAccess;

/** What the gate does for the flags of its tables: a table that wants more is an error, and not obeyed by half. */
public final class AccessFlags {

    private static final TemplateTerms.Use OF_RECIPIENTS = use("YNFBHVZ<>DTAGSX,", "ATESFD");
    private static final Map<String, TemplateTerms.Use> USES = Map.of(PortAccess.TABLE, use("YNF<>", "A"), FromAccess.TABLE, use("YNFBHVZ!JK<>DTAGSX,", "AT"),
            AuthRewrite.TABLE, use("JKYTZN", ""), IpAccess.TABLE, use("NIAY", ""), LogAction.TABLE, use("Y<", ""), Conversions.TABLE, use("", ""),
            RecipientAccess.ORIG_SEND_ACCESS.name(), OF_RECIPIENTS, RecipientAccess.ORIG_MAIL_ACCESS.name(), OF_RECIPIENTS,
            RecipientAccess.SEND_ACCESS.name(), OF_RECIPIENTS, RecipientAccess.MAIL_ACCESS.name(), OF_RECIPIENTS);

    private AccessFlags() {
    }

    private static TemplateTerms.Use use(String sets, String knows) {
        return new TemplateTerms.Use(Flags.of(sets), Flags.of(knows));
    }

    /**
     * What templates may use, table by table.
     *
     * @param answered what can be asked, as {@code TableLookups.answers} names it
     */
    public static TemplateTerms terms(Set<String> answered) {
        return new TemplateTerms(USES, answered::contains);
    }
}
