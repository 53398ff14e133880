package org.gatepost.sieve;

import static org.gatepost.sieve.ScriptLevel.DOMAIN;
import static org.gatepost.sieve.ScriptLevel.ENGINE;
import static org.gatepost.sieve.ScriptLevel.SYSTEM;
import static org.gatepost.sieve.ScriptLevel.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.gatepost.sieve.message.HeaderRewrite;
import org.junit.jupiter.api.Test;

/** Which level's wish is done. */
class ScriptOrderTest {

    private static ScriptOrder.Layer layer(ScriptLevel level, String source) {
        return new ScriptOrder.Layer(level, new SieveParser(SieveLimits.DEFAULT, level.offered(), List.of()).read(level.name(), source.getBytes(StandardCharsets.UTF_8)));
    }

    private static ScriptOrder.Decision decide(ScriptOrder.Layer... layers) {
        return new ScriptOrder(new SieveInterpreter(SieveLimits.DEFAULT)).decide(Arrays.asList(layers), Around.usual(), new ScriptBudget(1_000));
    }

    private static List<String> names(ScriptOrder.Decision decision) {
        return decision.actions().stream().map(SieveAction::name).toList();
    }

    @Test
    void keepsWhereNobodyDecides() {
        ScriptOrder.Decision decision = decide(layer(USER, "if false { discard; }"), layer(SYSTEM, ""));

        assertEquals(List.of("keep"), names(decision));
        assertEquals(Optional.empty(), decision.decidedBy());
    }

    @Test
    void v02FollowsTheUserBeforeDomainChannelAndSystem() {
        ScriptOrder.Decision decision = decide(layer(SYSTEM, "require \"fileinto\"; fileinto \"system\";"), layer(DOMAIN, "require \"fileinto\"; fileinto \"domain\";"),
                layer(USER, "require \"fileinto\"; fileinto \"user\";"));

        assertEquals(Optional.of(USER), decision.decidedBy());
        assertEquals("user", ((SieveAction.FileInto) decision.actions().get(0)).mailbox());
        assertEquals(1, decision.actions().size());
        assertEquals(Optional.of(DOMAIN), decide(layer(SYSTEM, "discard;"), layer(DOMAIN, "keep;"), layer(USER, "")).decidedBy());
    }

    @Test
    void v06DiscardGivesWayToAUsersKeepAndJettisonDoesNot() {
        ScriptOrder.Layer user = layer(USER, "keep;");

        assertEquals(List.of("keep"), names(decide(user, layer(SYSTEM, "discard;"))));
        assertEquals(List.of("jettison"), names(decide(user, layer(SYSTEM, "require \"jettison\"; jettison;"))));
        assertEquals(List.of("discard"), names(decide(layer(USER, ""), layer(SYSTEM, "discard;"))));
    }

    @Test
    void holdStopsDeliveryWhateverTheUserWants() {
        ScriptOrder.Decision decision = decide(layer(USER, "require \"vacation\"; vacation \"away\"; redirect \"a@b.example\";"),
                layer(SYSTEM, "require [\"hold\", \"capture\"]; hold \"why\"; capture;"));

        assertEquals(List.of("hold", "capture"), names(decision));
    }

    @Test
    void v03TheUserSeesWhatEnginesAndEarlierScriptsAddedToTheScore() {
        ScriptOrder.Decision decision = decide(
                layer(USER, "require [\"spamtest\", \"relational\", \"comparator-i;ascii-numeric\"]; if spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"6\" { discard; }"),
                layer(ENGINE, "spamadjust \"one +2.5\";"), layer(ENGINE, "spamadjust \"two +3\";"));

        assertEquals(5.5, decision.spamAdjustment());
        assertEquals(List.of("discard", "spamadjust", "spamadjust"), names(decision));
    }

    @Test
    void v04AndV05TagsAndFieldsOfEveryLevelGoWithTheCopy() {
        ScriptOrder.Decision decision = decide(layer(USER, "require \"fileinto\"; fileinto \"mine\";"),
                layer(ENGINE, "require \"addheader\"; addtag \"[SPAM]\"; addheader \"Spam-Test: True\";"), layer(SYSTEM, "addtag \"[SPAM]\";"));

        assertEquals(List.of("store", "addtag"), names(decision));
        assertEquals(List.of(new HeaderRewrite.Edit.Added("Spam-Test", "True", false)), ((SieveAction.FileInto) decision.actions().get(0)).edits());
    }

    @Test
    void v07RefusesForARecipientWhoseScriptRefuses() {
        ScriptOrder.Decision decision = decide(layer(USER, "require \"ereject\"; ereject \"not wanted\";"), layer(SYSTEM, "require \"vacation\"; vacation \"x\";"));

        assertEquals(List.of(new SieveAction.Reject(SieveAction.Reject.Kind.EREJECT, "not wanted")), decision.actions());
    }

    @Test
    void aBrokenUserScriptKeepsTheMessageAndIsTold() {
        ScriptOrder.Decision decision = decide(layer(USER, "discard; nonsense;"), layer(SYSTEM, "addtag \"x\";"));

        assertEquals(List.of("addtag", "keep"), names(decision));
        assertEquals(List.of(USER), decision.troubles().stream().map(ScriptOrder.Trouble::level).toList());
        decision = decide(layer(USER, "require \"reject\"; keep; reject \"a\";"));
        assertEquals(List.of("keep"), names(decision));
        assertEquals(1, decision.troubles().size());
    }

    @Test
    void v08HoldAndCaptureAreNotForUsers() {
        assertInstanceOf(ReadScript.Broken.class, layer(USER, "require \"capture\"; capture \"me@elsewhere.example\";").script());
        assertInstanceOf(ReadScript.Broken.class, layer(ScriptLevel.HOUSEHOLD, "require \"hold\"; hold;").script());
        assertInstanceOf(ReadScript.Good.class, layer(DOMAIN, "require [\"capture\", \"hold\"]; capture; hold; redirect \"a@b.example\";").script());
    }

    @Test
    void aFieldIsTakenOutOnceWhoeverWantsIt() {
        String script = "require \"editheader\"; deleteheader \"subject\";";
        ScriptOrder.Decision decision = decide(layer(USER, script), layer(DOMAIN, script));

        assertTrue(decision.actions().get(0) instanceof SieveAction.Keep keep && keep.edits().size() == 1);
    }
}
