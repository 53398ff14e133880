package org.gatepost.adapter.scanner.rspamd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RspamdAnswerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no action       | Clean |
            greylist        | Clean | 451 4.7.1 greylisted, please try again later
            soft reject     | Clean | 451 4.7.1 please try again later
            add header      | Spam  |
            rewrite subject | Spam  |
            reject          | Spam  | 554 5.7.1 message refused as spam
            invented        | Unavailable |
            """)
    void f20EachActionMeansOneThingAndOthersAreNotUnderstood(String action, String verdict, String reply) {
        ScanAnswer answer = read("{\"action\":\"" + action + "\",\"score\":7.5,\"required_score\":15}", new RspamdAnswer.Wishes(true, true));
        assertEquals(verdict, answer.verdict().getClass().getSimpleName());
        assertEquals(Optional.ofNullable(reply), answer.wishes().stream().findFirst().map(wish -> ((ScanWish.Refuse) wish).reply().toString()));
    }

    @Test
    void f20WhatPolicyDoesNotWishIsMarkedOrPasses() {
        assertEquals(List.of(), read("{\"action\":\"reject\",\"score\":20}", new RspamdAnswer.Wishes(false, false)).wishes());
        assertEquals(List.of(), read("{\"action\":\"greylist\",\"score\":4}", new RspamdAnswer.Wishes(false, false)).wishes());
    }

    @Test
    void f20ItsWordsSymbolsAndFieldsAreTaken() {
        ScanAnswer answer = read("""
                {"action":"soft reject","score":-1.5,"required_score":15,"symbols":{"RATELIMIT":{"score":0},"BAYES_HAM":{}},
                 "messages":{"smtp_message":"too fast\\r\\n250 ok"},
                 "milter":{"remove_headers":{"X-Spam":0,"bad name":1},"add_headers":{"X-Spamd-Result":"a\\n b","X-First":{"value":"v","order":0},"X-Two":["1","2"]}}}
                """, new RspamdAnswer.Wishes(true, false));
        assertEquals(List.of("RATELIMIT", "BAYES_HAM"), answer.finding().score().orElseThrow().symbols());
        assertEquals("soft reject ; -1.5 / 15.0 ; RATELIMIT,BAYES_HAM", answer.finding().result().orElseThrow());
        assertEquals(List.of("451 4.7.1 too fast??250 ok"), answer.wishes().stream().filter(ScanWish.Refuse.class::isInstance)
                .map(wish -> ((ScanWish.Refuse) wish).reply().toString()).toList());
        assertEquals(List.of(new ScanWish.ChangeField("X-Spam", 0, Optional.empty()), new ScanWish.AddField(ScanWish.AddField.LAST, "X-Spamd-Result", " a\n b"),
                new ScanWish.AddField(0, "X-First", " v"), new ScanWish.AddField(ScanWish.AddField.LAST, "X-Two", " 1"),
                new ScanWish.AddField(ScanWish.AddField.LAST, "X-Two", " 2")), answer.wishes().subList(1, answer.wishes().size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"action\":\"no action\"}", "{\"score\":1}", "{\"action\":1,\"score\":1}", "{\"action\":\"no action\",\"score\":\"1\"}",
            "{\"action\":\"no action\",\"score\":1e999}", "<html>", "{\"error\":\"busy\"}"})
    void anythingElseIsNeverClean(String body) {
        assertInstanceOf(ScanVerdict.Unavailable.class, read(body, new RspamdAnswer.Wishes(true, true)).verdict());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK | {"success":true} | Learnt
            HTTP/1.1 208 Already reported | {"error":"<1@remote.example> has been already learned as ham, ignore it"} | NothingNew
            HTTP/1.1 404 x | {"error":"<1@remote.example> has been already learned as ham, ignore it"} | NothingNew
            HTTP/1.1 204 x | {"error":"<1@remote.example> contains less tokens than required for bayes classifier: 3 < 11"} | Failed
            HTTP/1.1 401 x | {"error":"Unauthorized"} | Failed
            HTTP/1.1 200 OK | {"success":false} | Failed
            HTTP/1.1 200 OK | <html> | Failed
            HTTP/1.1 500 x | {"success":true} | Failed
            """)
    void v08AControllerThatHasNotLearntIsNeverTakenForOneThatHas(String status, String body, String outcome) {
        assertEquals(outcome, RspamdAnswer.learnt(status, body.getBytes(StandardCharsets.UTF_8)).getClass().getSimpleName());
    }

    private static ScanAnswer read(String body, RspamdAnswer.Wishes wishes) {
        return RspamdAnswer.understand(body.getBytes(StandardCharsets.UTF_8), wishes);
    }
}
