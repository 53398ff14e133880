package org.gatepost.admin.policy;

import java.util.List;
import java.util.Optional;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.gatepost.ee.admin.policy.PolicyAdmin;
import org.gatepost.ee.admin.policy.PolicyVersion;

/** The versions of policy as the page lists them, as they were when it was made. Immutable. */
public final class ListedVersions {

    /** Versions that are listed. */
    static final int LISTED_MAX = 50;

    private final List<PolicyVersion> all;

    /** @param all the latest first */
    ListedVersions(List<PolicyVersion> all) {
        this.all = List.copyOf(all);
    }

    /** None where they cannot be had. */
    static ListedVersions of(PolicyAdmin policies) {
        try {
            return new ListedVersions(policies.versions());
        } catch (DeskUnavailable | NotAllowed e) {
            return new ListedVersions(List.of());
        }
    }

    /** The latest first; at most {@value #LISTED_MAX}. */
    public List<PolicyVersion> getLatest() {
        return all.subList(0, Math.min(LISTED_MAX, all.size()));
    }

    /** The one that decides. */
    Optional<PolicyVersion> active() {
        return all.stream().filter(PolicyVersion::active).findFirst();
    }

    /** The state of one in a word. */
    public String state(PolicyVersion listed) {
        return listed.active() ? "active" : listed.isDraft() ? "draft" : "former";
    }

    /** The style of that word. */
    public String tone(PolicyVersion listed) {
        return listed.active() ? "good" : listed.isDraft() ? "warn" : "quiet";
    }
}
