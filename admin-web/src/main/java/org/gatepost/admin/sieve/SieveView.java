package org.gatepost.admin.sieve;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

import org.gatepost.admin.frame.ClickOutcome;
import org.gatepost.ee.admin.policy.DraftMade;
import org.gatepost.ee.admin.policy.ScriptAdmin;
import org.gatepost.ee.admin.policy.SieveFilter;
import org.gatepost.policytext.LineError;

/** The page of Sieve scripts: one version's, one of them in an editor, what is wrong with it, and the draft that is made of it. */
@Named
@ViewScoped
public class SieveView implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String SYSTEM = "system";

    /** Something that is wrong. */
    public record Problem(int line, int column, String what) implements Serializable {
        /** {@code line:column}; empty where no line is to blame. */
        public String place() {
            return line == 0 ? "" : line + ":" + column;
        }
    }

    @EJB
    private ScriptAdmin scripts;

    private long version;
    private String name = "";
    private String script = "";
    private String journal = "";
    private String note = "";
    private final ClickOutcome outcome = new ClickOutcome("The database cannot be asked: nothing was changed.", "Only a postmaster may see and change scripts.");
    private boolean known;
    private long made;
    private final List<Problem> problems = new ArrayList<>();
    private final List<SieveFilter> filters = new ArrayList<>();

    /** Reads the version and the script named in the address; without them, the active version's and the system's. */
    public void load() {
        carryOut(() -> {
            if (version == 0) {
                version = scripts.active();
            }
            name = name.isBlank() ? SYSTEM : name.strip();
            filters.clear();
            filters.addAll(scripts.filters(version));
            filters.stream().filter(filter -> filter.name().equals(name)).findFirst().ifPresent(filter -> {
                script = filter.script();
                journal = filter.journal();
            });
            known = true;
            return "";
        });
    }

    /** Says what is wrong with the script as it stands in the editor, and makes nothing. */
    public void check() {
        carryOut(() -> {
            found();
            return problems.isEmpty() ? "Nothing is wrong with this script." : problems.size() + (problems.size() == 1 ? " thing is wrong." : " things are wrong.");
        });
    }

    private void found() {
        problems.clear();
        scripts.check(name, script).forEach(fault -> problems.add(new Problem(fault.line(), fault.column(), fault.what())));
        outcome.markBad(!problems.isEmpty());
    }

    /** Makes a draft of the version with the script in the editor; of one with faults none. */
    public void draft() {
        carryOut(() -> {
            found();
            return problems.isEmpty() ? told(scripts.draft(version, new SieveFilter(name, script, journal), note)) : "No draft was made.";
        });
    }

    /** Makes a draft of the version without the script. */
    public void remove() {
        carryOut(() -> told(scripts.draftWithout(version, name, note)));
    }

    private String told(DraftMade draft) {
        problems.clear();
        return switch (draft) {
            case DraftMade.Made(long id, List<LineError> errors) -> {
                errors.forEach(error -> problems.add(new Problem(0, 0, error.what())));
                outcome.markBad(!errors.isEmpty());
                made = id;
                version = id;
                filters.clear();
                filters.addAll(scripts.filters(id));
                note = "";
                yield "Draft " + id + " is made" + (errors.isEmpty() ? "; it decides nothing until it is activated." : " and cannot be activated as it is.");
            }
            case DraftMade.Rejected(List<LineError> errors) -> {
                errors.forEach(error -> problems.add(new Problem(0, 0, error.what())));
                outcome.markBad(true);
                yield "No draft was made.";
            }
        };
    }

    private void carryOut(Supplier<String> work) {
        made = 0;
        outcome.of(work);
    }

    /** Whether there is such a script in the version. */
    public boolean isThere() {
        return filters.stream().anyMatch(filter -> filter.name().equals(name));
    }

    public boolean isKnown() {
        return known;
    }

    public List<SieveFilter> getFilters() {
        return filters;
    }

    public List<Problem> getProblems() {
        return problems;
    }

    /** The draft that was made last; 0 for none. */
    public long getMade() {
        return made;
    }

    public long getVersion() {
        return version;
    }

    public void setVersion(long id) {
        version = id;
    }

    public String getName() {
        return name;
    }

    public void setName(String typed) {
        name = plain(typed).strip();
    }

    public String getScript() {
        return script;
    }

    /** Browsers send CRLF. */
    public void setScript(String edited) {
        script = plain(edited).replace("\r\n", "\n");
    }

    public String getJournal() {
        return journal;
    }

    public void setJournal(String typed) {
        journal = plain(typed);
    }

    public String getNote() {
        return note;
    }

    public void setNote(String why) {
        note = plain(why);
    }

    public ClickOutcome getOutcome() {
        return outcome;
    }

    private static String plain(String text) {
        return text == null ? "" : text;
    }
}
