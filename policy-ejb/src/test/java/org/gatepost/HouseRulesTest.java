package org.gatepost;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

import jakarta.ejb.MessageDriven;
import jakarta.persistence.Entity;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Stage;

/** Which way the house's doors open. */
@AnalyzeClasses(packages = "org.gatepost", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String[] CORE = {"org.gatepost.mail..", "org.gatepost.stage..", "org.gatepost.trace..", "org.gatepost.channel..",
        "org.gatepost.directory..", "org.gatepost.auth..", "org.gatepost.scan..", "org.gatepost.queue..", "org.gatepost.dsn..", "org.gatepost.gate..",
        "org.gatepost.dns..", "org.gatepost.routing..", "org.gatepost.tlsreport..", "org.gatepost.mapping..", "org.gatepost.rewrite..", "org.gatepost.throttle..",
        "org.gatepost.sieve..", "org.gatepost.mailauth..", "org.gatepost.dnslist..", "org.gatepost.srs..",
        "org.gatepost.policytext..", "org.gatepost.hop..", "org.gatepost.verify..", "org.gatepost.quarantine..", "org.gatepost.dryrun..", "org.gatepost.sunimport..", "org.gatepost.conversion..", "org.gatepost.partial.."};

    @ArchTest
    static final ArchRule coreKnowsNoContainerNoSocketNoDatabase = noClasses().that().resideInAnyPackage(CORE).should().dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "javax.naming..", "java.net.http..", "java.nio.channels..", "java.sql..", "org.xbill..", "..adapter..", "..ee..");

    @ArchTest
    static final ArchRule coreOpensNoSocket = noClasses().that().resideInAnyPackage(CORE).should().dependOnClassesThat()
            .belongToAnyOf(Socket.class, ServerSocket.class, InetAddress.class, InetSocketAddress.class);

    @ArchTest
    static final ArchRule theConnectorHasNeverHeardOfPolicy = noClasses().that().resideInAPackage("org.gatepost.smtp..").should().dependOnClassesThat()
            .resideInAnyPackage(concat(CORE, "org.gatepost.adapter..", "org.gatepost.ee.."));

    @ArchTest
    static final ArchRule onlyTheAdapterKnowsConnectorArchitecture = noClasses().that().resideOutsideOfPackage("..smtp.ra..").should().dependOnClassesThat()
            .resideInAPackage("jakarta.resource..");

    @ArchTest
    static final ArchRule entitiesLiveInTheStore = classes().that().areAnnotatedWith(Entity.class).should().resideInAPackage("..ee.store..");

    @ArchTest
    static final ArchRule messageDrivenBeansLiveAtTheEntrance = classes().that().areAnnotatedWith(MessageDriven.class).should().resideInAPackage("..ee.inbound..");

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses().that().resideInAnyPackage(concat(CORE, "org.gatepost.smtp..")).should()
            .callMethod(Instant.class, "now").orShould().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule packagesFormNoCircle = slices().matching("org.gatepost.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule stagesRememberNothing = classes().that().implement(Stage.class).should().haveOnlyFinalFields();

    @ArchTest
    static final ArchRule coreFieldsAreTheirOwn = fields().that().areDeclaredInClassesThat().resideInAnyPackage(CORE).and().areNotStatic().should().notBePublic();

    @ArchTest
    static final ArchRule standingRepliesStandInOnePlace = fields().that().areStatic().and().haveRawType(Reply.class).should().beDeclaredIn(Replies.class);

    @ArchTest
    static void everyPackageSaysWhatItIsFor(JavaClasses classes) {
        Set<String> silent = new TreeSet<>();
        for (JavaClass type : classes) {
            silent.add(type.getPackageName());
        }
        for (JavaClass type : classes) {
            if (type.getSimpleName().equals("package-info")) {
                silent.remove(type.getPackageName());
            }
        }
        silent.removeIf(name -> HouseRulesTest.class.getResource("/" + name.replace('.', '/') + "/package-info.class") != null);
        assertTrue(silent.isEmpty(), "packages without package-info: " + silent);
        assertTrue(classes.stream().anyMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC)), "nothing was looked at");
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
