package org.gatepost.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.stage.Match;

/** Logins in memory: each user's password is its name. Counts what it is asked. */
public final class FakeLogins implements Logins {

    /** The verifier of alice, whose password is {@code alice}. */
    public static final String VERIFIER = "SCRAM-SHA-256$4096:Q/HE7TXrg+ldtpz+/M6xBg==$TCZNDLo32mNGPCciA/xs1L+Tui9RPxfdYDHqGwxKb9Q=:"
            + "Tepzcp7Nu8BgiOTfoBMaBUZtDUKrf8NWimQRfsJgDUM=";

    private final Map<String, LoginUser> users = new LinkedHashMap<>();
    private final List<String> binds = new ArrayList<>();
    private Optional<String> down = Optional.empty();

    /** What every question is answered with from now on: {@code Unavailable}. */
    public void fail(String why) {
        down = Optional.of(why);
    }

    /** The entries passwords were tried with. */
    public List<String> binds() {
        return binds;
    }

    /** One more user, or another in its place. */
    public void user(String uid, AccountStatus status, List<String> serviceAccess, Optional<String> submitChannel, List<String> verifiers, String... others) {
        List<org.gatepost.smtp.protocol.Mailbox> addresses = new ArrayList<>(List.of(FakeDirectory.box(uid + "@example.com")));
        List.of(others).forEach(other -> addresses.add(FakeDirectory.box(other)));
        users.put(uid, new LoginUser("uid=" + uid + ",o=demo", addresses.getFirst(), addresses, status, serviceAccess, submitChannel, verifiers));
    }

    @Override
    public Match<LoginUser> user(MailDomain domain, String name) {
        if (down.isPresent()) {
            return new Match.Unavailable<>(down.get());
        }
        return users.values().stream().filter(user -> user.addresses().stream().anyMatch(a -> a.domain().equals(domain.name()) && a.localPart().equalsIgnoreCase(name)))
                .findFirst().<Match<LoginUser>>map(Match.Found::new).orElseGet(Match.NotFound::new);
    }

    @Override
    public Match<String> bind(String dn, byte[] password) {
        if (down.isPresent()) {
            return new Match.Unavailable<>(down.get());
        }
        binds.add(dn);
        String uid = dn.substring(dn.indexOf('=') + 1, dn.indexOf(',')).toLowerCase(Locale.ROOT);
        return users.containsKey(uid) && uid.equals(new String(password, StandardCharsets.UTF_8)) ? new Match.Found<>(dn) : new Match.NotFound<>();
    }

    /** The contract's demo directory. */
    public static FakeLogins demo() {
        FakeLogins demo = new FakeLogins();
        demo.user("alice", AccountStatus.ACTIVE, List.of(), Optional.empty(), List.of(VERIFIER), "postmaster@example.com");
        demo.user("bob", AccountStatus.ACTIVE, List.of(), Optional.empty(), List.of(), "robert@example.com");
        demo.user("carol", AccountStatus.INACTIVE, List.of(), Optional.empty(), List.of());
        demo.user("dave", AccountStatus.DISABLED, List.of(), Optional.empty(), List.of());
        demo.user("erin", AccountStatus.OVERQUOTA, List.of(), Optional.empty(), List.of());
        demo.user("frank", AccountStatus.HOLD, List.of(), Optional.empty(), List.of());
        demo.user("ivan", AccountStatus.DELETED, List.of(), Optional.empty(), List.of());
        demo.user("mallory", AccountStatus.ACTIVE, List.of(), Optional.of("tcp_limited"), List.of());
        return demo;
    }
}
