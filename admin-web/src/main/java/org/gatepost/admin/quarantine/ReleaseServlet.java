package org.gatepost.admin.quarantine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.OwnQuarantine;
import org.gatepost.ee.admin.OwnQuarantine.Page;
import org.gatepost.ee.admin.OwnQuarantine.Standing;

/**
 * Where the links of digests lead. GET shows what a token is for, POST releases it. No session: the token, which no other site knows, stands in the form, so
 * that nobody can press the button for somebody else.
 */
@WebServlet("/quarantine/release")
public class ReleaseServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int NONCE_OCTETS = 16;
    private static final int TOO_MANY_REQUESTS = 429;

    @EJB
    private transient OwnQuarantine quarantine;

    private final transient RequestPace pace = new RequestPace(Clock.systemUTC());
    private final transient SecureRandom random = new SecureRandom();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String nonce = nonce();
        if (!pace.admits(request.getRemoteAddr())) {
            write(response, TOO_MANY_REQUESTS, nonce, ReleasePage.tooMany(nonce));
            return;
        }
        String token = token(request);
        Page page;
        try {
            page = quarantine.look(token);
        } catch (DeskUnavailable e) {
            page = new Page(Standing.BUSY, Optional.empty(), "", "", "", "");
        }
        write(response, status(page.standing()), nonce, ReleasePage.of(page, token, nonce));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String nonce = nonce();
        if (!pace.admits(request.getRemoteAddr())) {
            write(response, TOO_MANY_REQUESTS, nonce, ReleasePage.tooMany(nonce));
            return;
        }
        Standing standing;
        try {
            standing = quarantine.release(token(request));
        } catch (DeskUnavailable e) {
            standing = Standing.BUSY;
        }
        write(response, status(standing), nonce, ReleasePage.of(standing, nonce));
    }

    private static String token(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("t")).orElse("");
    }

    private static int status(Standing standing) {
        return switch (standing) {
            case KEPT, RELEASED -> HttpServletResponse.SC_OK;
            case GONE, EXPIRED -> HttpServletResponse.SC_GONE;
            case FOREIGN -> HttpServletResponse.SC_NOT_FOUND;
            case BUSY -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        };
    }

    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    private static void write(HttpServletResponse response, int status, String nonce, String html) throws IOException {
        response.setStatus(status);
        response.setContentType("text/html; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src data:; style-src 'nonce-" + nonce + "'");
        response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
    }
}
