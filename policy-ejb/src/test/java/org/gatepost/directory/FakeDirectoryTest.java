package org.gatepost.directory;

/** The fake keeps the port's contract, so that what core's tests show holds for LDAP too. */
class FakeDirectoryTest extends DirectoryContract {

    @Override
    protected Directory directory() {
        return FakeDirectory.demo();
    }

    @Override
    protected Directory broken() {
        FakeDirectory broken = FakeDirectory.demo();
        broken.fail("down");
        return broken;
    }
}
