package org.gatepost.ee.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.channel.Channel;
import org.gatepost.conversion.ConversionEntry;
import org.gatepost.channel.NextHop;
import org.gatepost.ee.settings.Settings;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.gate.ScriptPolicy;
import org.gatepost.gate.TableLookups;
import org.gatepost.gate.ThrottlePolicy;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.throttle.Greylisted;
import org.gatepost.throttle.Quota;
import org.gatepost.throttle.ThrottleTable;
import org.junit.jupiter.api.Test;

class PolicyLoaderTest {

    private static final String FLAGS_OF_FROM_ACCESS = "$! $, $< $> $A $B $D $F $G $H $J $K $N $S $T $V $X $Y $Z";
    private static final NextHop STORE = NextHop.parse("lmtp://127.0.0.1:2424");
    private static final NextHop REMOTE = NextHop.parse("smtp://127.0.0.1:2526");

    private final ListenerRow listener = listener();
    private final ChannelRow local = channel("tcp_local", "remote");
    private final ChannelRow store = channel("tcp_lmtpcs", "store");
    private final ScannerRow clamd = scanner();
    private final List<ScannerRow> more = new ArrayList<>();
    private final List<MappingTableRow> tables = new ArrayList<>();
    private final List<DnsListRow> lists = new ArrayList<>();
    private final List<SpfLocalRow> spfRecords = new ArrayList<>();
    private final List<SieveFilterRow> filters = new ArrayList<>();
    private final List<GeneralTextRow> texts = new ArrayList<>();
    private final List<ThrottleTableRow> throttles = new ArrayList<>();
    private Set<String> answered = TableLookups.NONE.answers();
    private final List<RewriteRulesRow> rewriteRules = new ArrayList<>();
    private final List<ConversionRulesRow> conversions = new ArrayList<>();
    private final List<ScanRuleRow> rules = new ArrayList<>();
    private boolean mxDelivery;
    private boolean srs;
    private Map<String, List<Settings.HostPort>> engines = Map.of("clamd", List.of(new Settings.HostPort("127.0.0.1", 3310)));

    @Test
    void destinationsAndScannersTakeTheirAddressesFromTheSettings() {
        PolicySnapshot policy = good();
        assertEquals(Optional.of(REMOTE), policy.channel(PolicySnapshot.REMOTE_DELIVERY).nextHop());
        Channel delivery = policy.channel(PolicySnapshot.LOCAL_DELIVERY);
        assertEquals(Optional.of(STORE), delivery.nextHop());
        assertEquals(List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)), delivery.backoff());
        assertEquals(256 * 1024, delivery.headerOctetsMax());
        assertEquals(1000, delivery.recipientsMax());
        assertEquals(3310, policy.scanners().getFirst().port());
        assertEquals(2, policy.scanners().getFirst().sourceChannels().size());
        store.setDestination("lmtp://[::1]:24");
        assertEquals(Optional.of(NextHop.parse("lmtp://[::1]:24")), good().channel(PolicySnapshot.LOCAL_DELIVERY).nextHop());
    }

    @Test
    void mailGoesToTheHostsOfItsDomainsOnlyWithoutTheDemoDirectory() {
        local.setDestination("mx");
        assertTrue(bad().getFirst().contains("demo directory"));
        mxDelivery = true;
        assertEquals(Optional.of(new NextHop(NextHop.Protocol.MX, "", 25)), good().channel(PolicySnapshot.REMOTE_DELIVERY).nextHop());
        local.setDestination("mx:2600");
        assertEquals(2600, good().channel(PolicySnapshot.REMOTE_DELIVERY).nextHop().orElseThrow().port());
    }

    @Test
    void aScannerWithoutAnAddressIsNotAsked() {
        engines = Map.of();
        assertTrue(good().scanners().isEmpty());
        clamd.setAddress("scanner.example:3310");
        assertEquals("scanner.example", good().scanners().getFirst().host());
    }

    @Test
    void aScannerProtocolNobodySpeaksIsAnErrorWithAnAddressAndWithout() {
        clamd.setProtocol("carrier-pigeon");
        assertEquals(List.of("scanner clamd: protocol: not one of " + Engines.PROTOCOLS + ": 'carrier-pigeon'"), bad());
        engines = Map.of();
        assertEquals(1, bad().size());
    }

    @Test
    void m01MappingTablesAreCompiled() {
        table("PORT_ACCESS", "  *|*|*|*|*  $C$|INTERNAL_IP;$3|$Y$E\n  *  $YEXTERNAL");
        table("INTERNAL_IP", "\n! ours\n  $(10.0.0.0/8)  $Y$T\n");
        assertEquals(List.of("PORT_ACCESS", "INTERNAL_IP"), good().mappings().names());
    }

    @Test
    void aMappingTableThatCannotBeReadOrObeyedSaysWhere() {
        table("MAIL_ACCESS", "  *  $q$Y\n  $z  $Y");
        table("SEND_ACCESS", "  *  $N\nOTHER\n  *  $Y");
        table("ORIG_SEND_ACCESS", "  *  $Y\n  *  $:Q$N");
        table("FROM_ACCESS", "  *  $Y\n  *  $N$Q");
        table("OTHER2", "  *  $[/opt/lib/check_metermaid.so,throttle,t,$0]\n  *  $]ldap:///$0[\n  *  ${known}");
        answered = Set.of("${text}");
        assertEquals(List.of("mapping_table MAIL_ACCESS: line 1, column 7: expected a flag that has an effect in MAIL_ACCESS: $, $< $> $A $B $D $F $G $H $N $S $T $V $X $Y $Z", "mapping_table MAIL_ACCESS: line 2, column 4: expected one of $$ $% $* $! $space, $_ $@ $^, $0* to $9*, $A $B $D $H $O $S $T $X, $[ $( $< ${",
                "mapping_table SEND_ACCESS: entries: a table's name in the first column: each table has a row of its own",
                "mapping_table ORIG_SEND_ACCESS: line 2, column 8: expected an input flag of ORIG_SEND_ACCESS: ADEFST",
                "mapping_table FROM_ACCESS: line 2, column 9: expected a flag that has an effect in FROM_ACCESS: " + FLAGS_OF_FROM_ACCESS,
                "mapping_table OTHER2: line 1, column 49: expected something that is answered; nothing answers $[check_metermaid,throttle]",
                "mapping_table OTHER2: line 2, column 18: expected something that is answered; nothing answers $]url["), bad());
    }

    @Test
    void m03OnlyUrlsOfADirectoryAreLookedUp() {
        answered = Set.of("$]url[");
        table("MAIL_ACCESS", "  *  $]ldap:///o=demo?mail?sub?(mail=$0)[$N");
        assertTrue(good().mappings().has("MAIL_ACCESS"));
        table("SEND_ACCESS", "  *  $]file:/etc/passwd[$N");
        assertEquals(List.of("mapping_table SEND_ACCESS: line 1, column 8: expected ldap:/// and what is searched; no other URL is looked up"), bad());
    }

    @Test
    void theGeneralDatabaseIsAmongIt() {
        text("Friend@example.com", "gold");
        assertEquals(LookupAnswer.found("gold"), good().mappings().general().call("friend@EXAMPLE.com"));
        assertInstanceOf(LookupAnswer.Failure.class, good().mappings().general().call("other"));
        text("friend@example.com", "silver");
        assertTrue(bad().getFirst().contains("differs from no other in case alone"), bad().toString());
        texts.clear();
        text("long", "x".repeat(8193));
        assertEquals(List.of("general_text: long: at most 8192 characters in a name and a text"), bad());
    }

    private void text(String name, String value) {
        GeneralTextRow row = new GeneralTextRow();
        row.setName(name);
        row.setValue(value);
        texts.add(row);
    }

    @Test
    void f02MoreThanEightEnginesForOneChannelAreRefused() {
        for (int i = 1; i <= 7; i++) {
            more.add(scanner());
        }
        assertEquals(8, good().scanners().size());
        more.add(scanner());
        assertTrue(bad().contains("scanner: 9 engines are asked about mail of tcp_local, at most 8 may be"), bad().toString());
    }

    @Test
    void f21SeveralServersOfAnEngineAreKeptInTheirOrder() {
        clamd.setAddress("one.example:3310, two.example:3311");
        clamd.setOctetsMax(1_000L);
        assertEquals(List.of(new ScannerPolicy.Server("one.example", 3310), new ScannerPolicy.Server("two.example", 3311)), good().scanners().getFirst().servers());
        assertEquals(OptionalLong.of(1_000), good().scanners().getFirst().octetsMax());
        clamd.setOptions("carrier=pigeon");
        assertEquals(List.of("scanner clamd: options: no option of this engine: 'carrier'"), bad());
    }

    @Test
    void s06NothingIsSignedWithoutKeys() {
        local.setKeywords("sourcesrs destinationsrs");
        assertEquals(List.of("channel tcp_local: keywords: sourcesrs, destinationsrs and addresssrs need GATEPOST_SRS_DOMAIN and GATEPOST_SRS_KEYS"), bad());
        srs = true;
        assertTrue(good().channel(PolicySnapshot.REMOTE_DELIVERY).keywords().transport().forwarding().srs().source());
    }

    @Test
    void r01RewriteRulesAreCompiledAndThoseThatLeadNowhereAreNamed() {
        assertTrue(good().rewriting().isEmpty());
        rules("main", "! ours\n$*  $A$E$F$U%$H$V$H@l-daemon\ninner.example  $U%$D@mailer\n.  $U%$H@tcp_local-daemon\n\ntcp_lmtpcs\nmailer\n");
        assertEquals(Optional.of(PolicySnapshot.LOCAL_DELIVERY), good().rewriting().channels().of("Mailer"));
        rules("other", "a.example  $U%$D@tcp_gone-daemon\nb.example  $U%$D@nowhere$Mtcp_local\nc.example  $U%$D@$H.x\n\ntcp_gone\nx.example");
        rules("third", "a.example $U%$D@tcp_local-daemon\nb.example");
        assertEquals(List.of("rewrite_rules other: rules: the host x.example belongs to channel tcp_gone, which is not defined, or no destination",
                "rewrite_rules other: rules: line 1: no channel has the host tcp_gone-daemon", "rewrite_rules other: rules: line 2: no channel has the host nowhere",
                "rewrite_rules third: rules: line 2, column 10: expected a template"), bad());
        rewriteRules.clear();
        rules("asking", "a.example  $U%$]ldap:///x[@tcp_local-daemon");
        assertEquals(List.of("rewrite_rules asking: rules: line 1: nothing answers $]url["), bad());
    }

    @Test
    void c23EntriesOfAllRowsAreReadInTheOrderOfTheirNames() {
        conversions("a", "in-type=application; delete=1");
        conversions("b", "in-name=*.doc; command=\"/usr/bin/a -b\"");
        assertEquals(List.of("a line 1", "b line 1"), good().conversions().entries().stream().map(ConversionEntry::rule).toList());
        conversions("c", "! two lines\nin-type=a; delete=yes\n\nin-typo=a; delete=1");
        tables.clear();
        table("CONVERSIONS", "  *  Yes$Y\n");
        assertEquals(List.of("mapping_table CONVERSIONS: line 1, column 10: expected a flag that has an effect in CONVERSIONS: ", "conversion_rules c: entries: line 2, column 1: expected delete=1",
                "conversion_rules c: entries: line 4, column 1: expected one of in-channel out-channel in-type in-subtype in-disposition in-name tag delete replace refuse hold command out-type out-subtype timeout octets"),
                bad());
    }

    private void conversions(String name, String text) {
        ConversionRulesRow row = new ConversionRulesRow();
        row.setName(name);
        row.setEntries(text);
        conversions.add(row);
    }

    private void rules(String name, String text) {
        RewriteRulesRow row = new RewriteRulesRow();
        row.setName(name);
        row.setRules(text);
        rewriteRules.add(row);
    }

    private void table(String name, String entries) {
        MappingTableRow row = new MappingTableRow();
        row.setName(name);
        row.setEntries(entries);
        tables.add(row);
    }

    @Test
    void onlyAMilterMayListenAtASocketOfThisMachine() {
        clamd.setAddress("unix:/run/clamd");
        assertEquals(List.of("scanner clamd: address: only a milter may listen at a unix:/path"), bad());
        clamd.setProtocol("milter");
        assertEquals(Optional.of("/run/clamd"), good().scanners().getFirst().servers().getFirst().path());
    }

    @Test
    void everyErrorNamesItsRowAndColumn() {
        local.setBackoff("PT5S soon");
        store.setNotices("PT4H PT1H");
        clamd.setAddress("nowhere");
        listener.setSourceChannel("TCP");
        assertEquals(List.of("channel tcp_local: backoff: not a duration such as PT5S or P2D, above zero and at most a year: 'soon'",
                "channel tcp_lmtpcs: notices: ages must rise: PT4H before PT1H", "listener smtp: source_channel: not a channel name: TCP",
                "scanner clamd: address: not host:port: 'nowhere'"), bad());
    }

    @Test
    void timesAreAboveZeroAndAtMostAYear() {
        for (String wrong : List.of("PT0S", "-PT5S", "P400D", "", "PT")) {
            local.setBackoff(wrong);
            assertTrue(bad().getFirst().startsWith("channel tcp_local: backoff:"), wrong);
        }
    }

    @Test
    void destinationsAreWordsOrAddresses() {
        local.setDestination("http://example.com:80");
        assertEquals(List.of("channel tcp_local: destination: not lmtp://host:port, smtp://host:port, mx or mx:port: http://example.com:80"), bad());
    }

    @Test
    void aListenerNeedsItsSourceChannel() {
        listener.setSourceChannel("tcp_other");
        assertTrue(bad().getFirst().contains("tcp_other"));
    }

    @Test
    void listsAndRecordsOfOurOwnAreAmongIt() {
        lists.add(list("zen.example.org", "127.0.0.2 refuse; &4 score 2"));
        SpfLocalRow record = new SpfLocalRow();
        record.setName("example.net");
        record.setRecord("v=spf1 ip4:192.0.2.1 redirect=example.net");
        spfRecords.add(record);
        local.setKeywords("dnslists zen");
        assertEquals(2, good().names().lists().get("zen").listings().size());
        assertEquals(Map.of("example.net", "v=spf1 ip4:192.0.2.1 redirect=example.net"), good().names().spfRecords().records());
        record.setRecord("v=spf1 oops");
        lists.set(0, list("zen", "127.0.0.1 refuse"));
        assertEquals(List.of("dns_list zen: codes: not a code a list may answer: 127.0.0.1", "spf_local: the record of example.net: there is no mechanism oops: oops"), bad());
        lists.set(0, list("zen", "127.0.0.2 refuse"));
        record.setRecord("v=spf1");
        assertEquals(List.of("dns_list zen: not a zone: zen"), bad());
        lists.clear();
        assertEquals(List.of("channel tcp_local: dnslists names zen, which is not defined"), bad());
    }

    @Test
    void v02ScriptsOfDomainsChannelsAndTheSystemAreAmongItAndABrokenOneRefusesTheVersion() {
        filters.add(filter("system", "require \"jettison\"; if false { jettison; }"));
        filters.add(filter("domain example.com", "keep;"));
        filters.add(filter("source tcp_local", ""));
        filters.getFirst().setJournal("journal@archive.example");
        assertEquals(3, good().scripts().filters().size());
        assertEquals("journal@archive.example", good().scripts().filters().get(ScriptPolicy.Owner.SYSTEM).journal().orElseThrow().address());
        filters.getFirst().setScript("keep;\n discard \"x\";");
        assertEquals(1, bad().size());
        assertTrue(bad().getFirst().startsWith("sieve_filter system:2:"), bad().toString());
        filters.getFirst().setScript("");
        filters.getFirst().setJournal("nowhere");
        assertEquals(List.of("sieve_filter system: journal: not an address: 'nowhere'"), bad());
        filters.getFirst().setJournal(null);
        filters.getFirst().setName("user judy");
        assertEquals(List.of("sieve_filter user judy: not system, domain NAME, source CHANNEL or destination CHANNEL: user judy"), bad());
        filters.getFirst().setName("destination tcp_other");
        assertEquals(List.of("sieve_filter destination tcp_other: the channel is not defined"), bad());
        filters.getFirst().setName("system");
        store.setKeywords("fileinto $U@$D");
        assertEquals(List.of("channel tcp_lmtpcs: keywords: keyword fileinto: not an address with a place for the folder ($S): $U@$D"), bad());
    }

    @Test
    void f09VerdictsBecomeSieveAndABrokenOneRefusesTheVersion() {
        ScanRuleRow row = new ScanRuleRow();
        row.setName("clamd");
        row.setVerdicts("*Eicar*  require \"jettison\"; jettison;\n*.Phish?*\taddtag \"[$U]\";");
        row.setStringAction("require \"fileinto\"; fileinto \"$U\";");
        row.setNullAction("require \"hold\"; hold;");
        row.setOptIn("virus Spam");
        rules.add(row);
        ScanRule rule = good().scripts().rules().get("clamd");
        assertEquals(Optional.of("require \"jettison\"; jettison;"), rule.script(true, Optional.of("win.test.eicar_hdb-1")));
        assertEquals(Optional.of("addtag \"[A.Phish\\\"1]\";"), rule.script(true, Optional.of("A.Phish\"1")));
        assertEquals(Optional.of("require \"fileinto\"; fileinto \"Other\";"), rule.script(true, Optional.of("Other")));
        assertEquals(Optional.empty(), rule.script(false, Optional.of("Other")), "the default verdict");
        assertEquals(Optional.of("require \"hold\"; hold;"), rule.script(true, Optional.empty()), "the null verdict");
        assertEquals(Optional.empty(), rule.script(false, Optional.empty()));
        assertTrue(rule.isChosenBy(List.of("spam")) && !rule.isChosenBy(List.of("other")) && !rule.isChosenBy(List.of()));
        row.setVerdicts("* nonsense;\n");
        assertEquals(1, bad().size());
        assertTrue(bad().getFirst().startsWith("scan_rule clamd:1:1: ") && bad().getFirst().endsWith(" in: nonsense;"), bad().toString());
        row.setVerdicts("lonely");
        assertEquals(List.of("scan_rule clamd: verdicts: not a pattern and a script: 'lonely'"), bad());
        row.setVerdicts("* keep;\n".repeat(9));
        assertEquals(List.of("scan_rule clamd: more than 8 verdicts"), bad());
        row.setVerdicts("");
        row.setName("other");
        assertEquals(List.of("scan_rule other: there is no scanner of that name"), bad());
        row.setName("clamd");
        row.setDestinationChannels("tcp_other");
        assertEquals(List.of("scan_rule clamd: destination_channels names tcp_other, which is not defined"), bad());
    }

    private static SieveFilterRow filter(String name, String script) {
        SieveFilterRow row = new SieveFilterRow();
        row.setName(name);
        row.setScript(script);
        return row;
    }

    private static DnsListRow list(String zone, String codes) {
        DnsListRow row = new DnsListRow();
        row.setName("zen");
        row.setZone(zone);
        row.setSubject("address");
        row.setCodes(codes);
        return row;
    }

    private CompiledPolicy compile() {
        return PolicyLoader.compile(new PolicyRows(1, List.of(listener), List.of(local, store), scanners(), tables, lists, spfRecords, filters, texts, rewriteRules, rules, throttles, conversions),
                new PolicyAddresses(STORE, REMOTE, engines, mxDelivery, srs), answered);
    }

    private PolicySnapshot good() {
        return assertInstanceOf(CompiledPolicy.Good.class, compile()).snapshot();
    }

    private List<String> bad() {
        return assertInstanceOf(CompiledPolicy.Bad.class, compile()).errors();
    }

    @Test
    void aChannelTriesOnlyEnginesThereAreWithAnAddressOrWithout() {
        local.setKeywords("logonly scanner:" + clamd.getName());
        good();
        engines = Map.of();
        good();
        local.setKeywords("logonly scanner:clam");
        assertEquals(List.of("scanner: channel tcp_local: logonly names scanner:clam, which is no scanner"), bad());
    }

    @Test
    void t01T05TablesOfCountersAreCompiled() {
        throttle("users", row -> row.setCounts("recipients"));
        throttle("nets", row -> row.setDataType("address"));
        throttle("grey", row -> row.setType("greylisting"));
        local.setKeywords("connectionthrottle nets greylisting grey");
        ThrottlePolicy policy = good().throttles();
        assertEquals(new ThrottleTable("users", new ThrottleTable.Kind.Throttle(new Quota(100, Duration.ofMinutes(1), true)), ThrottleTable.KeyForm.AS_WRITTEN, 1000, true),
                policy.ofUsers().getFirst());
        assertEquals(ThrottleTable.KeyForm.NETWORK, policy.tables().get("nets").keys());
        assertEquals(new ThrottleTable.Kind.Greylisting(Greylisted.Times.DEFAULT), policy.tables().get("grey").kind());
    }

    @Test
    void aTableOfCountersThatCannotBeMeantRefusesTheVersion() {
        throttle("a", row -> row.setQuota(0));
        throttle("b", row -> row.setQuotaTime(31 * 86_400 + 1));
        throttle("c", row -> row.setMaxEntries(1_000_001));
        throttle("d d", row -> { });
        throttle("e", row -> row.setType("meter"));
        throttle("f", row -> row.setDataType("ipv5"));
        throttle("g", row -> row.setCounts("sheep"));
        throttle("h", row -> {
            row.setType("greylisting");
            row.setBlockTime(20_000);
        });
        assertEquals(List.of("throttle_table a: a quota is at least 1, not 0", "throttle_table b: a quota's period is from 1 s to 31 days, not PT744H1S",
                "throttle_table c: a throttle table has 1 to 1000000 entries, not 1000001", "throttle_table d d: not the name of a throttle table: d d",
                "throttle_table e: type: not one of throttle, simple and greylisting: 'meter'", "throttle_table f: data_type: neither string nor address: 'ipv5'",
                "throttle_table g: counts: neither questions nor recipients: 'sheep'",
                "throttle_table h: times of greylisting rise from block to resubmit to inactivity: PT5H33M20S, PT4H, PT864H"), bad());
    }

    @Test
    void aTableOfCountersIsWhereItIsNamedAndFits() {
        throttle("users", row -> {
            row.setType("simple");
            row.setCounts("recipients");
        });
        assertEquals(List.of("throttle_table: users: counts recipients; it is no table of type throttle"), bad());
        throttles.clear();
        local.setKeywords("connectionthrottle nets");
        assertEquals(List.of("channel tcp_local: connectionthrottle names nets, which is not defined"), bad());
        throttle("nets", row -> row.setType("greylisting"));
        assertEquals(List.of("channel tcp_local: connectionthrottle names nets; it is no table of type throttle"), bad());
        local.setKeywords("greylisting nets");
        good();
    }

    private void throttle(String name, Consumer<ThrottleTableRow> change) {
        ThrottleTableRow row = new ThrottleTableRow();
        row.setVersionId(1);
        row.setName(name);
        row.setType("throttle");
        row.setCounts("questions");
        row.setDataType("string");
        row.setMaxEntries(1_000);
        row.setQuota(100);
        row.setQuotaTime(60);
        row.setPenalize(true);
        row.setFailOpen(true);
        row.setBlockTime(300);
        row.setResubmitTime(14_400);
        row.setInactivityTime(3_110_400);
        change.accept(row);
        throttles.add(row);
    }

    private static ListenerRow listener() {
        ListenerRow row = new ListenerRow();
        row.setName("smtp");
        row.setSourceChannel("tcp_local");
        row.setSessionsMax(1);
        return row;
    }

    private static ChannelRow channel(String name, String destination) {
        ChannelRow row = new ChannelRow();
        row.setName(name);
        row.setDestination(destination);
        row.setHeaderLimit(256);
        row.setBareLineFeed("normalize");
        row.setBackoff("PT5S  PT30S");
        row.setNotices("PT1H P2D");
        return row;
    }

    private List<ScannerRow> scanners() {
        List<ScannerRow> all = new ArrayList<>(more);
        all.add(clamd);
        return all;
    }

    private static ScannerRow scanner() {
        ScannerRow row = new ScannerRow();
        row.setName("clamd");
        row.setProtocol("clamd");
        row.setOptions("");
        row.setSourceChannels("tcp_local tcp_submit");
        row.setFailurePolicy("defer");
        return row;
    }
}
