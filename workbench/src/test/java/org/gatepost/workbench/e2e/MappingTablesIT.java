package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Mapping tables of the active policy, on the deployed server. */
class MappingTablesIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void m08m10TablesOfTheActivePolicyRefuseAtTheirStages() throws Exception {
        try (PolicyChange tables = new PolicyChange(gatepost,
                "INSERT INTO mapping_table VALUES (:version, 'FROM_ACCESS', '  *|SMTP/*|MAIL|tcp_local|*@blocked.example|  $NMail$ Blocked')",
                "INSERT INTO mapping_table VALUES (:version, 'ORIG_SEND_ACCESS', E'  tcp_local|*|tcp_lmtpcs|bob@*  $X4.7.1|$Nnot$ now\\n  *  $Y')");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@blocked.example>").expect("550 5.7.1 Mail Blocked");
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("450 4.7.1 not now");
            talk.say("RCPT TO:<out@remote.example>").expect("550 5.7.1 relaying denied");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
        }
        assertFalse(gatepost.logLines("FROM_ACCESS").isEmpty());
    }
}
