package org.gatepost.rewrite;

import java.util.List;

/**
 * One rule.
 *
 * @param line where it stands in its file, from 1
 * @param source as it is written
 * @param pattern with its tag, folded
 */
record RewriteRule(int line, String source, String pattern, List<RewritePart> template) {

    RewriteRule {
        template = List.copyOf(template);
    }

    /** A rule that says why there is none for this host: it changes nothing. */
    boolean isErrorAlone() {
        return template.size() == 1 && template.getFirst() instanceof RewritePart.ErrorText;
    }
}
