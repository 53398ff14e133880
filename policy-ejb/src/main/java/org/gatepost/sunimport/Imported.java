package org.gatepost.sunimport;

import java.util.List;

import org.gatepost.policytext.PolicyDocument;

/**
 * What became of the files.
 *
 * @param policy a whole version, to be made a draft
 * @param findings in the order of the files and lines
 * @param supplied rows a policy needs and the files say nothing of, made as a fresh start has them
 */
public record Imported(PolicyDocument policy, List<Finding> findings, List<PolicyDocument.RowName> supplied) {

    public Imported {
        findings = List.copyOf(findings);
        supplied = List.copyOf(supplied);
    }

    /** Whether everything in the files is in the draft, or is not needed. */
    public boolean isWhole() {
        return findings.stream().noneMatch(finding -> finding.kind() == Finding.Kind.NOT_IMPORTED);
    }
}
