package org.gatepost.admin.frame;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;

/** A click behind a page whose session has ended is sent to the login by Jakarta Security, where no script can show it: it is told to leave the page. */
@WebFilter("/admin/login.xhtml")
public class ExpiredClicks implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        if (asked.getMethod().equals("GET") && "partial/ajax".equals(asked.getHeader("Faces-Request"))) {
            response.setContentType("text/xml;charset=UTF-8");
            response.getWriter().write("<?xml version='1.0' encoding='UTF-8'?><partial-response id='j'><redirect url='/admin/expired.xhtml'></redirect></partial-response>");
            return;
        }
        chain.doFilter(request, response);
    }
}
