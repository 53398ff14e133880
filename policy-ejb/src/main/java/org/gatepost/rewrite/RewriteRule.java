package org.gatepost.rewrite;

import java.util.List;
import java.util.Optional;

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

    /** The host whose channel takes the address, where the rule names one and always the same. */
    Optional<String> fixedHost() {
        StringBuilder host = new StringBuilder();
        boolean named = false;
        for (RewritePart part : template) {
            switch (part) {
                case RewritePart.Separator(char separator) -> {
                    named = named || separator == '@';
                    host.setLength(0);
                }
                case RewritePart.Text(String text) -> host.append(text);
                case RewritePart.OnlyIn only -> { }
                case RewritePart.At at -> { }
                case RewritePart.Channel channel -> { }
                case RewritePart.Reprocessing reprocessing -> { }
                case RewritePart.DecideChannels decide -> { }
                case RewritePart.Local local -> { }
                case RewritePart.ErrorText error -> { }
                case RewritePart.Tag tag -> { }
                case RewritePart.Style style -> host.append('\0');
                case RewritePart.Part varies -> host.append('\0');
                case RewritePart.Unique varies -> host.append('\0');
                case RewritePart.General varies -> host.append('\0');
                case RewritePart.Mapping varies -> host.append('\0');
                case RewritePart.Url varies -> host.append('\0');
                case RewritePart.Call varies -> host.append('\0');
            }
        }
        return named && !host.isEmpty() && host.indexOf("\0") < 0 ? Optional.of(host.toString()) : Optional.empty();
    }

    /** A rule that says why there is none for this host: it changes nothing. */
    boolean isErrorAlone() {
        return template.size() == 1 && template.getFirst() instanceof RewritePart.ErrorText;
    }
}
