package org.gatepost.ee.admin;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

import org.gatepost.directory.DirectoryMemory;

/**
 * What this node remembers of the directory, and how it is made to forget: an entry that was changed holds at once, instead of when its time is over.
 * Other nodes go on remembering for theirs.
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
    private DirectoryMemory memory;

    /** How much is remembered, and of what use it was. */
    public DirectoryMemory.Figures figures() {
        return memory.figures();
    }

    /** Forgets an address, or a domain and everybody in it; how many answers there were. Nothing is forgotten that the audit cannot note. */
    public int forget(String addressOrDomain) {
        String what = addressOrDomain.strip();
        if (what.isEmpty() || what.length() > OBJECT_MAX) {
            throw new IllegalArgumentException("not an address or a domain");
        }
        return Sql.on(database, connection -> {
            AuditLog.note(connection, caller.login(), "forget", "directory:" + what, "");
            return memory.forget(what);
        });
    }
}
