package org.gatepost.mapping;

/**
 * A set of flags, each one printable ASCII character; letters are folded to upper case. Input flags are what a caller says of the occasion ({@code $:x}
 * asks for them), output flags what the templates that matched have set.
 */
public record Flags(long low, long high) {

    public static final Flags NONE = new Flags(0, 0);

    /** The flags named one after the other, as {@code AT}; an {@link IllegalArgumentException} where a character cannot be one. */
    public static Flags of(String names) {
        Flags flags = NONE;
        for (int i = 0; i < names.length(); i++) {
            flags = flags.with(names.charAt(i));
        }
        return flags;
    }

    static boolean canBe(char name) {
        return name > ' ' && name < 0x7f;
    }

    public Flags with(char name) {
        if (!canBe(name)) {
            throw new IllegalArgumentException("not a flag: " + name);
        }
        char flag = folded(name);
        return flag < 64 ? new Flags(low | 1L << flag, high) : new Flags(low, high | 1L << flag - 64);
    }

    public Flags and(Flags more) {
        return new Flags(low | more.low, high | more.high);
    }

    public boolean has(char name) {
        char flag = folded(name);
        return (flag < 64 ? low >> flag : high >> flag - 64) % 2 != 0;
    }

    private static char folded(char name) {
        return name >= 'a' && name <= 'z' ? (char) (name - 'a' + 'A') : name;
    }

    /** Their names in the order of ASCII. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder();
        for (char flag = '!'; flag < 0x7f; flag++) {
            if (folded(flag) == flag && has(flag)) {
                names.append(flag);
            }
        }
        return names.toString();
    }
}
