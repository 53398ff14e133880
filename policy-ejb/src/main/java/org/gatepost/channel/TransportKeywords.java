package org.gatepost.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mail.NoSolicit;

/**
 * What a channel says about the way mail takes that leaves by it. Immutable.
 *
 * @param tls keywords {@code notlsclient}, {@code maytlsclient}, {@code musttlsclient}
 * @param queue how it waits, and who is told
 * @param remote how next hops are reached and spoken with
 * @param noSolicit keyword {@code destinationnosolicit}: refused at RCPT, or where the content says so (RFC 3865)
 * @param pace how much next hops get
 * @param folders keywords {@code fileinto TEMPLATE}, {@code nofileinto} (default: copies scripts file go to the inbox)
 * @param forwarding what holds for mail to somebody else
 * @param quota whether mailboxes have room
 * @param verify whether next hops are asked about recipients
 * @param hop what holds for mail that goes through a filter and comes back
 */
public record TransportKeywords(Need tls, QueueKeywords queue, RemoteKeywords remote, NoSolicit noSolicit, PaceKeywords pace,
        Optional<FolderTemplate> folders, ForwardingKeywords forwarding, QuotaKeywords quota, VerifyKeywords verify, HopKeywords hop) {

    /** Of a channel that says nothing. */
    public static final TransportKeywords DEFAULT = new TransportKeywords(Need.NO, QueueKeywords.DEFAULT, RemoteKeywords.DEFAULT, NoSolicit.NONE, PaceKeywords.DEFAULT,
            Optional.empty(), ForwardingKeywords.DEFAULT, QuotaKeywords.DEFAULT, VerifyKeywords.DEFAULT, HopKeywords.DEFAULT);

    static final Map<String, KeywordRow<TransportKeywords>> ROWS = rows();

    private static Map<String, KeywordRow<TransportKeywords>> rows() {
        Map<String, KeywordRow<TransportKeywords>> rows = new HashMap<>(Map.ofEntries(
                KeywordRow.word("notlsclient", keywords -> keywords.withTls(Need.NO)),
                KeywordRow.word("maytlsclient", keywords -> keywords.withTls(Need.MAY)),
                KeywordRow.word("musttlsclient", keywords -> keywords.withTls(Need.MUST)),
                KeywordRow.value("fileinto", (keywords, template) -> keywords.filing(Optional.of(new FolderTemplate(template)))),
                KeywordRow.word("nofileinto", keywords -> keywords.filing(Optional.empty())),
                KeywordRow.list("destinationnosolicit", ExtensionKeywords.CLASSES_MAX, (keywords, classes) -> keywords.with(new NoSolicit(classes)))));
        rows.putAll(KeywordRow.<TransportKeywords, QueueKeywords>ofPart(QueueKeywords.ROWS, TransportKeywords::queue, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, RemoteKeywords>ofPart(RemoteKeywords.ROWS, TransportKeywords::remote, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, PaceKeywords>ofPart(PaceKeywords.ROWS, TransportKeywords::pace, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, ForwardingKeywords>ofPart(ForwardingKeywords.ROWS, TransportKeywords::forwarding, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, QuotaKeywords>ofPart(QuotaKeywords.ROWS, TransportKeywords::quota, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, VerifyKeywords>ofPart(VerifyKeywords.ROWS, TransportKeywords::verify, TransportKeywords::with));
        rows.putAll(KeywordRow.<TransportKeywords, HopKeywords>ofPart(HopKeywords.ROWS, TransportKeywords::hop, TransportKeywords::with));
        return Map.copyOf(rows);
    }

    private TransportKeywords withTls(Need need) {
        return new TransportKeywords(need, queue, remote, noSolicit, pace, folders, forwarding, quota, verify, hop);
    }

    private TransportKeywords with(QueueKeywords keywords) {
        return new TransportKeywords(tls, keywords, remote, noSolicit, pace, folders, forwarding, quota, verify, hop);
    }

    private TransportKeywords with(RemoteKeywords keywords) {
        return new TransportKeywords(tls, queue, keywords, noSolicit, pace, folders, forwarding, quota, verify, hop);
    }

    private TransportKeywords with(NoSolicit classes) {
        return new TransportKeywords(tls, queue, remote, classes, pace, folders, forwarding, quota, verify, hop);
    }

    private TransportKeywords with(PaceKeywords keywords) {
        return new TransportKeywords(tls, queue, remote, noSolicit, keywords, folders, forwarding, quota, verify, hop);
    }

    private TransportKeywords filing(Optional<FolderTemplate> template) {
        return new TransportKeywords(tls, queue, remote, noSolicit, pace, template, forwarding, quota, verify, hop);
    }

    private TransportKeywords with(ForwardingKeywords keywords) {
        return new TransportKeywords(tls, queue, remote, noSolicit, pace, folders, keywords, quota, verify, hop);
    }

    private TransportKeywords with(QuotaKeywords keywords) {
        return new TransportKeywords(tls, queue, remote, noSolicit, pace, folders, forwarding, keywords, verify, hop);
    }

    private TransportKeywords with(VerifyKeywords keywords) {
        return new TransportKeywords(tls, queue, remote, noSolicit, pace, folders, forwarding, quota, keywords, hop);
    }

    private TransportKeywords with(HopKeywords keywords) {
        return new TransportKeywords(tls, queue, remote, noSolicit, pace, folders, forwarding, quota, verify, keywords);
    }
}
