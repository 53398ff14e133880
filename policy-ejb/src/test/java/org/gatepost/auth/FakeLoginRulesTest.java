package org.gatepost.auth;

import org.gatepost.directory.Directory;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.directory.Logins;

class FakeLoginRulesTest extends LoginRulesContract {

    @Override
    protected Logins logins() {
        return FakeLogins.demo();
    }

    @Override
    protected Directory directory() {
        return FakeDirectory.demo();
    }

    @Override
    protected Logins broken() {
        FakeLogins broken = FakeLogins.demo();
        broken.fail("no answer");
        return broken;
    }
}
