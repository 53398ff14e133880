package org.gatepost.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.scan.ScanQuestion.Addressee;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Asks an engine that knows each user's own rules once for each recipient, one after the other, each with its share of the time; of a message with more
 * recipients than it may ask for, once for all. Wishes for all are heard where every answer has them; a refusal for some is the finding for those, and
 * edits are of the copies they are wanted for. Safe for use by many threads.
 */
public final class PerRecipient implements Scanner {

    private final Scanner scanner;
    private final int recipientsMax;
    private final InstantSource steadyClock;

    public PerRecipient(Scanner scanner, int recipientsMax, InstantSource steadyClock) {
        this.scanner = scanner;
        this.recipientsMax = recipientsMax;
        this.steadyClock = steadyClock;
    }

    @Override
    public String name() {
        return scanner.name();
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        List<Addressee> recipients = question.recipients();
        if (recipients.size() < 2 || recipients.size() > recipientsMax) {
            return scanner.scan(question);
        }
        Instant end = steadyClock.instant().plus(question.deadline());
        Map<Mailbox, ScanAnswer> answers = new LinkedHashMap<>();
        for (Addressee recipient : recipients) {
            Duration share = Duration.between(steadyClock.instant(), end).dividedBy(recipients.size() - answers.size());
            ScanAnswer answer = scanner.scan(question.about(List.of(recipient)).within(share));
            if (answer.verdict() instanceof ScanVerdict.Unavailable) {
                return answer;
            }
            answers.put(recipient.address(), answer);
        }
        return together(answers);
    }

    private static ScanAnswer together(Map<Mailbox, ScanAnswer> answers) {
        ScanAnswer first = answers.values().iterator().next();
        boolean sameWishes = answers.values().stream().allMatch(answer -> answer.wishes().equals(first.wishes()));
        Map<Mailbox, ScanFinding> findings = new LinkedHashMap<>();
        answers.forEach((recipient, answer) -> findings.put(recipient, sameWishes ? answer.finding() : withRefusal(answer)));
        List<ScanWish> wishes = sameWishes ? first.wishes()
                : answers.values().stream().flatMap(answer -> answer.wishes().stream()).filter(PerRecipient::concernsAll).distinct().toList();
        Map<Mailbox, List<ScanWish>> edits = new LinkedHashMap<>();
        if (!sameWishes) {
            answers.forEach((recipient, answer) -> edits.put(recipient, answer.wishes().stream().filter(PerRecipient::isEdit).toList()));
        }
        return new ScanAnswer(first.finding(), findings, wishes, edits);
    }

    /** What comes again comes for all, and what is kept back for one is kept back. */
    private static boolean concernsAll(ScanWish wish) {
        return wish instanceof ScanWish.Refuse refuse && refuse.reply().isTransient() || wish instanceof ScanWish.Quarantine || wish instanceof ScanWish.Discard;
    }

    private static boolean isEdit(ScanWish wish) {
        return wish instanceof ScanWish.AddField || wish instanceof ScanWish.ChangeField;
    }

    private static ScanFinding withRefusal(ScanAnswer answer) {
        return answer.wishes().stream().filter(wish -> wish instanceof ScanWish.Refuse refuse && !refuse.reply().isTransient()).findFirst()
                .map(wish -> new ScanFinding(new ScanVerdict.Forbidden(List.of(((ScanWish.Refuse) wish).reply().lines().getFirst())), answer.finding().score(),
                        answer.finding().result()))
                .orElse(answer.finding());
    }

    @Override
    public boolean answers(Duration deadline) {
        return scanner.answers(deadline);
    }

    @Override
    public boolean learns() {
        return scanner.learns();
    }

    @Override
    public Lesson.Outcome learn(Lesson lesson) {
        return scanner.learn(lesson);
    }
}
