package org.gatepost.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several servers of one engine: who answered last is asked first, and the next one where it cannot be asked. Each is given its share of the time that is
 * left, so that one that is silent leaves some for the others. Safe for use by many threads.
 */
final class Failover implements Scanner {

    private final List<Scanner> servers;
    private final InstantSource steadyClock;
    private final AtomicInteger first = new AtomicInteger();

    Failover(List<Scanner> servers, InstantSource steadyClock) {
        this.servers = List.copyOf(servers);
        this.steadyClock = steadyClock;
    }

    @Override
    public String name() {
        return servers.getFirst().name();
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        Instant end = steadyClock.instant().plus(question.deadline());
        int begin = first.get();
        StringBuilder why = new StringBuilder();
        for (int tried = 0; tried < servers.size(); tried++) {
            int place = (begin + tried) % servers.size();
            Duration share = Duration.between(steadyClock.instant(), end).dividedBy(servers.size() - tried);
            ScanAnswer answer = servers.get(place).scan(question.within(share));
            if (!(answer.verdict() instanceof ScanVerdict.Unavailable(String reason))) {
                first.set(place);
                return answer;
            }
            why.append(why.isEmpty() ? "" : "; ").append("server ").append(place + 1).append(": ").append(reason);
        }
        return ScanAnswer.unavailable(why.toString());
    }

    @Override
    public boolean answers(Duration deadline) {
        Duration share = deadline.dividedBy(servers.size());
        for (int place = 0; place < servers.size(); place++) {
            if (servers.get(place).answers(share)) {
                first.set(place);
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean learns() {
        return servers.getFirst().learns();
    }

    /** What one has learnt the others are not told: where they do not share what they know, that is theirs to arrange. */
    @Override
    public Lesson.Outcome learn(Lesson lesson) {
        Instant end = steadyClock.instant().plus(lesson.deadline());
        int begin = first.get();
        StringBuilder why = new StringBuilder();
        for (int tried = 0; tried < servers.size(); tried++) {
            int place = (begin + tried) % servers.size();
            Duration share = Duration.between(steadyClock.instant(), end).dividedBy(servers.size() - tried);
            Lesson.Outcome outcome = servers.get(place).learn(lesson.within(share));
            if (!(outcome instanceof Lesson.Outcome.Failed(String reason))) {
                return outcome;
            }
            why.append(why.isEmpty() ? "" : "; ").append("server ").append(place + 1).append(": ").append(reason);
        }
        return new Lesson.Outcome.Failed(why.toString());
    }

    @Override
    public Optional<String> complaint(Duration deadline) {
        Duration share = deadline.dividedBy(servers.size());
        return servers.stream().map(server -> server.complaint(share)).flatMap(Optional::stream).findFirst();
    }
}
