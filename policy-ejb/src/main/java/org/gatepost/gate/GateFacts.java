package org.gatepost.gate;

import java.util.List;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.Sender;
import org.gatepost.partial.PartsChange;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Fact;

/** What the gate's own stages learn and remember. */
public final class GateFacts {

    /** The policy that judges: from connecting until MAIL, and from MAIL until the end of that transaction. */
    public static final Fact<PolicySnapshot> POLICY = new Fact<>("policy snapshot");
    /** The port's policy. */
    public static final Fact<ListenerPolicy> LISTENER = new Fact<>("listener");
    /** The channel the connection's mail enters by. */
    public static final Fact<Channel> SOURCE_CHANNEL = new Fact<>("source channel");
    /** Who authenticated in this session. */
    public static final Fact<LoginUser> USER = new Fact<>("user");
    /** By which mechanism. */
    static final Fact<String> MECHANISM = new Fact<>("mechanism");
    /** What the directory says of the transaction's sender, where it is one of ours and anything is said. */
    public static final Fact<Sender> SENDER = new Fact<>("sender");
    /** The reverse-path the message goes on under, where it is not the one that was given. */
    public static final Fact<ReversePath> REVERSE_PATH = new Fact<>("reverse-path");
    /** What the session may do, as it was told last. */
    static final Fact<KnownLimits> LIMITS = new Fact<>("limits");
    /** The recipients accepted so far, in order. */
    public static final Fact<List<AcceptedRecipient>> RECIPIENTS = new Fact<>("recipients");
    /** Words a stage wants to stay with the message, such as {@code unscanned:clamd}. */
    public static final Fact<Set<String>> MARKS = new Fact<>("marks");
    /** What rows of policy that are only tried would have done; told, and gone, when all stages of a list have been asked. */
    static final Fact<List<OnTrial.Tried>> TRIED = new Fact<>("tried rows");
    /** What each scanner said, as one line for the trace. */
    public static final Fact<List<String>> VERDICTS = new Fact<>("verdicts");

    /** What each engine said, by its name. */
    static final Fact<Findings.Round> SCANNED = new Fact<>("scanners' answers");
    /** What was done with parts of the message, as lines for the trace. */
    static final Fact<List<String>> CONVERSIONS = new Fact<>("conversions");
    /** What scripts made of the message besides its copies. */
    static final Fact<Scripted> SCRIPTED = new Fact<>("scripted");

    /** What access tables want of the transaction besides yes and no. */
    static final Fact<TableWishes> TABLE_WISHES = new Fact<>("wishes of tables");
    /** What a table wants to become of the recipient that was presented last. */
    static final Fact<PresentedTableEffects.Wanted> WANTED_OF_RECIPIENT = new Fact<>("wanted of a recipient");
    /** Copies that tables threw away, or engines took out. */
    static final Fact<List<Scripted.Discard>> DISCARDS = new Fact<>("discards of tables and engines");

    /** Whom AUTH_REWRITE wants fields to name. */
    static final Fact<OriginatorTable.Originators> ORIGINATORS = new Fact<>("originators");

    /** What storing the message changes in a set of parts. */
    static final Fact<PartsChange> PARTS = new Fact<>("change of parts");

    private GateFacts() {
    }
}
