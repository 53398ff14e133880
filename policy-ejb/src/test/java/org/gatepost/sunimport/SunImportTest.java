package org.gatepost.sunimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.channel.ChannelKeywords;
import org.gatepost.ee.store.AccessFlags;
import org.gatepost.ee.wiring.PolicyLookups;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.policytext.PolicyDocument.Row;
import org.gatepost.policytext.PolicyDocument.RowName;
import org.gatepost.policytext.PolicyReading;
import org.gatepost.policytext.PolicyText;
import org.gatepost.rewrite.RewriteReader;
import org.gatepost.rewrite.RewriteReading;
import org.junit.jupiter.api.Test;

/** An ISP's edge as the files beside this class have it, and what may be wrong with files. */
class SunImportTest {

    private static final Imported EDGE = read(resource("imta.cnf"), resource("mappings"), resource("option.dat"));

    private static String resource(String name) {
        return SunImportTest.beside(name).orElseThrow();
    }

    private static Optional<String> beside(String name) {
        try (var stream = SunImportTest.class.getResourceAsStream(name)) {
            return stream == null ? Optional.empty() : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Imported read(String imta, String mappings, String options) {
        return SunImport.read(new SourceFile("imta.cnf", imta), new SourceFile("mappings", mappings), new SourceFile("option.dat", options), SunImportTest::beside,
                AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS);
    }

    /** Channels alone, behind one rule. */
    private static Imported channels(String blocks, String options) {
        return read(".  $U%$H@tcp_local-daemon\n\n" + blocks, "", options);
    }

    private static Map<String, String> columns(Imported imported, String table, String key) {
        return imported.policy().row(new RowName(table, List.of(key))).orElseThrow(() -> new AssertionError(table + " " + key + " is not there")).columns();
    }

    private static List<String> notImported(Imported imported) {
        return imported.findings().stream().filter(finding -> finding.kind() == Finding.Kind.NOT_IMPORTED).map(Finding::toString).toList();
    }

    private static boolean isFound(String file, int line, String text) {
        return EDGE.findings().stream().anyMatch(finding -> finding.kind() == Finding.Kind.NOT_IMPORTED && finding.file().equals(file) && finding.line() == line && finding.text().equals(text));
    }

    @Test
    void theDraftIsReadByTheReadersOfPolicyAsItIsWritten() {
        assertEquals(List.copyOf(EDGE.policy().rows()).stream().map(Row::columns).toList(), List.copyOf(((PolicyReading.Read) PolicyText.read(PolicyText.write(EDGE.policy()))).document().rows())
                .stream().map(Row::columns).toList());
        for (Row row : EDGE.policy().rows()) {
            switch (row.name().table()) {
                case "channel" -> ChannelKeywords.parse(row.columns().get("keywords"));
                case "mapping_table" -> assertTrue(MappingReader.read(row.name().key().getFirst() + "\n" + row.columns().get("entries"), AccessFlags.terms(PolicyLookups.ANSWERS)) instanceof MappingReading.Read);
                case "rewrite_rules" -> assertTrue(RewriteReader.read(row.columns().get("rules")) instanceof RewriteReading.Read);
                default -> assertTrue(EDGE.supplied().contains(row.name()), row.name().toString());
            }
        }
    }

    @Test
    void theSameFilesGiveTheSameText() {
        assertEquals(PolicyText.write(EDGE.policy()), PolicyText.write(read(resource("imta.cnf"), resource("mappings"), resource("option.dat")).policy()));
    }

    @Test
    void keywordsOfAChannelBecomeColumnsAndKeywords() {
        Map<String, String> local = columns(EDGE, "channel", "tcp_local");
        assertEquals("mx", local.get("destination"));
        assertEquals("70", local.get("maxjobs"));
        assertEquals("200", local.get("recipientlimit"));
        assertEquals("10240", local.get("sourceblocklimit"), "in blocks of 512 octets there");
        assertEquals("P1D P2D P4D P7D", local.get("notices"));
        assertTrue(local.get("keywords").endsWith("noswitchchannel switchchannel maytlsserver maysaslserver saslswitchchannel tcp_auth recipientcutoff 500 deferralrejectlimit 10 spfrcptto vrfyhide"), local.toString());
        assertEquals("smtp://192.0.2.25:2525", columns(EDGE, "channel", "tcp_partner").get("destination"));
        assertEquals("PT15M PT1H", columns(EDGE, "channel", "tcp_partner").get("backoff"));
        assertEquals("2048", columns(EDGE, "channel", "tcp_scanner").get("blocklimit"));
        assertEquals("32768", columns(EDGE, "channel", "tcp_auth").get("sourceblocklimit"), "BLOCK_LIMIT holds for all");
    }

    @Test
    void mailForTheStoreLeavesByTheChannelOfMailboxes() {
        Map<String, String> mailboxes = columns(EDGE, "channel", "tcp_lmtpcs");
        assertEquals("store", mailboxes.get("destination"));
        assertEquals("PT5M PT10M PT30M PT1H PT2H PT4H", mailboxes.get("backoff"));
        assertEquals("P1D P7D P14D P21D P28D", mailboxes.get("notices"));
        assertTrue(isFound("imta.cnf", 20, "ims-ms"), "it is said");
    }

    @Test
    void optionsWithACounterpartHoldForEveryChannel() {
        assertTrue(columns(EDGE, "channel", "tcp_intranet").get("keywords").startsWith("accessorcpt spfstatus fail=2 fail_all=5 "));
        assertTrue(isFound("option.dat", 10, "SPAMFILTER1_LIBRARY=/opt/SUNWmsgsr/lib/libspamass.so"));
        assertTrue(isFound("option.dat", 12, "no sense"));
        assertEquals("PT12H PT24H", columns(channels("tcp_local smtp notices 12 24\n", "RETURN_UNITS=1"), "channel", "tcp_local").get("notices"));
    }

    @Test
    void whatIsNotUnderstoodIsListedByLineAndStandsAsAComment() {
        assertFalse(EDGE.isWhole());
        assertTrue(isFound("imta.cnf", 40, "turbo 9"));
        assertTrue(isFound("imta.cnf", 9, "old.example           $U%$D@d-old"), "a rule that leads nowhere");
        assertTrue(columns(EDGE, "rewrite_rules", "imta.cnf").get("rules").contains("\n! not imported: fax.example "));
        assertTrue(isFound("mappings", 40, "broken"));
        assertTrue(columns(EDGE, "mapping_table", "SEND_ACCESS").get("entries").endsWith("\n ! not imported: broken"));
        assertTrue(notImported(EDGE).stream().anyMatch(said -> said.startsWith("mappings: line 34: ") && said.contains("nothing answers $[grosscheck,grosscheck]")));
        assertTrue(notImported(EDGE).stream().anyMatch(said -> said.startsWith("mappings: line 5: ") && said.contains("throttle_table ext_throttle")));
    }

    @Test
    void linesAreContinuedAndFilesBesideAreIncluded() {
        assertTrue(columns(EDGE, "mapping_table", "PORT_ACCESS").get("entries").contains("$N421$ Connection$ declined$ at$ this$ time$E\n"));
        assertTrue(columns(EDGE, "rewrite_rules", "imta.cnf").get("rules").contains("\nmail.inside.example   $U%$D@tcp_intranet-daemon\nisp.example "));
    }

    @Test
    void filesElsewhereAreNotIncluded() {
        assertTrue(isFound("mappings", 52, "<../../etc/passwd"));
        assertEquals(3, notImported(read(".  $U%$H@tcp_local-daemon\n", "</etc/passwd\n<a/../../b\n<IMTA_TABLE:/etc/passwd\n", "")).size());
    }

    @Test
    void filesThatIncludeEachOtherForEverAreStopped() {
        SourceFile imta = new SourceFile("imta.cnf", "<imta.cnf\n");
        Imported imported = SunImport.read(imta, SourceFile.NONE, SourceFile.NONE, name -> Optional.of(imta.text()), AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS);
        assertEquals(List.of("imta.cnf: line 1: files include each other more than 8 deep: <imta.cnf"), notImported(imported));
    }

    @Test
    void linesBeyondTheMostAreToldAndNotRead() {
        Findings findings = new Findings();
        SourceFile tooLong = new SourceFile("mappings", "\n".repeat(SunLines.LINES_MAX) + "one more\nand another\n");
        assertEquals(SunLines.LINES_MAX, SunLines.of(tooLong, name -> Optional.empty(), findings).size());
        assertEquals(List.of("one more"), findings.inOrder().stream().map(Finding::text).toList());
    }

    @Test
    void filesThatIncludeEachOtherManyTimesAreStoppedByTheirLines() {
        Findings findings = new Findings();
        SourceFile many = new SourceFile("mappings", "<mappings\n".repeat(100));
        assertEquals(0, SunLines.of(many, name -> Optional.of(many.text()), findings).size());
        assertEquals(1, findings.inOrder().stream().filter(each -> each.reason().startsWith("more than ")).count());
    }

    @Test
    void aSizeBeyondAllWeCanSayIsTheGreatest() {
        assertEquals("999999999", columns(channels("tcp_local smtp\n", "BLOCK_SIZE=9999999\nBLOCK_LIMIT=999999999999"), "channel", "tcp_local").get("sourceblocklimit"));
    }

    @Test
    void ofALongLineNotAllIsTold() {
        assertEquals(Findings.TEXT_MAX, read("", "X".repeat(Findings.TEXT_MAX + 1), "").findings().getFirst().text().length());
    }

    @Test
    void whatAPolicyNeedsAndTheFilesDoNotSayIsSuppliedAndTold() {
        Imported nothing = read("", "", "");
        assertEquals(List.of("channel tcp_local", "channel tcp_lmtpcs", "channel tcp_submit", "listener smtp", "listener submission", "listener submissions"),
                nothing.supplied().stream().map(RowName::toString).filter(name -> !name.startsWith("throttle")).toList());
        assertTrue(nothing.isWhole());
        assertEquals("store", columns(nothing, "channel", "tcp_lmtpcs").get("destination"));
        assertEquals("submit musttlsserver mustsaslserver", columns(nothing, "channel", "tcp_submit").get("keywords"));
    }

    @Test
    void aSwitchToAChannelThatIsNotThereIsNotImported() {
        Imported imported = channels("tcp_local smtp saslswitchchannel tcp_auth switchchannel\n", "");
        assertEquals("", columns(imported, "channel", "tcp_local").get("keywords"));
        assertEquals(2, notImported(imported).size(), notImported(imported).toString());
    }

    @Test
    void scriptsOfChannelsBecomeRowsWhereTheyStandBesideTheFiles() {
        SourceFile imta = new SourceFile("imta.cnf", ".  $U%$H@tcp_local-daemon\n\ndefaults sourcefilter file:IMTA_TABLE:in.filter\n\ntcp_local smtp channelfilter out.filter\n\n"
                + "tcp_a smtp nosourcefilter destinationfilter broken.filter\n\ntcp_b smtp destinationfilter file:///opt/SUNWmsgsr/config/x.filter sourcefilter ../in.filter\n");
        Map<String, String> files = Map.of("in.filter", "require \"fileinto\"; fileinto \"a\";", "out.filter", "discard;", "broken.filter", "nonsense;");
        Imported imported = SunImport.read(imta, SourceFile.NONE, SourceFile.NONE, name -> Optional.ofNullable(files.get(name)), AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS);
        assertEquals(files.get("in.filter"), columns(imported, "sieve_filter", "source tcp_local").get("script"));
        assertEquals("discard;", columns(imported, "sieve_filter", "destination tcp_local").get("script"));
        assertEquals(2, imported.policy().rows().stream().filter(row -> row.name().table().equals("sieve_filter")).count());
        assertEquals(3, notImported(imported).size(), notImported(imported).toString());
        assertTrue(notImported(imported).toString().contains("the script is not taken: destination tcp_a"), notImported(imported).toString());
        assertTrue(notImported(imported).toString().contains("write its script as the row sieve_filter source tcp_b"), notImported(imported).toString());
    }

    @Test
    void conversionsSayYesOrNoAndNoOtherWay() {
        Imported imported = read(".  $U%$H@tcp_local-daemon\n", "CONVERSIONS\n\n  IN-CHAN=tcp_local;OUT-CHAN=ims-ms;CONVERT  Yes,Channel=tcp_scan\n  IN-CHAN=a;OUT-CHAN=*;CONVERT  Yes\n  *  No\n", "");
        assertEquals(" ! not imported: IN-CHAN=tcp_local;OUT-CHAN=ims-ms;CONVERT  Yes,Channel=tcp_scan\n IN-CHAN=a;OUT-CHAN=*;CONVERT  Yes\n *  No", columns(imported, "mapping_table", "CONVERSIONS").get("entries"));
        assertEquals(1, notImported(imported).size(), notImported(imported).toString());
    }

    @Test
    void whatHasNoCounterpartIsToldWithWhatDoesItHere() {
        String told = notImported(channels("tcp_local smtp aliasdetourhost tcp_scanner-daemon defragment\n", "OR_CLAUSES=1\nLDAP_PREFIX_TEXT=mgrpMsgPrefixText\nLDAP_SCHEMATAG=ims50\n")).toString();
        for (String why : List.of("hopreturn", "partialmessages defragment", "mgrpBroadcasterPolicy OR", "the text of a list's messages is not changed here", "it is a setting here")) {
            assertTrue(told.contains(why), why + ": " + told);
        }
        assertTrue(channels("tcp_local smtp\n", "OR_CLAUSES=0").isWhole());
    }

    @Test
    void argumentsThatAreWrongLeaveTheKeywordBehind() {
        Imported imported = channels("tcp_local smtp notices 4 2 backoff soon port 70000 maxjobs recipientlimit 99 authrewrite 99 blocklimit 1k notices 1 2\n", "");
        assertEquals(7, notImported(imported).size(), notImported(imported).toString());
        assertEquals("P1D P2D", columns(imported, "channel", "tcp_local").get("notices"));
        assertFalse(columns(imported, "channel", "tcp_local").containsKey("maxjobs"));
    }

    @Test
    void nodefaultsTakesBackWhatHeldAbove() {
        Imported imported = channels("defaults maxjobs 7 submit\n\ntcp_local smtp\n\nnodefaults\n\ntcp_a smtp\n", "");
        assertEquals("7", columns(imported, "channel", "tcp_local").get("maxjobs"));
        assertFalse(columns(imported, "channel", "tcp_a").containsKey("maxjobs"));
        assertEquals("", columns(imported, "channel", "tcp_a").get("keywords"));
    }

    @Test
    void tablesAndChannelsOfOneNameAreToldAndTheFirstHolds() {
        Imported imported = read(".  $U%$H@tcp_local-daemon\n\ntcp_local smtp maxjobs 1\n\ntcp_local smtp maxjobs 2\n", "A\n\n  a  $Y\n\nA\n\n  b  $Y\n", "");
        assertEquals("1", columns(imported, "channel", "tcp_local").get("maxjobs"));
        assertEquals(" a  $Y", columns(imported, "mapping_table", "A").get("entries"));
        assertEquals(3, notImported(imported).size(), notImported(imported).toString());
    }
}
