package org.gatepost.admin.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

import org.gatepost.admin.frame.ClickOutcome;
import org.gatepost.ee.admin.DirectoryAdmin;
import org.gatepost.ee.admin.DirectoryAdmin.Remembered;
import org.gatepost.ee.admin.DirectoryAdmin.Server;

/** The directory page: its servers, what is remembered of it, what it says of an address, and having all nodes forget. */
@Named
@RequestScoped
public class DirectoryView {

    @EJB
    private DirectoryAdmin directory;

    private String address = "";
    private String object = "";
    private final ClickOutcome outcome = new ClickOutcome("The database cannot be asked: nothing was forgotten, for the audit could not be written.", "Your role may not do that.");
    private List<Server> servers;
    private Optional<List<AnswerLine>> answer = Optional.empty();

    /** Looks up the address the page's own address names, so that an answer can be sent to a colleague as a link. */
    public void load() {
        if (!address.isBlank()) {
            outcome.of(() -> {
                answer = directory.look(address).map(AnswerLine::of);
                outcome.markBad(answer.isEmpty());
                return answer.isEmpty() ? "That is no address." : "";
            });
        }
    }

    /** Asked once for a page. */
    public List<Server> getServers() {
        if (servers == null) {
            servers = directory.servers();
        }
        return servers;
    }

    public List<Remembered> getRemembered() {
        return directory.remembered();
    }

    public long getSearches() {
        return directory.searches();
    }

    public void forget() {
        forget(object, object.strip());
    }

    public void forgetAll() {
        forget("*", "Everything");
    }

    private void forget(String what, String name) {
        outcome.of(() -> {
            OptionalInt forgotten = directory.forget(what);
            outcome.markBad(forgotten.isEmpty());
            int here = forgotten.orElse(0);
            return forgotten.isEmpty() ? "That is neither an address nor a domain." : name + " is forgotten: " + (here == 1 ? "1 answer" : here + " answers") + " on this node, and within seconds on all others. The next question is asked anew.";
        });
    }

    public boolean isAnswered() {
        return answer.isPresent();
    }

    public List<AnswerLine> getAnswer() {
        return answer.orElse(List.of());
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String text) {
        address = text == null ? "" : text;
    }

    public String getObject() {
        return object;
    }

    public void setObject(String text) {
        object = text == null ? "" : text;
    }

    public ClickOutcome getOutcome() {
        return outcome;
    }
}
