package org.gatepost.dryrun;

import org.gatepost.directory.Logins;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.MailDomain;
import org.gatepost.stage.Match;

/** Users who are believed whatever their password: a dry run asks what one would be told, not whether one is it. Nobody else may be given these. */
public record BelievedLogins(Logins users) implements Logins {

    @Override
    public Match<LoginUser> user(MailDomain domain, String name) {
        return users.user(domain, name);
    }

    @Override
    public Match<String> bind(String dn, byte[] password) {
        return new Match.Found<>(dn);
    }
}
