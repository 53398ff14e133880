package org.gatepost.admin.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.DirectoryAdmin;
import org.gatepost.ee.admin.DirectoryAdmin.Remembered;
import org.gatepost.ee.admin.DirectoryAdmin.Server;
import org.gatepost.ee.admin.NotAllowed;

/** The directory page: its servers, what is remembered of it, what it says of an address, and having all nodes forget. */
@Named
@RequestScoped
public class DirectoryView {

    @EJB
    private DirectoryAdmin directory;

    private String address = "";
    private String object = "";
    private String said = "";
    private boolean saidBad;
    private List<Server> servers;
    private Optional<List<AnswerLine>> answer = Optional.empty();

    /** Looks up the address the page's own address names, so that an answer can be sent to a colleague as a link. */
    public void load() {
        if (!address.isBlank()) {
            carryOut(() -> {
                answer = directory.look(address).map(AnswerLine::of);
                saidBad = answer.isEmpty();
                return saidBad ? "That is no address." : "";
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
        carryOut(() -> {
            OptionalInt forgotten = directory.forget(what);
            saidBad = forgotten.isEmpty();
            int here = forgotten.orElse(0);
            return saidBad ? "That is neither an address nor a domain." : name + " is forgotten: " + (here == 1 ? "1 answer" : here + " answers") + " on this node, and within seconds on all others. The next question is asked anew.";
        });
    }

    private void carryOut(Supplier<String> work) {
        try {
            said = work.get();
        } catch (DeskUnavailable e) {
            said = "The database cannot be asked: nothing was forgotten, for the audit could not be written.";
            saidBad = true;
        } catch (NotAllowed e) {
            said = "Your role may not do that.";
            saidBad = true;
        }
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

    /** What came of the last deed; empty before. */
    public String getSaid() {
        return said;
    }

    public boolean isSaidBad() {
        return saidBad;
    }
}
