package org.gatepost.admin.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.gatepost.ee.admin.policy.ActivationResult;
import org.gatepost.ee.admin.policy.DraftMade;
import org.gatepost.ee.admin.policy.PolicyAdmin;
import org.gatepost.ee.admin.policy.PolicyVersion;
import org.gatepost.policytext.LineError;

/** The policy page: one version as text among all of them, what is wrong with it, how it differs from the active one, and the way to make it decide. */
@Named
@ViewScoped
public class PolicyView implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Characters of a text that the page edits: what a browser sends of it stays below what the server takes of a form. */
    static final int EDITED_MAX = 500_000;
    /** Versions that the page lists. */
    static final int LISTED_MAX = 50;

    /** Something that is wrong. */
    public record Problem(int line, String what) implements Serializable {
    }

    /** What a click on the second button would do. */
    public enum Proposed {
        NOTHING, ACTIVATION, WAY_BACK
    }

    @EJB
    private PolicyAdmin policies;

    private long version;
    private String text = "";
    private String note = "";
    private String said = "";
    private boolean saidBad;
    private Proposed proposed = Proposed.NOTHING;
    /** The version that decided when the question was asked. */
    private long decided;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ChangedLine> changes = new ArrayList<>();
    private transient List<PolicyVersion> versions;

    /** Reads the version named in the address; without one, the active one. */
    public void load() {
        carryOut(() -> {
            if (version == 0) {
                version = active().map(PolicyVersion::id).orElse(0L);
            }
            if (policies.versions().stream().noneMatch(listed -> listed.id() == version)) {
                saidBad = true;
                return "There is no policy version " + version + ".";
            }
            show(version);
            return "";
        });
    }

    private void show(long shown) {
        version = shown;
        versions = null;
        text = policies.export(shown);
        proposed = Proposed.NOTHING;
        problems.clear();
        policies.errors(shown).forEach(what -> problems.add(new Problem(0, what)));
        compare();
    }

    private void compare() {
        changes.clear();
        active().ifPresent(active -> changes.addAll(ChangedLine.of(policies.difference(active.id(), version))));
    }

    /** Says what is wrong with the text as it stands in the editor, and makes nothing. */
    public void check() {
        carryOut(() -> {
            problems(policies.check(text));
            saidBad = !problems.isEmpty();
            return problems.isEmpty() ? "Nothing is wrong with this text." : problems.size() + (problems.size() == 1 ? " thing is wrong." : " things are wrong.");
        });
    }

    /** Makes a draft of the text in the editor. */
    public void draft() {
        carryOut(() -> switch (policies.draft(text, note)) {
            case DraftMade.Made(long made, List<LineError> errors) -> {
                show(made);
                problems(errors);
                saidBad = !errors.isEmpty();
                note = "";
                yield "Draft " + made + " is made" + (errors.isEmpty() ? "; it decides nothing until it is activated." : " and cannot be activated as it is.");
            }
            case DraftMade.Rejected(List<LineError> errors) -> {
                problems(errors);
                saidBad = true;
                yield "No draft was made.";
            }
        });
    }

    private void problems(List<LineError> errors) {
        problems.clear();
        errors.forEach(error -> problems.add(new Problem(error.line(), error.what())));
    }

    /** Shows what activating would change, and asks. */
    public void proposeActivation() {
        carryOut(() -> {
            show(version);
            propose(Proposed.ACTIVATION);
            return "";
        });
    }

    /** Asks whether the version before shall decide again. */
    public void proposeWayBack() {
        versions = null;
        propose(Proposed.WAY_BACK);
        said = "";
    }

    private void propose(Proposed what) {
        proposed = what;
        decided = active().map(PolicyVersion::id).orElse(0L);
    }

    public void leave() {
        proposed = Proposed.NOTHING;
    }

    /** Does what was proposed. */
    public void confirm() {
        Proposed wanted = proposed;
        proposed = Proposed.NOTHING;
        carryOut(() -> switch (wanted) {
            case ACTIVATION -> told(policies.activate(version, decided));
            case WAY_BACK -> told(policies.rollBack(decided));
            case NOTHING -> "";
        });
    }

    private String told(ActivationResult result) {
        return switch (result) {
            case ActivationResult.Activated(long active, long replaced) -> {
                show(active);
                yield "Version " + active + " decides instead of version " + replaced + "; every node takes it up within a second.";
            }
            case ActivationResult.AlreadyActive(long active) -> "Version " + active + " decides already.";
            case ActivationResult.Refused(long refused, List<String> errors) -> {
                problems.clear();
                errors.forEach(what -> problems.add(new Problem(0, what)));
                saidBad = true;
                yield "Version " + refused + " does not compile: the version before decides on.";
            }
            case ActivationResult.NotThere(String what) -> {
                saidBad = true;
                yield what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ".";
            }
        };
    }

    @FunctionalInterface
    private interface Work {
        String done();
    }

    private void carryOut(Work work) {
        saidBad = false;
        try {
            said = work.done();
        } catch (DeskUnavailable e) {
            said = "The database cannot be asked: nothing was changed.";
            saidBad = true;
        } catch (NotAllowed e) {
            said = "Only a postmaster may see and change policy.";
            saidBad = true;
        }
    }

    /** The latest first; at most {@value #LISTED_MAX}. */
    public List<PolicyVersion> getVersions() {
        if (versions == null) {
            try {
                versions = policies.versions();
            } catch (DeskUnavailable | NotAllowed e) {
                versions = List.of();
            }
        }
        return versions.subList(0, Math.min(LISTED_MAX, versions.size()));
    }

    private Optional<PolicyVersion> active() {
        getVersions();
        return versions.stream().filter(PolicyVersion::active).findFirst();
    }

    /** Its state in a word. */
    public String state(PolicyVersion listed) {
        return listed.active() ? "active" : listed.isDraft() ? "draft" : "former";
    }

    /** The style of that word. */
    public String tone(PolicyVersion listed) {
        return listed.active() ? "good" : listed.isDraft() ? "warn" : "quiet";
    }

    /** What the page is about, in a sentence. */
    public String getSentence() {
        return !isKnown() ? "Policy" : "Version " + version + (isActive() ? " decides." : " does not decide.");
    }

    public boolean isActive() {
        return active().filter(active -> active.id() == version).isPresent();
    }

    /** Whether the page can edit it; a longer one is for the tool. */
    public boolean isEditable() {
        return text.length() <= EDITED_MAX;
    }

    public boolean isKnown() {
        return !text.isEmpty();
    }

    public long getVersion() {
        return version;
    }

    public void setVersion(long id) {
        version = id;
    }

    public String getText() {
        return text;
    }

    /** Browsers send CRLF. */
    public void setText(String edited) {
        text = edited == null ? "" : edited.replace("\r\n", "\n");
    }

    public String getNote() {
        return note;
    }

    public void setNote(String why) {
        note = why == null ? "" : why;
    }

    public String getSaid() {
        return said;
    }

    public boolean isSaidBad() {
        return saidBad;
    }

    public List<Problem> getProblems() {
        return problems;
    }

    public List<ChangedLine> getChanges() {
        return changes;
    }

    public boolean isAsking() {
        return proposed != Proposed.NOTHING;
    }

    /** What is asked. */
    public String getQuestion() {
        return proposed == Proposed.WAY_BACK ? "Go back to the version that decided before version " + decided + "?"
                : "Activate version " + version + "? It changes " + (changes.isEmpty() ? "nothing." : "what stands below.");
    }
}
