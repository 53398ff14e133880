package org.gatepost.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Scripts and messages by chance: mostly good ones, of what every implementation of Sieve knows. Two things are left out because Debian's sieve-test
 * has them wrong: a pattern that begins with "?" and a letter, which it finds in values that do not have it, and one destination both with and without
 * ":copy", where it keeps a copy too many.
 */
public final class GeneratedScripts {

    private static final List<String> HEADERS = List.of("subject", "from", "to", "x-number", "x-absent", "cc", "x-empty");
    private static final List<String> ADDRESS_HEADERS = List.of("from", "to", "cc");
    private static final List<String> KEYS = List.of("Hello", "hello*", "*world*", "", "h?llo*", "42", "0042", "a", "alice@example.com", "*@example.*", "Alice", "example.com",
            "2*", "7", "*[*]*", "x\\\\*y", "bob", "*o*o*");
    private static final List<String> PARTS = List.of("", ":all ", ":localpart ", ":domain ");
    private static final List<String> RELATIONS = List.of("gt", "ge", "lt", "le", "eq", "ne");
    private static final List<String> SUBJECTS = List.of("Hello world", "hello", "[list] Hello  there", "", "42", "x*y", "=?utf-8?q?gr=C3=BC=C3=9Fe?=", "Hello\n folded");

    private GeneratedScripts() {
    }

    /** The next script. */
    public static String next(Random random) {
        StringBuilder script = new StringBuilder("require [\"fileinto\", \"copy\", \"envelope\", \"relational\", \"variables\", \"imap4flags\", \"body\", "
                + "\"comparator-i;ascii-numeric\", \"subaddress\"];\n");
        int commands = 1 + random.nextInt(4);
        for (int i = 0; i < commands; i++) {
            command(script, random, 0);
        }
        return script.toString();
    }

    private static void command(StringBuilder script, Random random, int depth) {
        int kind = random.nextInt(depth > 2 ? 7 : 11);
        switch (kind) {
            case 0 -> script.append("keep;\n");
            case 1 -> script.append("discard;\n");
            case 2 -> script.append(one(List.of("fileinto \"box0\";\n", "fileinto \"box1\";\n", "fileinto :copy \"box2\";\n"), random));
            case 3 -> script.append(one(List.of("redirect \"r0@example.org\";\n", "redirect :copy \"r1@example.org\";\n"), random));
            case 4 -> script.append("set \"v").append(random.nextInt(2)).append("\" \"").append(one(KEYS, random)).append("\";\n");
            case 5 -> script.append(one(List.of("setflag", "addflag", "removeflag"), random)).append(" \"").append(one(List.of("\\\\Seen", "work", "\\\\Flagged work"), random))
                    .append("\";\n");
            case 6 -> script.append("set \"v0\" \"${v1}x\";\n");
            default -> {
                script.append("if ");
                test(script, random, depth);
                script.append(" {\n");
                command(script, random, depth + 1);
                script.append("}\n");
                if (random.nextBoolean()) {
                    script.append("elsif ");
                    test(script, random, depth);
                    script.append(" {\n");
                    command(script, random, depth + 1);
                    script.append("}\n");
                }
                if (random.nextBoolean()) {
                    script.append("else {\n");
                    command(script, random, depth + 1);
                    script.append(random.nextInt(4) == 0 ? "stop;\n}\n" : "}\n");
                }
            }
        }
    }

    private static void test(StringBuilder script, Random random, int depth) {
        switch (random.nextInt(depth > 2 ? 8 : 10)) {
            case 0, 1 -> script.append("header ").append(match(random)).append(list(HEADERS, random)).append(' ').append(list(KEYS, random));
            case 2 -> script.append("address ").append(match(random)).append(one(PARTS, random)).append(list(ADDRESS_HEADERS, random)).append(' ')
                    .append(list(KEYS, random));
            case 3 -> script.append("envelope ").append(match(random)).append(one(PARTS, random)).append(random.nextBoolean() ? "\"from\" " : "\"to\" ")
                    .append(list(KEYS, random));
            case 4 -> script.append("exists ").append(list(HEADERS, random));
            case 5 -> script.append("size ").append(random.nextBoolean() ? ":over " : ":under ").append(random.nextInt(500));
            case 6 -> script.append("string ").append(match(random)).append("\"${v0}${v1}\" ").append(list(KEYS, random));
            case 7 -> script.append("hasflag \"").append(one(List.of("work", "\\\\Seen", "\\\\flagged"), random)).append('"');
            case 8 -> {
                script.append("not ");
                test(script, random, depth + 1);
            }
            default -> {
                script.append(random.nextBoolean() ? "allof(" : "anyof(");
                test(script, random, depth + 1);
                script.append(", ");
                test(script, random, depth + 1);
                script.append(')');
            }
        }
    }

    private static String match(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> ":is ";
            case 1 -> ":contains ";
            case 2 -> ":matches ";
            case 3 -> ":comparator \"i;octet\" :contains ";
            case 4 -> ":value \"" + one(RELATIONS, random) + "\" :comparator \"i;ascii-numeric\" ";
            default -> ":count \"" + one(RELATIONS, random) + "\" :comparator \"i;ascii-numeric\" ";
        };
    }

    private static String list(List<String> words, Random random) {
        return random.nextBoolean() ? '"' + one(words, random) + '"' : "[\"" + one(words, random) + "\", \"" + one(words, random) + "\"]";
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** The next message, lines with LF. */
    public static byte[] message(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head = "From: Alice <alice@example.com>\nTo: bob+detail@example.com" + (random.nextBoolean() ? ", Carol <carol@example.org>" : "") + "\nSubject: "
                + one(SUBJECTS, random) + "\nX-Number: " + random.nextInt(100) + "\n" + (random.nextBoolean() ? "X-Empty:\n" : "")
                + (random.nextBoolean() ? "Cc: dave@example.net\n" : "") + "Message-ID: <" + random.nextInt() + "@example.com>\n\n";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes("Hello world, this is the body.\n".repeat(1 + random.nextInt(10)).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
