package org.gatepost.ee.admin.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

import org.gatepost.ee.settings.Settings;

/** The directory as Jakarta Security's identity store for the desk. */
@ApplicationScoped
public class DirectoryIdentityStore implements IdentityStore {

    private static final Logger LOG = System.getLogger(DirectoryIdentityStore.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private LoginOutcome outcome;

    private DirectoryLogins logins;

    @PostConstruct
    void open() {
        logins = new DirectoryLogins(settings.ldap(), settings.roleGroups(), Clock.systemUTC());
    }

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof DeskCredential typed)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        LoginResult result = logins.check(typed.getCaller(), typed.getPasswordAsString(), typed.address());
        outcome.is(result);
        return switch (result) {
            case LoginResult.Known known -> new CredentialValidationResult(known.login(), known.roles());
            case LoginResult.Refused refused -> CredentialValidationResult.INVALID_RESULT;
            case LoginResult.TooMany tooMany -> CredentialValidationResult.INVALID_RESULT;
            case LoginResult.Unavailable unavailable -> {
                LOG.log(Level.WARNING, "A login could not be checked, the directory did not answer: {0}", unavailable.why());
                yield CredentialValidationResult.INVALID_RESULT;
            }
        };
    }
}
