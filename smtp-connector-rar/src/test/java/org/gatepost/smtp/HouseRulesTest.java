package org.gatepost.smtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The connector's own part of the house rules. */
@AnalyzeClasses(packages = "org.gatepost.smtp", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule eachPackageUsesOnlyWhatItsRoomAllows = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("protocol").definedBy("..smtp.protocol..").layer("spool").definedBy("..smtp.spool..").layer("wire").definedBy("..smtp.wire..")
            .layer("listener").definedBy("..smtp.listener..").layer("session").definedBy("..smtp.session..")
            .optionalLayer("client").definedBy("..smtp.client..").layer("tls").definedBy("..smtp.tls..").layer("ra").definedBy("..smtp.ra..")
            .whereLayer("protocol").mayNotAccessAnyLayer()
            .whereLayer("spool").mayNotAccessAnyLayer()
            .whereLayer("wire").mayOnlyAccessLayers("protocol")
            .whereLayer("listener").mayOnlyAccessLayers("protocol", "spool")
            .whereLayer("session").mayOnlyAccessLayers("protocol", "spool", "wire", "listener")
            .whereLayer("client").mayOnlyAccessLayers("protocol", "spool", "wire")
            .whereLayer("tls").mayOnlyAccessLayers("protocol")
            .whereLayer("ra").mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule noPackageCycles = slices().matching("org.gatepost.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNothingOfPolicy = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.gatepost.mail..", "org.gatepost.stage..", "org.gatepost.channel..", "org.gatepost.gate..", "org.gatepost.queue..",
                    "org.gatepost.directory..", "org.gatepost.scan..", "org.gatepost.dsn..", "org.gatepost.trace..", "org.gatepost.adapter..", "org.gatepost.ee..");

    @ArchTest
    static final ArchRule onlyTheAdapterKnowsTheContainer = noClasses().that().resideOutsideOfPackage("..smtp.ra..").should().dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "javax.naming..", "javax.transaction..");

    @ArchTest
    static final ArchRule sessionsRunOnPipes = noClasses().that().resideInAnyPackage("..protocol..", "..wire..", "..spool..", "..listener..", "..session..")
            .should().dependOnClassesThat().haveNameMatching("java\\.net\\.(Socket|ServerSocket|InetAddress|InetSocketAddress)");

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(Thread.class, "sleep", long.class);
}
