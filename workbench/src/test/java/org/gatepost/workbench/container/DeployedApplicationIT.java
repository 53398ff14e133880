package org.gatepost.workbench.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.gatepost.ee.inbound.SmtpGateBean;
import org.gatepost.ee.store.GatepostDatabase;
import org.gatepost.gate.PolicySource;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueStore;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.trace.Alarms;
import org.gatepost.trace.TraceLog;
import org.gatepost.workbench.store.Messages;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The EAR as it is built, with one module more: these tests, which run inside the server. */
@ExtendWith({TestDomain.class, ArquillianExtension.class})
class DeployedApplicationIT {

    private static final String CONNECTOR = "org.gatepost.smtp.";

    @Inject
    private Acceptance acceptance;
    @Inject
    private QueueStore queue;
    @Inject
    private TraceLog trace;
    @Inject
    private Alarms alarms;
    @Inject
    private PolicySource policy;
    @Inject
    private GatepostDatabase database;

    @Deployment
    static EnterpriseArchive gatepostWithTheseTests() throws IOException {
        File built = new File(System.getProperty("gatepost.root", ".."), "ear/target/gatepost.ear");
        EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built);
        WebArchive tests = ShrinkWrap.create(WebArchive.class, "tests.war").addClasses(DeployedApplicationIT.class, TestDomain.class, Messages.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ear.addAsModule(Testable.archiveToTest(tests)).setApplicationXML(new StringAsset(withModule(ear, "tests.war", "/container-tests")));
    }

    private static String withModule(EnterpriseArchive ear, String war, String root) throws IOException {
        try (InputStream xml = ear.get("META-INF/application.xml").getAsset().openStream()) {
            return new String(xml.readAllBytes(), StandardCharsets.UTF_8).replace("<library-directory>",
                    "<module><web><web-uri>" + war + "</web-uri><context-root>" + root + "</context-root></web></module>\n  <library-directory>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener.SmtpListener", "listener.Receipt$Accepted", "protocol.Reply", "session.SmtpSession", "ra.SmtpResourceAdapter"})
    void aClassOfTheConnectorIsSeenOnceFromEverywhere(String name) throws Exception {
        Class<?> fromWar = Class.forName(CONNECTOR + name, false, DeployedApplicationIT.class.getClassLoader());
        Class<?> fromEjbJar = Class.forName(CONNECTOR + name, false, SmtpGateBean.class.getClassLoader());
        assertSame(fromWar, fromEjbJar, "two classes of one name");
        assertTrue(location(fromWar).contains("smtp-connector-rar"), () -> "loaded from " + location(fromWar));
        assertEquals(1, Collections.list(DeployedApplicationIT.class.getClassLoader().getResources((CONNECTOR + name).replace('.', '/') + ".class")).stream()
                .distinct().count(), "copies on the class path");
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Test
    void theBeanIsTheConnectorsListener() {
        assertTrue(SmtpListener.class.isAssignableFrom(SmtpGateBean.class));
        assertSame(Reply.class.getClassLoader(), SmtpListener.class.getClassLoader());
    }

    @Test
    void coresPortsCanBeInjected() {
        assertTrue(policy.current().version() > 0, "no policy is active");
        assertEquals(List.of(), queue.claim(Map.of()));
        assertTrue(trace != null && alarms != null);
    }

    @Test
    void aMessageThatIsAcceptedIsInTheDatabase() throws SQLException {
        NewMessage message = Messages.held("Subject: from inside\r\n\r\nx\r\n", "frank@example.com");
        UUID id = message.message().id().value();
        try {
            Receipt receipt = acceptance.accept(message);
            assertInstanceOf(Receipt.Accepted.class, receipt);
            assertEquals(1, count("SELECT count(*) FROM message WHERE id = ?", id));
            assertEquals(1, count("SELECT count(*) FROM recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE r.state = 'held' AND e.message_id = ?", id));
            assertEquals(1, count("SELECT count(*) FROM content_chunk WHERE message_id = ?", id));
            assertEquals(1, count("SELECT count(*) FROM trace_event WHERE kind = 'accept' AND queue_id = ?", id));
        } finally {
            forget(id);
        }
    }

    private long count(String sql, UUID id) throws SQLException {
        try (Connection connection = database.direct().getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void forget(UUID id) throws SQLException {
        try (Connection connection = database.direct().getConnection()) {
            for (String sql : List.of("DELETE FROM queue_entry WHERE message_id = ?", "DELETE FROM content_chunk WHERE message_id = ?", "DELETE FROM message WHERE id = ?")) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setObject(1, id);
                    statement.executeUpdate();
                }
            }
        }
    }
}
