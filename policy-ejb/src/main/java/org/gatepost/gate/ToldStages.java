package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.gate.GateWatch.CopyTold;
import org.gatepost.gate.GateWatch.Said;
import org.gatepost.gate.GateWatch.StageTold;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageChain;
import org.gatepost.stage.StageResult;

/** The same stages in the same order, each of which is told of after it has decided. What they decide is theirs. */
final class ToldStages {

    private final GateWatch watch;

    private ToldStages(GateWatch watch) {
        this.watch = watch;
    }

    static Gates of(Gates gates, GateWatch watch) {
        ToldStages told = new ToldStages(watch);
        return new Gates(gates.connect().each(told::stage), gates.hello().each(told::stage), gates.mail().each(told::stage), told.recipients(gates.rcpt().each(told::stage)),
                gates.part().each(told::stage), gates.message().each(told::stage));
    }

    private <R> Stage<R> stage(Stage<R> stage) {
        return named(stage.name(), (request, facts) -> {
            StageResult result = stage.decide(request, facts);
            watch.stage(told(stage.name(), result, facts));
            return result;
        });
    }

    private static StageTold told(String name, StageResult result, SessionFacts before) {
        return switch (result) {
            case StageResult.Next(SessionFacts facts) -> new StageTold(name, Said.PASSES, Optional.empty(), "", channel(facts));
            case StageResult.Defer(Reply reply, String reason) -> new StageTold(name, Said.DEFERS, Optional.of(reply), reason, channel(before));
            case StageResult.Refuse(Reply reply, String reason, var facts) -> new StageTold(name, Said.REFUSES, Optional.of(reply), reason, channel(before));
            case StageResult.HangUp(Reply reply, String reason) -> new StageTold(name, Said.HANGS_UP, Optional.of(reply), reason, channel(before));
        };
    }

    private static Optional<String> channel(SessionFacts facts) {
        return facts.get(GateFacts.SOURCE_CHANNEL).map(channel -> channel.name().value());
    }

    /** One more stage, which says what came of the recipient and nothing else. */
    private StageChain<RcptRequest> recipients(StageChain<RcptRequest> stages) {
        return stages.then(named("Taken", (request, facts) -> {
            List<AcceptedRecipient> taken = facts.get(GateFacts.RECIPIENTS).orElse(List.of());
            if (!taken.isEmpty()) {
                AcceptedRecipient last = taken.getLast();
                watch.recipient(last.presented().address(), last.copies().stream().map(copy -> new CopyTold(copy.address().address(), copy.route().channel().value(),
                        copy.route().nextHop(), copy.octetsMax(), copy.held().map(hold -> hold.by() + ": " + hold.why()))).toList(), last.skipped());
            }
            return new StageResult.Next(facts);
        }));
    }

    private static <R> Stage<R> named(String name, Stage<R> stage) {
        return new Stage<>() {
            @Override
            public StageResult decide(R request, SessionFacts facts) {
                return stage.decide(request, facts);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }
}
