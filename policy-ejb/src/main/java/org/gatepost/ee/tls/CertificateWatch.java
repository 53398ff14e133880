package org.gatepost.ee.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.tls.Certificates;
import org.gatepost.smtp.tls.TlsFiles;
import org.gatepost.smtp.tls.TlsFilesException;
import org.gatepost.trace.Alarms;

/**
 * Raises the alarm {@code tls} for certificates that cannot be used, and {@code tls:expiry:NAMES} 21 days before one ends, again 7 days before, and when it
 * has ended. For one thread, which looks now and then.
 */
public final class CertificateWatch {

    /** How long before its end each warning is given; the last is the end itself. */
    static final List<Duration> WARNINGS = List.of(Duration.ofDays(21), Duration.ofDays(7), Duration.ZERO);

    private static final String UNUSABLE = "tls";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final TlsFiles files;
    private final Alarms alarms;
    private final Clock clock;
    private final Map<String, Integer> warned = new HashMap<>();
    private Optional<String> seen = Optional.empty();
    private Optional<Certificates> certificates = Optional.empty();

    public CertificateWatch(TlsFiles files, Alarms alarms, Clock clock) {
        this.files = files;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Reads the files where they have changed, and looks how long what they hold is good. */
    public void look() {
        Optional<String> now = Optional.of(files.appearance());
        if (!now.equals(seen)) {
            seen = now;
            read();
        }
        certificates.ifPresent(this::checkEnds);
    }

    private void read() {
        try {
            certificates = Optional.of(files.read());
            alarms.clear(UNUSABLE);
        } catch (TlsFilesException e) {
            alarms.raise(UNUSABLE, "Certificates cannot be used: " + e.getMessage()
                    + (certificates.isPresent() ? ". Those before stay in use." : ". STARTTLS is answered 454 4.7.0."));
        }
    }

    private void checkEnds(Certificates all) {
        Set<String> gone = new HashSet<>(warned.keySet());
        for (Certificates.Validity one : all.validities()) {
            gone.remove(one.names());
            int warnings = (int) WARNINGS.stream().filter(before -> !clock.instant().isBefore(one.notAfter().minus(before))).count();
            if (warned.getOrDefault(one.names(), 0) != warnings) {
                warned.put(one.names(), warnings);
                say(one, warnings);
            }
        }
        gone.forEach(names -> {
            warned.remove(names);
            alarms.clear(key(names));
        });
    }

    private void say(Certificates.Validity one, int warnings) {
        if (warnings == 0) {
            alarms.clear(key(one.names()));
            return;
        }
        Instant end = one.notAfter();
        alarms.raise(key(one.names()), "The certificate of " + one.names() + (warnings == WARNINGS.size() ? " ended on " + DAY.format(end) + "."
                : " ends in " + Duration.between(clock.instant(), end).toDays() + " days, on " + DAY.format(end) + "."));
    }

    private static String key(String names) {
        return UNUSABLE + ":expiry:" + names;
    }
}
