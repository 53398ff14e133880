package org.gatepost.workbench.bench.result;

/** Whether a figure was reached. */
public enum Verdict {
    REACHED("reached"), MISSED("missed"), NOT_MEASURED("not measured");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** In words, as table and JSON say it. */
    public String text() {
        return text;
    }
}
