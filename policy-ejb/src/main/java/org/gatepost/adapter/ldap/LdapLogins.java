package org.gatepost.adapter.ldap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;

import org.gatepost.directory.LoginUser;
import org.gatepost.directory.Logins;
import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * Logins over LDAP, on connections of their own, so that no guessing keeps mail waiting: one pool reads, the other binds as users. Every answer comes within
 * the server's total timeout. Nothing is cached. Safe for use by many threads; connects at the first question.
 */
public final class LdapLogins implements Logins, AutoCloseable {

    /** Connections of each pool: as many logins are judged at once. */
    public static final int CONNECTIONS_MAX = 8;

    private static final int ENTRIES_MAX = 2;
    /** What a directory answers to a password it does not take, whatever its reason: the entry may be locked, expired or gone. */
    private static final Set<ResultCode> NOT_TAKEN = Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.INAPPROPRIATE_AUTHENTICATION, ResultCode.NO_SUCH_OBJECT,
            ResultCode.UNWILLING_TO_PERFORM, ResultCode.CONSTRAINT_VIOLATION, ResultCode.INVALID_DN_SYNTAX, ResultCode.INSUFFICIENT_ACCESS_RIGHTS);

    private final LdapProfile profile;
    private final EntryReader entries;
    private final LDAPConnectionPool readers;
    private final LDAPConnectionPool binders;
    private final LdapSearches searches;
    private final Duration total;
    private final ExecutorService questions = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("login-", 0).factory());

    /** A question to the directory. */
    @FunctionalInterface
    private interface Question<T> {
        Match<T> ask() throws LDAPException;
    }

    public LdapLogins(LdapServer server, LdapProfile profile) {
        LdapServer.Timeouts timeouts = server.timeouts();
        LdapServer own = new LdapServer(server.urls(), server.bindDn(), server.bindPassword(), server.base(),
                new LdapServer.Timeouts(timeouts.connect(), timeouts.response(), timeouts.total(), CONNECTIONS_MAX));
        this.profile = profile;
        this.entries = new EntryReader(profile);
        this.readers = LdapConnections.pool(own);
        this.binders = LdapConnections.pool(own);
        // A pool retries what met a dead connection; a bind that was perhaps judged is not sent again, for each counts towards a lockout.
        this.binders.setRetryFailedOperationsDueToInvalidConnections(false);
        this.searches = new LdapSearches(readers, profile.ofLogins());
        this.total = timeouts.total();
    }

    @Override
    public Match<LoginUser> user(MailDomain domain, String name) {
        return inTime(() -> search(domain, name));
    }

    private Match<LoginUser> search(MailDomain domain, String name) throws LDAPException {
        List<Filter> any = new ArrayList<>(profile.names(LdapAttribute.UID).stream().map(attribute -> Filter.createEqualityFilter(attribute, name)).toList());
        any.addAll(profile.holding(Addresses.forms(new Mailbox(name, domain.name()), domain.name()).getFirst()));
        List<Filter> classes = profile.names(LdapAttribute.ACCOUNT_CLASS).stream().filter(each -> !profile.names(LdapAttribute.GROUP_CLASS).contains(each))
                .map(each -> Filter.createEqualityFilter("objectClass", each)).toList();
        List<Entry> found = searches.below(domain.baseDn(), Filter.createANDFilter(Filter.createORFilter(classes), Filter.createORFilter(any)), ENTRIES_MAX);
        return switch (found.size()) {
            case 0 -> new Match.NotFound<>();
            case 1 -> new Match.Found<>(user(found.getFirst()));
            default -> new Match.Conflicting<>("more than one entry has this login name");
        };
    }

    private LoginUser user(Entry entry) {
        Mailbox mail = entries.mail(entry);
        return new LoginUser(entry.getDN(), mail, entries.allAddresses(entry), entries.status(entry, LdapAttribute.USER_STATUS),
                entries.values(entry, LdapAttribute.SERVICE_ACCESS), entries.first(entry, LdapAttribute.SUBMIT_CHANNEL).map(c -> c.toLowerCase(Locale.ROOT)),
                entries.values(entry, LdapAttribute.VERIFIER));
    }

    @Override
    public Match<String> bind(String dn, byte[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("a bind without a password proves nothing");
        }
        return inTime(() -> {
            try {
                BindResult result = binders.bindAndRevertAuthentication(new SimpleBindRequest(dn, password));
                return result.getResultCode().equals(ResultCode.SUCCESS) ? new Match.Found<>(dn) : new Match.NotFound<>();
            } catch (LDAPException e) {
                if (NOT_TAKEN.contains(e.getResultCode())) {
                    return new Match.NotFound<>();
                }
                throw e;
            }
        });
    }

    /** Ends open questions and connections. */
    @Override
    public void close() {
        questions.shutdownNow();
        readers.close();
        binders.close();
    }

    /** Asks with the total timeout, on a thread that can be given up. */
    private <T> Match<T> inTime(Question<T> question) {
        Future<Match<T>> answer;
        try {
            answer = questions.submit(() -> ask(question));
        } catch (RejectedExecutionException e) {
            return new Match.Unavailable<>("the directory is closed");
        }
        try {
            return answer.get(total.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Match.Unavailable<>("no answer within " + total.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Match.Unavailable<>("interrupted while asking the directory");
        } catch (ExecutionException e) {
            // Not its text, which could quote what was sent.
            return new Match.Unavailable<>("unexpected: " + e.getCause().getClass().getSimpleName());
        } finally {
            answer.cancel(true);
        }
    }

    private static <T> Match<T> ask(Question<T> question) {
        try {
            return question.ask();
        } catch (EntryReader.Unusable e) {
            return new Match.Conflicting<>(e.getMessage());
        } catch (LDAPException e) {
            return new Match.Unavailable<>("login: " + e.getResultCode());
        }
    }
}
