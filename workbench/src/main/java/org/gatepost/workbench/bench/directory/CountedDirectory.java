package org.gatepost.workbench.bench.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import org.gatepost.workbench.demo.directory.DemoDirectory;

import com.unboundid.ldap.listener.AccessLogRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SingleServerSet;

/**
 * The demo directory behind a proxy that counts what is searched. Both on loopback, on any free port; safe for use by many threads.
 */
final class CountedDirectory implements AutoCloseable {

    private final DemoDirectory directory;
    private final LDAPListener proxy;
    private final Searches searches = new Searches();

    CountedDirectory(String readerPassword) throws LDAPException, IOException {
        directory = new DemoDirectory(0, readerPassword);
        LDAPListenerConfig config = new LDAPListenerConfig(0,
                new AccessLogRequestHandler(searches, new ProxyRequestHandler(new SingleServerSet("127.0.0.1", directory.port()))));
        config.setListenAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        proxy = new LDAPListener(config);
        try {
            proxy.startListening();
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** What the server is to ask. */
    String url() {
        return "ldap://127.0.0.1:" + proxy.getListenPort();
    }

    /** Searches asked since this was called last, as the access log has them. */
    int searchesSinceLast() {
        return searches.count.getAndSet(0);
    }

    @Override
    public void close() {
        proxy.shutDown(true);
        directory.close();
    }

    /** Counts the lines of the access log that tell of a search asked. */
    private static final class Searches extends Handler {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().contains(" SEARCH REQUEST ")) {
                count.incrementAndGet();
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
