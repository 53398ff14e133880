package org.gatepost.workbench.cli.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapSearch;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.Directory;
import org.gatepost.directory.DirectoryAnswer;
import org.gatepost.directory.Submitter;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tool address}: what the directory says of an address, what follows from it for a recipient, and every search that was made. */
@Command(name = "address", description = "What the directory says of an address, and every search it took.", mixinStandardHelpOptions = true)
final class AddressTool implements Callable<Integer> {

    /** What was asked is not asked again for one answer. */
    private static final LdapCaching ONCE = LdapCaching.of(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    @ParentCommand
    private Tools tools;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ldap", required = true, split = ",", paramLabel = "URL", description = "ldap://host:port or ldaps://host:port; several: the first that answers.")
    private List<String> urls;

    @Option(names = "--bind-dn", defaultValue = "", paramLabel = "DN", description = "Who reads; nobody by default.")
    private String bindDn;

    @Option(names = "--bind-password", defaultValue = "", paramLabel = "PASSWORD", description = "The reader's password.")
    private String bindPassword;

    @Option(names = "--base", required = true, paramLabel = "DN", description = "Where domains are searched.")
    private String base;

    @Option(names = "--profile", defaultValue = "sun", paramLabel = "P", description = "sun, openldap or activedirectory (default: sun).")
    private String profile;

    @Option(names = "--attributes", defaultValue = "", paramLabel = "W=A;...", description = "Other names, as GATEPOST_LDAP_ATTRIBUTES has them.")
    private String attributes;

    @Option(names = "--domains", split = ",", paramLabel = "DOMAIN", description = "Domains that are local without an entry.")
    private List<String> domains = List.of();

    @Option(names = "--domain-tree", defaultValue = "", paramLabel = "DN", description = "The root of schema 1's domains.")
    private String domainTree;

    @Option(names = "--from", paramLabel = "A", description = "Who writes, for the rules of groups; nobody by default.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--auth", paramLabel = "A", description = "The address of who authenticated.")
    private Optional<String> auth = Optional.empty();

    @Option(names = "--size", paramLabel = "OCTETS", description = "The size that is declared.")
    private Optional<Long> size = Optional.empty();

    @Parameters(paramLabel = "ADDRESS", description = "The address.")
    private String address;

    private final List<LdapSearch> searches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Integer call() {
        try (LdapDirectory directory = LdapDirectory.watched(new LdapServer(urls, bindDn, bindPassword, base),
                LdapProfile.of(profile, attributes, domains, domainTree), ONCE, tools.complaints(), searches::add)) {
            Mailbox asked = mailbox(address);
            Submitter submitter = new Submitter(from.map(text -> ReversePath.of(mailbox(text))).orElse(ReversePath.NULL), auth.map(this::mailbox));
            return answer(directory, asked, submitter);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Mailbox mailbox(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    private int answer(Directory directory, Mailbox asked, Submitter submitter) {
        Map<String, Object> members = DirectoryAnswer.of(directory, asked, submitter, size.map(OptionalLong::of).orElse(OptionalLong.empty()));
        members.put("searches", List.copyOf(searches).stream().map(AddressTool::told).toList());
        tools.answer(members);
        return DirectoryAnswer.isAccepted(members) ? Tools.ANSWERED : Tools.NO;
    }

    static Map<String, Object> told(LdapSearch search) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("base", search.base());
        members.put("scope", search.scope());
        members.put("filter", search.filter());
        members.put("result", search.result());
        members.put("entries", search.entries());
        return members;
    }
}
