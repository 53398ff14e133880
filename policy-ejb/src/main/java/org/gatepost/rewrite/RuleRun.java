package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.Output;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.stage.Match;

/** One rule on one address, piece by piece from left to right. For one thread, once. */
final class RuleRun {

    /** What a rule says. */
    sealed interface Outcome {

        /**
         * It is used.
         *
         * @param by a host to be named as the way there
         * @param channelHost whose channel takes it; none where it is to be rewritten again
         */
        record Applied(String user, String host, Optional<String> by, Optional<String> channelHost, Optional<String> tag, Optional<String> errorText) implements Outcome {
        }

        record DoesNotApply() implements Outcome {
        }

        record Undecided(String why) implements Outcome {
        }
    }

    private static final String REPROCESSING = "reprocess";

    private final RewriteRule rule;
    private final HostPattern pattern;
    private final AddressInHand inHand;
    private final RewriteRequest request;
    private final Mappings mappings;
    private final LocalDomains domains;

    /** User, host, route: one begins at each separator. */
    private final List<Output> outputs = new ArrayList<>(List.of(new Output()));
    private final StringBuilder separators = new StringBuilder();
    private final List<RewritePart.Channel> pending = new ArrayList<>();
    private final Set<AddressInHand.Place> places = EnumSet.noneOf(AddressInHand.Place.class);
    private Optional<String> tag = Optional.empty();
    private Optional<String> errorText = Optional.empty();

    RuleRun(RewriteRule rule, HostPattern pattern, AddressInHand inHand, RewriteRequest request, Mappings mappings, LocalDomains domains) {
        this.rule = rule;
        this.pattern = pattern;
        this.inHand = inHand;
        this.request = request;
        this.mappings = mappings;
        this.domains = domains;
    }

    Outcome run() {
        for (RewritePart part : rule.template()) {
            if (part instanceof RewritePart.DecideChannels) {
                if (!channelsFit()) {
                    pending.clear();
                    break;
                }
                pending.clear();
            }
            Optional<Outcome> end = take(part);
            if (end.isPresent()) {
                return end.get();
            }
            if (output().length() > Rewriter.ADDRESS_MAX) {
                return new Outcome.Undecided("an address of more than " + Rewriter.ADDRESS_MAX + " characters");
            }
        }
        return channelsFit() && (places.isEmpty() || places.contains(inHand.place())) ? applied() : new Outcome.DoesNotApply();
    }

    private Output output() {
        return outputs.getLast();
    }

    private Outcome applied() {
        List<String> texts = outputs.stream().map(Output::toString).toList();
        String host = texts.size() > 1 ? texts.get(1) : inHand.host();
        // user@host is user%host@host, and user@host@by is user@host@by@by.
        Optional<String> channelHost = separators.indexOf("@") < 0 ? Optional.empty() : Optional.of(texts.getLast());
        Optional<String> by = separators.length() > 1 && separators.charAt(0) == '@' ? Optional.of(texts.get(2)) : Optional.empty();
        return new Outcome.Applied(texts.getFirst(), host, by, channelHost, tag, errorText);
    }

    /** Why it is not used, if it is not. */
    private Optional<Outcome> take(RewritePart part) {
        switch (part) {
            case RewritePart.Text(String text) -> output().literal(text);
            case RewritePart.Style(Output.Style style) -> output().style(style);
            case RewritePart.Separator(char separator) -> {
                separators.append(separator);
                outputs.add(new Output());
            }
            case RewritePart.Part(char kind, int number) -> {
                return unlessEmpty(partOf(kind, number));
            }
            case RewritePart.Unique() -> output().substituted(Long.toUnsignedString(mappings.random().nextLong(), 36) + Long.toUnsignedString(mappings.random().nextLong(), 36));
            case RewritePart.General(List<RewritePart> key) -> {
                return ask(key, asked -> put(mappings.lookups().general().call(asked)));
            }
            case RewritePart.Url(List<RewritePart> url) -> {
                return ask(url, Output.ofUrl(), asked -> put(mappings.lookups().urls().call(asked)));
            }
            case RewritePart.Call(String library, String routine, List<RewritePart> argument) -> {
                return ask(argument, asked -> put(mappings.lookups().call(library, routine, asked)));
            }
            case RewritePart.Mapping(String table, List<RewritePart> argument) -> {
                return ask(argument, asked -> mapped(table, asked));
            }
            case RewritePart.OnlyIn(RewritePart.Condition condition) -> {
                return unless(holds(condition));
            }
            case RewritePart.At(AddressInHand.Place place) -> places.add(place);
            case RewritePart.Channel channel -> {
                // The destination is what rewriting the envelope's recipient is to find.
                if (channel.source() || !request.isEnvelopeTo()) {
                    pending.add(channel);
                }
            }
            case RewritePart.Reprocessing(boolean wanted) -> {
                return unless(wanted == request.source().map(ChannelName::value).filter(name -> name.startsWith(REPROCESSING)).isPresent());
            }
            case RewritePart.DecideChannels() -> { }
            case RewritePart.Local(boolean wanted, List<RewritePart> domain) -> {
                return ask(domain, asked -> local(wanted, asked));
            }
            case RewritePart.ErrorText(String text) -> errorText = Optional.of(text);
            case RewritePart.Tag(String next) -> tag = Optional.of(next);
        }
        return Optional.empty();
    }

    private static Optional<Outcome> unless(boolean holds) {
        return holds ? Optional.empty() : Optional.of(new Outcome.DoesNotApply());
    }

    private Optional<Outcome> unlessEmpty(Optional<String> text) {
        text.ifPresent(output()::substituted);
        return unless(text.isPresent());
    }

    private Optional<String> partOf(char kind, int number) {
        return switch (kind) {
            case 'U' -> Optional.of(user(number));
            case 'D' -> number < 0 ? Optional.of(pattern.matched()) : Optional.of(from(pattern.matched(), number));
            case 'H' -> number < 0 ? Optional.of(pattern.rest()) : Optional.of(from(pattern.rest(), number));
            case 'L' -> Optional.of(pattern.literal());
            case 'A' -> inHand.with(inHand.user(), inHand.host()).length() > number ? Optional.of(inHand.with(inHand.user(), inHand.host()).substring(number, number + 1)) : Optional.empty();
            case 'X' -> request.mailHost().flatMap(host -> nth(host.split("\\."), number));
            case '&' -> nth(pattern.rest().split("\\."), number);
            case '!' -> fromRight(pattern.rest().split("\\."), number);
            case '*' -> nth(pattern.pattern().split("\\."), number);
            case '#' -> fromRight(pattern.pattern().split("\\."), number);
            default -> throw new IllegalStateException("no part " + kind);
        };
    }

    /** {@code $0U} is the user without what follows a plus sign, {@code $1U} that. */
    private String user(int number) {
        int plus = inHand.user().indexOf('+');
        return switch (number) {
            case 0 -> plus < 0 ? inHand.user() : inHand.user().substring(0, plus);
            case 1 -> plus < 0 ? "" : inHand.user().substring(plus + 1);
            default -> inHand.user();
        };
    }

    private static String from(String domain, int number) {
        String[] labels = domain.split("\\.");
        return number >= labels.length ? "" : String.join(".", List.of(labels).subList(number, labels.length));
    }

    private static Optional<String> nth(String[] parts, int number) {
        return number >= 0 && number < parts.length ? Optional.of(parts[number]) : Optional.empty();
    }

    private static Optional<String> fromRight(String[] parts, int number) {
        return nth(parts, parts.length - 1 - number);
    }

    private boolean holds(RewritePart.Condition condition) {
        return switch (condition) {
            case ENVELOPE -> request.location() == Location.ENVELOPE;
            case HEADER -> request.location() == Location.HEADER;
            case FORWARD -> request.direction() == Direction.FORWARD;
            case BACKWARD -> request.direction() == Direction.BACKWARD;
        };
    }

    /** What does something with the text of what is asked. */
    @FunctionalInterface
    private interface Asking {
        Optional<Outcome> ask(String text);
    }

    private Optional<Outcome> ask(List<RewritePart> argument, Asking asking) {
        return ask(argument, new Output(), asking);
    }

    private Optional<Outcome> ask(List<RewritePart> argument, Output outer, Asking asking) {
        outputs.add(outer);
        for (RewritePart part : argument) {
            Optional<Outcome> end = take(part);
            if (end.isPresent()) {
                return end;
            }
        }
        outputs.removeLast();
        return asking.ask(outer.toString());
    }

    private Optional<Outcome> put(LookupAnswer answer) {
        return switch (answer) {
            case LookupAnswer.Success(String text, Flags flags) -> {
                output().substituted(text);
                yield Optional.empty();
            }
            case LookupAnswer.Failure failure -> unless(false);
            case LookupAnswer.Unavailable(String why) -> Optional.of(new Outcome.Undecided(why));
        };
    }

    private Optional<Outcome> mapped(String table, String asked) {
        return switch (mappings.ask(table, asked, Flags.NONE)) {
            case MappingAnswer.Mapped(String text, Flags set) -> {
                if (set.has('Y')) {
                    output().substituted(text);
                }
                yield unless(set.has('Y'));
            }
            case MappingAnswer.NoMatch() -> unless(false);
            case MappingAnswer.Unavailable(String why) -> Optional.of(new Outcome.Undecided(why));
        };
    }

    private Optional<Outcome> local(boolean wanted, String domain) {
        return switch (domains.local(domain)) {
            case Match.Found<String> found -> unless(wanted);
            case Match.NotFound<String> none -> unless(!wanted);
            case Match.Unavailable<String>(String why) -> Optional.of(new Outcome.Undecided(why));
            case Match.Conflicting<String>(String why) -> Optional.of(new Outcome.Undecided(why));
        };
    }

    /** Any of those wanted will do; none of those not wanted may be. */
    private boolean channelsFit() {
        return fit(true, request.source()) && fit(false, request.destination());
    }

    private boolean fit(boolean source, Optional<ChannelName> channel) {
        List<RewritePart.Channel> asked = pending.stream().filter(about -> about.source() == source).toList();
        boolean noneWanted = asked.stream().noneMatch(RewritePart.Channel::wanted);
        boolean wantedOne = asked.stream().anyMatch(about -> about.wanted() && is(channel, about));
        return (noneWanted || wantedOne) && asked.stream().noneMatch(about -> !about.wanted() && is(channel, about));
    }

    private static boolean is(Optional<ChannelName> channel, RewritePart.Channel asked) {
        return channel.map(ChannelName::value).filter(asked.name().toLowerCase(Locale.ROOT)::equals).isPresent();
    }
}
