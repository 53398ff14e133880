package org.gatepost.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextHopAnswerTest {

    @ParameterizedTest
    @CsvSource({"RCPT,250,2.1.5,Takes", "RCPT,251,2.1.5,Takes", "RCPT,450,4.7.1,NotNow", "RCPT,452,4.2.2,NotNow", "RCPT,421,4.3.2,Silent", "RCPT,550,5.1.1,Refuses", "RCPT,551,5.1.6,Refuses",
        "RCPT,552,5.2.2,Refuses", "RCPT,550,5.7.1,Silent", "RCPT,554,5.7.1,Silent", "RCPT,553,5.1.7,Silent", "RCPT,550,5.1.8,Silent", "RCPT,550,5.1.2,Refuses", "RCPT,550,5.0.0,Refuses", "RCPT,559,5.0.0,Refuses", "RCPT,560,5.0.0,Silent", "RCPT,549,5.0.0,Silent", "RCPT,530,5.7.0,Silent", "RCPT,501,5.1.3,Silent",
        "MAIL,550,5.7.1,Silent", "MAIL,451,4.7.1,Silent", "GREETING,554,5.7.1,Silent", "HELLO,550,5.7.1,Silent", "AUTH,535,5.7.8,Silent"})
    void only55xToRcptIsARefusalForGoodAndNotWhatIsAboutUs(Step step, int code, String status, String answer) {
        assertEquals(answer, NextHopAnswer.of(new RemoteReply.Spoken(Reply.of(code, status, "said"), step)).getClass().getSimpleName());
    }

    @Test
    void whatCannotBeReachedSaysNothingAndWhatLeadsNowhereIsRefusedAsDeliveryWouldRefuseIt() {
        Reply broken = Reply.of(421, "4.4.1", "cannot connect");
        assertEquals(new NextHopAnswer.Silent("421 4.4.1 cannot connect", false), NextHopAnswer.of(new RemoteReply.Broken(broken, Step.CONNECT)));
        assertEquals(new NextHopAnswer.Refuses(Replies.DOMAIN_TAKES_NO_MAIL), NextHopAnswer.of(new RemoteReply.Ours(Replies.DOMAIN_TAKES_NO_MAIL, Step.ROUTE)));
        assertEquals(new NextHopAnswer.Silent("451 4.4.3 cannot look up this recipient now, please try again later", false),
                NextHopAnswer.of(new RemoteReply.Ours(Replies.DIRECTORY_UNAVAILABLE, Step.ROUTE)));
    }

    @Test
    void onlyAComplaintAboutSyntaxShowsThatItIsThere() {
        assertEquals(new NextHopAnswer.Silent("501 5.1.3 bad at RCPT", true), NextHopAnswer.of(new RemoteReply.Spoken(Reply.of(501, "5.1.3", "bad"), Step.RCPT)));
        assertEquals(new NextHopAnswer.Silent("530 5.7.0 who at RCPT", false), NextHopAnswer.of(new RemoteReply.Spoken(Reply.of(530, "5.7.0", "who"), Step.RCPT)));
    }

    @Test
    void whatIsSaidIsOneLineOfAsciiWithAStatusOfTheRecipients() {
        assertEquals(new NextHopAnswer.Refuses(Reply.of(550, "5.1.1", "nobody here")), said(550, List.of("nobody here", "go away")));
        assertEquals(new NextHopAnswer.Refuses(Reply.of(552, "5.2.2", "?")), said(552, List.of("\u00fc")));
        assertEquals(new NextHopAnswer.NotNow(Reply.of(450, "4.2.0", "")), said(450, List.of("")));
    }

    private static NextHopAnswer said(int code, List<String> lines) {
        return NextHopAnswer.of(new RemoteReply.Spoken(new Reply(code, new EnhancedStatus(code / 100, 0, 0), lines), Step.RCPT));
    }
}
