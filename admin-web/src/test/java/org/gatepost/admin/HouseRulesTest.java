package org.gatepost.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The desk's own part of the house rules. */
@AnalyzeClasses(packages = "org.gatepost.admin", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    /** The words of {@code mail} and {@code policytext} stand in the services' own signatures. */
    @ArchTest
    static final ArchRule theDeskAsksItsServicesAndNothingElseOfUs = noClasses().should().dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.gatepost..").and(JavaClass.Predicates.resideOutsideOfPackages("org.gatepost.admin..",
                    "org.gatepost.ee.admin..", "org.gatepost.mail", "org.gatepost.policytext")));

    @ArchTest
    static final ArchRule theDeskKnowsNoDatabaseAndNoSocket = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..", "jakarta.resource..", "jakarta.jms..", "javax.naming..");

    @ArchTest
    static final ArchRule noTaskKnowsAnotherInACircle = slices().matching("org.gatepost.admin.(*)..").should().beFreeOfCycles();
}
