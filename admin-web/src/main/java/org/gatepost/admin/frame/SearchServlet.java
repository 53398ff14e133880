package org.gatepost.admin.frame;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.QueueAdmin;
import org.gatepost.ee.admin.QueueFilter;
import org.gatepost.mail.QueueId;

/** The search box on top of every page: a queue id leads to its message, anything else to the queue filtered by it. */
@WebServlet("/admin/search")
public class SearchServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int TEXT_MAX = 320;

    @EJB
    private QueueAdmin queue;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String text = Optional.ofNullable(request.getParameter("q")).orElse("").strip();
        response.sendRedirect(target(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text));
    }

    private String target(String text) {
        if (text.isEmpty()) {
            return "/admin/queue.xhtml";
        }
        Optional<QueueId> id = QueueIdText.read(text);
        if (id.isPresent()) {
            return "/admin/message.xhtml?id=" + id.get();
        }
        return "/admin/queue.xhtml?" + side(text) + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An address may be either; where nobody is sent mail at it, whoever sent from it is meant. */
    private String side(String text) {
        try {
            QueueFilter to = new QueueFilter("", text, Optional.empty(), "", Optional.empty(), Optional.empty());
            QueueFilter from = new QueueFilter(text, "", Optional.empty(), "", Optional.empty(), Optional.empty());
            return queue.count(to) == 0 && queue.count(from) > 0 ? "sender" : "recipient";
        } catch (DeskUnavailable e) {
            return "recipient";
        }
    }
}
