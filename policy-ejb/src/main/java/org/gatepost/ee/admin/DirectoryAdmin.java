package org.gatepost.ee.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.directory.DirectoryAnswer;
import org.gatepost.directory.DirectoryMemory;
import org.gatepost.directory.Submitter;
import org.gatepost.ee.store.DirectoryFlushes;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * The directory as this node asks it and remembers it, and how all nodes are made to forget: an entry that was changed holds at once here, and within a second or
 * two on the others, instead of when its time is over.
 */
@Stateless
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class DirectoryAdmin {

    private static final int OBJECT_MAX = 330;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Caller caller;

    @Inject
    private LdapDirectory directory;

    /**
     * One server, asked by itself.
     *
     * @param milliseconds until it answered, or was given up
     * @param said why it is of no use; empty where it answers
     */
    public record Server(String url, boolean answers, long milliseconds, String said) {
    }

    /**
     * Questions of one kind, since this node started, and the answers it remembers now.
     *
     * @param stale answered with what was found before, because the directory did not answer
     */
    public record Remembered(String kind, long answers, long fromMemory, long asked, long stale) {
    }

    /** What this node remembers, and of what use it was. */
    public List<Remembered> remembered() {
        DirectoryMemory.Figures figures = directory.figures();
        return List.of(remembered("domains", figures.domains()), remembered("addresses", figures.accounts()));
    }

    private static Remembered remembered(String kind, DirectoryMemory.Questions of) {
        return new Remembered(kind, of.remembered(), of.fromMemory(), of.asked(), of.stale());
    }

    /** Searches this node has sent since it started. */
    public long searches() {
        return directory.searches();
    }

    /** Each server by itself, in the order they are asked, asked now; takes a few seconds where one does not answer. */
    public List<Server> servers() {
        return directory.servers().stream().map(server -> new Server(server.url(), server.answers(), server.took().toMillis(), server.said())).toList();
    }

    /**
     * What this node knows of an address, asked or remembered, and what follows from it for a recipient nobody in particular writes to. Empty where it is no address.
     */
    public Optional<Map<String, Object>> look(String address) {
        String text = address.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1 || text.length() > OBJECT_MAX) {
            return Optional.empty();
        }
        return Optional.of(DirectoryAnswer.of(directory, new Mailbox(text.substring(0, at), text.substring(at + 1)), Submitter.stranger(ReversePath.NULL), OptionalLong.empty()));
    }

    /**
     * Has all nodes forget an address, or a domain and everybody in it, or {@code *} for everything; how many answers there were on this one. Nothing is
     * forgotten that the audit cannot note, and nothing where the text is none of these: empty.
     */
    public OptionalInt forget(String addressOrDomain) {
        String what = addressOrDomain.strip();
        if (what.isEmpty() || what.length() > OBJECT_MAX) {
            return OptionalInt.empty();
        }
        Sql.on(database, connection -> {
            AuditLog.note(connection, caller.login(), "forget", "directory:" + what, "");
            DirectoryFlushes.write(connection, what, caller.login());
            return what;
        });
        return OptionalInt.of(directory.forget(what));
    }
}
