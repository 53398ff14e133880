package org.gatepost.tlsreport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("P19 where domains want their TLS reports")
class ReportRecordTest {

    private static final ReportPlace MAIL = new ReportPlace.Mail(new Mailbox("reports", "a.example"));

    @Test
    void readsPlacesOfBothKinds() {
        assertEquals(List.of(MAIL), places("v=TLSRPTv1; rua=mailto:reports@a.example"));
        assertEquals(List.of(MAIL, new ReportPlace.Web(URI.create("https://r.a.example/v1/tlsrpt?x=1"))),
                places("v=TLSRPTv1 ;x=y; rua=mailto:reports@A.example , https://r.a.example/v1/tlsrpt?x=1;"));
        assertEquals(List.of(new ReportPlace.Mail(new Mailbox("a!b", "a.example"))), places("v=TLSRPTv1;rua=mailto:a%21b@a.example?subject=x"));
    }

    @Test
    void exactlyOneRecordCounts() {
        assertEquals(List.of(MAIL), places("v=spf1 -all", "v=TLSRPTv1; rua=mailto:reports@a.example"));
        assertEquals(List.of(), places("v=TLSRPTv1; rua=mailto:reports@a.example", "v=TLSRPTv1; rua=mailto:reports@a.example"));
        assertEquals(List.of(), places());
        assertEquals(List.of(), places("v=TLSRPTv2; rua=mailto:reports@a.example"));
        assertEquals(List.of(), places("v=TLSRPTv1"));
        assertEquals(List.of(), places(" v=TLSRPTv1; rua=mailto:reports@a.example"));
    }

    @Test
    void placesThatCannotBeServedArePassedOver() {
        for (String place : List.of("", "http://r.a.example/", "ftp://r.a.example/", "https:///x", "https://user@r.a.example/", "https://127.0.0.1/", "https://[::1]/", "mailto:",
                "mailto:a", "mailto:@a.example", "mailto:a b@a.example", "mailto:a%0d%0aBcc:b@a.example", "mailto:a@b@a.example", "mailto:" + "x".repeat(65) + "@a.example",
                "mailto:a@" + "x".repeat(256), "https://r.a.example/%%", "https://r.a.example/" + "x".repeat(ReportRecord.PLACE_CHARACTERS_MAX))) {
            assertEquals(List.of(MAIL), places("v=TLSRPTv1; rua=" + place + ",mailto:reports@a.example"), place);
        }
    }

    @Test
    void soManyPlacesAreServedAndNoMore() {
        String many = String.join(",", IntStream.rangeClosed(0, ReportRecord.PLACES_MAX).mapToObj(i -> "mailto:r" + i + "@a.example").toList());
        assertEquals(ReportRecord.PLACES_MAX, places("v=TLSRPTv1; rua=" + many).size());
        assertEquals(1, places("v=TLSRPTv1; rua=mailto:a@a.example,mailto:a@a.example").size());
    }

    private static List<ReportPlace> places(String... texts) {
        return ReportRecord.places(List.of(texts));
    }
}
