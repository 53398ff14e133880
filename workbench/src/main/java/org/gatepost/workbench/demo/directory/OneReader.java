package org.gatepost.workbench.demo.directory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/** The demo directory's access rule: one login reads, everything but passwords; the others may only prove who they are. */
final class OneReader extends InMemoryOperationInterceptor {

    /** Connections remembered; one forgotten has to bind again. */
    private static final int CONNECTIONS_MAX = 10_000;

    private final DN reader;
    private final Map<Long, Boolean> readers = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > CONNECTIONS_MAX;
        }
    });

    OneReader(DN reader) {
        this.reader = reader;
    }

    @Override
    public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
        boolean reads = result.getResult().getResultCode().equals(ResultCode.SUCCESS) && isReader(result.getRequest().getBindDN());
        if (reads) {
            readers.put(result.getConnectionID(), Boolean.TRUE);
        } else {
            readers.remove(result.getConnectionID());
        }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        if (!readers.containsKey(request.getConnectionID())) {
            throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "only " + reader + " reads here");
        }
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
        Entry shown = found.getSearchEntry().duplicate();
        shown.removeAttribute("userPassword");
        found.setSearchEntry(shown);
    }

    private boolean isReader(String dn) {
        try {
            return new DN(dn).equals(reader);
        } catch (LDAPException e) {
            return false;
        }
    }
}
