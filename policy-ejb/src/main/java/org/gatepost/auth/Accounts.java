package org.gatepost.auth;

import java.util.Locale;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Directory;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.Logins;
import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;

/**
 * The rules that hold for every mechanism: how a name leads to a user, who may log in, and that whoever may not gets the same answer as a wrong password
 * gets, after the same work. Safe for use by many threads.
 */
final class Accounts {

    /** The longest name or password that is looked at, in octets; a longer one is wrong. */
    static final int WORD_OCTETS_MAX = 1_024;

    private final Logins logins;
    private final Directory directory;
    private final String defaultDomain;
    private final AuthThrottle throttle;

    Accounts(Logins logins, Directory directory, String defaultDomain, AuthThrottle throttle) {
        this.logins = logins;
        this.directory = directory;
        this.defaultDomain = defaultDomain;
        this.throttle = throttle;
    }

    /** What a name stands for: a user, or nobody whom anybody could be. */
    record Named(Match<LoginUser> user, Match<MailDomain> domain) {
    }

    /** Looks a name up: {@code uid} in the default domain, or {@code uid@domain}, or an address of the user. */
    Named named(String name) {
        int at = name.lastIndexOf('@');
        String domainName = at < 0 ? defaultDomain : name.substring(at + 1);
        String local = at < 0 ? name : name.substring(0, at);
        Match<MailDomain> domain = directory.domain(domainName);
        if (local.isEmpty() || local.length() > WORD_OCTETS_MAX) {
            return new Named(new Match.NotFound<>(), domain);
        }
        return new Named(domain.then(found -> logins.user(found, local)), domain);
    }

    /** Checks a password by a bind as the user; where there is none, as somebody who does not exist. */
    AuthOutcome password(AuthClient client, String name, byte[] password) {
        // RFC 4513 section 5.1.2: a bind with a name and no password succeeds and proves nothing.
        if (password.length == 0 || password.length > WORD_OCTETS_MAX || name.isEmpty()) {
            return failed(client, name, "no name, no password, or one too long");
        }
        Named named = named(name);
        return switch (named.user()) {
            case Match.Unavailable<LoginUser>(String why) -> unavailable(why);
            case Match.Conflicting<LoginUser>(String why) -> unavailable(why);
            case Match.NotFound<LoginUser>() -> bind(client, name, key(name), nobody(named.domain()), password, named);
            case Match.Found<LoginUser>(LoginUser user) -> bind(client, name, user.dn(), user.dn(), password, named);
        };
    }

    private static String nobody(Match<MailDomain> domain) {
        return "uid=nobody at all," + (domain instanceof Match.Found<MailDomain>(MailDomain found) ? found.baseDn() : "o=nowhere");
    }

    private AuthOutcome bind(AuthClient client, String name, String key, String dn, byte[] password, Named named) {
        if (!throttle.begins(key, client.address())) {
            return throttled(name);
        }
        return switch (logins.bind(dn, password)) {
            case Match.Found<String> right when named.user() instanceof Match.Found<LoginUser>(LoginUser user) -> allowed(client, name, user, named.domain());
            case Match.Found<String> impossible -> wrong(name, "there is no such user");
            case Match.NotFound<String>() -> wrong(name, named.user() instanceof Match.Found ? "wrong password" : "there is no such user");
            case Match.Unavailable<String>(String why) -> {
                throttle.notJudged(key, client.address());
                yield unavailable(why);
            }
            case Match.Conflicting<String>(String why) -> {
                throttle.notJudged(key, client.address());
                yield unavailable(why);
            }
        };
    }

    /** Who it is has been proven to somebody we believe: a name is all there is to check. */
    AuthOutcome vouched(AuthClient client, String name) {
        Named named = named(name);
        return switch (named.user()) {
            case Match.Found<LoginUser>(LoginUser user) when !begins(client, name, named.user()) -> throttled(name);
            case Match.Found<LoginUser>(LoginUser user) -> allowed(client, name, user, named.domain());
            case Match.NotFound<LoginUser>() -> failed(client, name, "there is no such user");
            case Match.Unavailable<LoginUser>(String why) -> unavailable(why);
            case Match.Conflicting<LoginUser>(String why) -> unavailable(why);
        };
    }

    /**
     * Whether an attempt at a proof may be judged, which is counted as failed until {@link #allowed} says otherwise.
     *
     * @param user where the name leads to one
     */
    boolean begins(AuthClient client, String name, Match<LoginUser> user) {
        return throttle.begins(user instanceof Match.Found<LoginUser>(LoginUser found) ? found.dn() : key(name), client.address());
    }

    /** The last word about a user who has proven to be it: status of user and domain, and whether smtp is among the services. */
    AuthOutcome allowed(AuthClient client, String name, LoginUser user, Match<MailDomain> domain) {
        return switch (directory.domain(user.mail().domain())) {
            case Match.Unavailable<MailDomain>(String why) -> {
                throttle.notJudged(user.dn(), client.address());
                yield unavailable(why);
            }
            case Match.Conflicting<MailDomain>(String why) -> {
                throttle.notJudged(user.dn(), client.address());
                yield unavailable(why);
            }
            case Match.NotFound<MailDomain>() -> wrong(name, user.mail().domain() + " is not local");
            case Match.Found<MailDomain>(MailDomain own) when !maySend(own.status()) || !maySendIn(domain) -> wrong(name, "the domain is not active");
            case Match.Found<MailDomain> own when !maySend(user.status()) -> wrong(name, "the user is " + user.status().name().toLowerCase(Locale.ROOT));
            case Match.Found<MailDomain> own when !ServiceAccess.allowsSmtp(user.serviceAccess(), client.address()) -> wrong(name, "smtp is not among the services");
            case Match.Found<MailDomain> own -> {
                throttle.succeeded(user.dn(), client.address());
                yield new AuthOutcome.Proven(user);
            }
        };
    }

    private static boolean maySendIn(Match<MailDomain> domain) {
        return !(domain instanceof Match.Found<MailDomain>(MailDomain found)) || maySend(found.status());
    }

    /** A full mailbox, or one whose mail is held, is nothing that keeps its owner from sending. */
    private static boolean maySend(AccountStatus status) {
        return switch (status) {
            case ACTIVE, OVERQUOTA, HOLD -> true;
            case INACTIVE, DISABLED, DELETED, REMOVED -> false;
        };
    }

    /** Wrong before anybody was asked; counted all the same. */
    AuthOutcome failed(AuthClient client, String name, String why) {
        return throttle.begins(key(name), client.address()) ? wrong(name, why) : throttled(name);
    }

    AuthOutcome wrong(String name, String why) {
        return new AuthOutcome.Failed(Replies.BAD_CREDENTIALS, shown(name) + ": " + why);
    }

    AuthOutcome throttled(String name) {
        return new AuthOutcome.Failed(Replies.TOO_MANY_AUTH_FAILURES, shown(name) + ": too many failures");
    }

    static AuthOutcome unavailable(String why) {
        return new AuthOutcome.Failed(Replies.CANNOT_AUTHENTICATE, why);
    }

    /** Names by which no directory entry goes, however they are written. */
    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** What has not the form of a uid or address may be a password typed into the wrong field, and is not shown. */
    private static String shown(String name) {
        return name.matches("[A-Za-z0-9._+@-]{1,64}") ? name : "a name of " + name.length() + " characters";
    }
}
