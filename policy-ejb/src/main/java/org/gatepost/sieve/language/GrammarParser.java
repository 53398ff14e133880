package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes phrases of tokens (RFC 5228 section 8.2). After a mistake it goes on behind the command that has it, so that one mistake is one error. */
final class GrammarParser {

    /** Thrown at a mistake, caught where the command ends. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean tooDeep;

        Lost(boolean tooDeep) {
            super("", null, false, false);
            this.tooDeep = tooDeep;
        }
    }

    private final Lexer lexer;
    private final SieveLimits limits;
    private final Complaints complaints;
    private Token token;
    private int openBraces;

    GrammarParser(Lexer lexer, SieveLimits limits, Complaints complaints) {
        this.lexer = lexer;
        this.limits = limits;
        this.complaints = complaints;
    }

    List<Phrase> script() {
        advance();
        List<Phrase> commands = new ArrayList<>();
        while (token.kind() != Token.Kind.END && !complaints.full()) {
            if (token.kind() == Token.Kind.RIGHT_BRACE) {
                complaints.add(token.at(), "unexpected '}': no block is open here");
                advance();
                continue;
            }
            try {
                int before = complaints.count();
                command(commands, 1);
                if (token.kind() == Token.Kind.RIGHT_BRACE && complaints.count() > before) {
                    // It belongs to the mistake.
                    advance();
                }
            } catch (Lost tooDeep) {
                leaveAllBlocks();
            }
        }
        return commands;
    }

    private void advance() {
        token = lexer.read();
        if (token.kind() == Token.Kind.LEFT_BRACE) {
            openBraces++;
        } else if (token.kind() == Token.Kind.RIGHT_BRACE && openBraces > 0) {
            openBraces--;
        }
    }

    private void command(List<Phrase> into, int depth) {
        try {
            if (token.kind() != Token.Kind.IDENTIFIER) {
                throw lost("expected a command, but found " + token.spoken());
            }
            Token name = token;
            advance();
            Phrase parts = parts(name, depth);
            if (token.kind() == Token.Kind.SEMICOLON) {
                advance();
                into.add(parts);
            } else if (token.kind() == Token.Kind.LEFT_BRACE) {
                advance();
                List<Phrase> block = block(name, depth);
                into.add(new Phrase(parts.name(), parts.at(), parts.arguments(), parts.tests(), parts.testList(), true, block));
            } else {
                throw lost("expected ';' or a block '{' after the command '" + name.text() + "', but found " + token.spoken());
            }
        } catch (Lost mistake) {
            if (mistake.tooDeep) {
                throw mistake;
            }
            skipCommand();
        }
    }

    private List<Phrase> block(Token name, int depth) {
        if (depth >= limits.nesting()) {
            complaints.add(name.at(), "blocks are nested deeper than " + limits.nesting());
            throw new Lost(true);
        }
        List<Phrase> commands = new ArrayList<>();
        while (token.kind() != Token.Kind.RIGHT_BRACE) {
            if (token.kind() == Token.Kind.END) {
                complaints.add(token.at(), "the block of '" + name.text() + "' at line " + name.at().line() + " has no end '}'");
                return commands;
            }
            if (complaints.full()) {
                throw new Lost(true);
            }
            command(commands, depth + 1);
        }
        advance();
        return commands;
    }

    private Phrase parts(Token name, int depth) {
        if (depth > limits.nesting()) {
            complaints.add(name.at(), "tests are nested deeper than " + limits.nesting());
            throw new Lost(true);
        }
        List<Phrase.Argument> arguments = arguments(name);
        List<Phrase> tests = new ArrayList<>();
        boolean list = token.kind() == Token.Kind.LEFT_PARENTHESIS;
        if (list) {
            do {
                advance();
                tests.add(test(depth));
            } while (token.kind() == Token.Kind.COMMA);
            if (token.kind() != Token.Kind.RIGHT_PARENTHESIS) {
                throw lost("expected ',' or ')' in a list of tests, but found " + token.spoken());
            }
            advance();
        } else if (token.kind() == Token.Kind.IDENTIFIER) {
            tests.add(test(depth));
        }
        return new Phrase(name.text().toLowerCase(Locale.ROOT), name.at(), arguments, tests, list, false, List.of());
    }

    private Phrase test(int depth) {
        if (token.kind() != Token.Kind.IDENTIFIER) {
            throw lost("expected a test, but found " + token.spoken());
        }
        Token name = token;
        advance();
        return parts(name, depth + 1);
    }

    private List<Phrase.Argument> arguments(Token name) {
        List<Phrase.Argument> arguments = new ArrayList<>();
        while (true) {
            switch (token.kind()) {
                case TAG -> arguments.add(new Phrase.Argument.Tag(token.text().toLowerCase(Locale.ROOT), token.at()));
                case NUMBER -> arguments.add(new Phrase.Argument.Number(token.number(), token.at()));
                case STRING -> arguments.add(new Phrase.Argument.Strings(List.of(new Phrase.Item(token.text(), token.at())), false, token.at()));
                case LEFT_BRACKET -> arguments.add(stringList());
                case IDENTIFIER, COMMA, SEMICOLON, LEFT_BRACE, RIGHT_BRACE, LEFT_PARENTHESIS, RIGHT_PARENTHESIS, RIGHT_BRACKET, GARBAGE, END -> {
                    return arguments;
                }
            }
            advance();
            if (arguments.size() > limits.arguments()) {
                throw lost("'" + name.text() + "' has more than " + limits.arguments() + " arguments");
            }
        }
    }

    private Phrase.Argument stringList() {
        Position at = token.at();
        List<Phrase.Item> items = new ArrayList<>();
        do {
            advance();
            if (token.kind() != Token.Kind.STRING) {
                throw lost("expected a string in a string list, but found " + token.spoken());
            }
            items.add(new Phrase.Item(token.text(), token.at()));
            advance();
        } while (token.kind() == Token.Kind.COMMA);
        if (token.kind() != Token.Kind.RIGHT_BRACKET) {
            throw lost("expected ',' or ']' in a string list, but found " + token.spoken());
        }
        return new Phrase.Argument.Strings(items, true, at);
    }

    private Lost lost(String message) {
        complaints.add(token.at(), message);
        return new Lost(false);
    }

    /** To behind the ';' or the block that ends the command at hand, or to the '}' around it. */
    private void skipCommand() {
        int within = 0;
        while (token.kind() != Token.Kind.END) {
            switch (token.kind()) {
                case LEFT_BRACE -> within++;
                case RIGHT_BRACE -> {
                    if (within == 0) {
                        return;
                    }
                    within--;
                    if (within == 0) {
                        advance();
                        return;
                    }
                }
                case SEMICOLON -> {
                    if (within == 0) {
                        advance();
                        return;
                    }
                }
                case IDENTIFIER, TAG, NUMBER, STRING, COMMA, LEFT_PARENTHESIS, RIGHT_PARENTHESIS, LEFT_BRACKET, RIGHT_BRACKET, GARBAGE -> {
                }
            }
            advance();
        }
    }

    private void leaveAllBlocks() {
        if (openBraces == 0) {
            skipCommand();
            return;
        }
        while (token.kind() != Token.Kind.END && openBraces > 0) {
            advance();
        }
        if (token.kind() == Token.Kind.RIGHT_BRACE) {
            advance();
        }
    }
}
