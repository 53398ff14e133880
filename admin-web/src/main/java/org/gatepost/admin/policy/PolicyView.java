package org.gatepost.admin.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

import org.gatepost.admin.frame.ClickOutcome;
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

    /** Something that is wrong. */
    public record Problem(int line, String what) implements Serializable {
    }

    @EJB
    private PolicyAdmin policies;

    private long version;
    private String text = "";
    private String note = "";
    private final ClickOutcome outcome = new ClickOutcome("The database cannot be asked: nothing was changed.", "Only a postmaster may see and change policy.");
    private final Proposed proposed = new Proposed();
    private final List<Problem> problems = new ArrayList<>();
    private final List<ChangedLine> changes = new ArrayList<>();
    private transient ListedVersions listed;

    /** Reads the version named in the address; without one, the active one. */
    public void load() {
        outcome.of(() -> {
            if (version == 0) {
                version = active().map(PolicyVersion::id).orElse(0L);
            }
            if (policies.versions().stream().noneMatch(known -> known.id() == version)) {
                outcome.markBad(true);
                return "There is no policy version " + version + ".";
            }
            show(version);
            return "";
        });
    }

    private void show(long shown) {
        version = shown;
        listed = null;
        text = policies.export(shown);
        proposed.take();
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
        outcome.of(() -> {
            problems(policies.check(text));
            outcome.markBad(!problems.isEmpty());
            return problems.isEmpty() ? "Nothing is wrong with this text." : problems.size() + (problems.size() == 1 ? " thing is wrong." : " things are wrong.");
        });
    }

    /** Makes a draft of the text in the editor. */
    public void draft() {
        outcome.of(() -> switch (policies.draft(text, note)) {
            case DraftMade.Made(long made, List<LineError> errors) -> {
                show(made);
                problems(errors);
                outcome.markBad(!errors.isEmpty());
                note = "";
                yield "Draft " + made + " is made" + (errors.isEmpty() ? "; it decides nothing until it is activated." : " and cannot be activated as it is.");
            }
            case DraftMade.Rejected(List<LineError> errors) -> {
                problems(errors);
                outcome.markBad(true);
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
        outcome.of(() -> {
            show(version);
            propose(Proposed.Change.ACTIVATION);
            return "";
        });
    }

    /** Asks whether the version before shall decide again. */
    public void proposeWayBack() {
        listed = null;
        propose(Proposed.Change.WAY_BACK);
        outcome.forget();
    }

    private void propose(Proposed.Change what) {
        proposed.propose(what, active().map(PolicyVersion::id).orElse(0L));
    }

    public void leave() {
        proposed.take();
    }

    /** Does what was proposed. */
    public void confirm() {
        Proposed.Change wanted = proposed.take();
        outcome.of(() -> switch (wanted) {
            case ACTIVATION -> told(policies.activate(version, proposed.decided()));
            case WAY_BACK -> told(policies.rollBack(proposed.decided()));
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
                outcome.markBad(true);
                yield "Version " + refused + " does not compile: the version before decides on.";
            }
            case ActivationResult.NotThere(String what) -> {
                outcome.markBad(true);
                yield what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ".";
            }
        };
    }

    /** Read once for a page. */
    public ListedVersions getListed() {
        if (listed == null) {
            listed = ListedVersions.of(policies);
        }
        return listed;
    }

    private Optional<PolicyVersion> active() {
        return getListed().active();
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

    public ClickOutcome getOutcome() {
        return outcome;
    }

    public List<Problem> getProblems() {
        return problems;
    }

    public List<ChangedLine> getChanges() {
        return changes;
    }

    public boolean isAsking() {
        return proposed.isAny();
    }

    /** What is asked. */
    public String getQuestion() {
        return proposed.question(version, changes.isEmpty());
    }
}
