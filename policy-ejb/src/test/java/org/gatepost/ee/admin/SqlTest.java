package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void wildcardsOfAPatternAreMeantLiterally() {
        assertEquals("%100\\%\\_a\\\\b%", Sql.containing("100%_a\\b"));
    }
}
