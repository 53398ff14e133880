package org.gatepost.workbench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.gatepost.workbench.chaos.Ledger.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BooksTest {

    private static final String BODY = "body\r\n";

    @TempDir
    private Path mail;

    private final Ledger ledger = new Ledger();
    private int number;

    private Books books(boolean alone) {
        return new Books(mail, ledger, alone);
    }

    private void deliver(String mailbox, String id, String body) throws IOException {
        Path fresh = Files.createDirectories(mail.resolve(mailbox).resolve("new"));
        Files.writeString(fresh.resolve("m" + number++), "Return-Path: <a@b>\r\nSubject: " + id + "\r\n\r\n" + body);
    }

    private void accepted(String id, String... mailboxes) {
        ledger.begin(id, Set.of(mailboxes), BODY.length());
        ledger.answered(id, new Fate.Accepted("Q"));
    }

    @Test
    void balanceWhenEveryCopyIsThereOnce() throws IOException {
        accepted("r1-1", "alice", "bob");
        deliver("alice", "r1-1", BODY);
        deliver("bob", "r1-1", BODY);
        Books books = books(true);
        assertEquals(2, books.collect());
        assertEquals(List.of(), books.missing("r1-"));
        assertEquals(0, books.takeDuplicates());
        assertEquals(List.of(), books.takeStrange());
        assertEquals(0, books.collect(), "what was counted is taken away");
    }

    @Test
    void seeTheCopyThatIsNotThere() throws IOException {
        accepted("r1-1", "alice", "bob");
        deliver("alice", "r1-1", BODY);
        Books books = books(true);
        books.collect();
        assertEquals(List.of("r1-1 bob"), books.missing("r1-"));
    }

    @Test
    void missNothingThatWasNotPromised() throws IOException {
        ledger.begin("r1-1", Set.of("alice"), BODY.length());
        ledger.begin("r1-2", Set.of("alice"), BODY.length());
        ledger.answered("r1-2", new Fate.Refused("451 4.3.0 later"));
        Books books = books(true);
        books.collect();
        assertEquals(List.of(), books.missing("r1-"));
    }

    @Test
    void countASecondCopyOnceEvenWhenItComesLater() throws IOException {
        accepted("r1-1", "alice");
        deliver("alice", "r1-1", BODY);
        Books books = books(true);
        books.collect();
        assertEquals(0, books.takeDuplicates());
        deliver("alice", "r1-1", BODY);
        books.collect();
        assertEquals(1, books.takeDuplicates());
        assertEquals(0, books.takeDuplicates(), "told once");
    }

    @Test
    void findDamagedMisdirectedRefusedAndUnknownMessagesStrange() throws IOException {
        accepted("r1-1", "alice");
        accepted("r1-2", "alice");
        ledger.begin("r1-3", Set.of("alice"), BODY.length());
        ledger.answered("r1-3", new Fate.Refused("451 4.3.0 later"));
        deliver("alice", "r1-1", "bo");
        deliver("bob", "r1-2", BODY);
        deliver("alice", "r1-3", BODY);
        deliver("remote", "Delivery Status Notification", BODY);
        Books books = books(true);
        books.collect();
        List<String> strange = books.takeStrange();
        assertEquals(4, strange.size(), strange::toString);
        assertTrue(strange.stream().anyMatch(line -> line.contains("r1-3 was refused")), strange::toString);
    }

    @Test
    void leaveOtherPeoplesMailWhereItIs() throws IOException {
        deliver("alice", "somebody else's", BODY);
        Books books = books(false);
        assertEquals(0, books.collect());
        assertEquals(List.of(), books.takeStrange());
        assertTrue(Files.exists(mail.resolve("alice/new/m0")));
    }
}
