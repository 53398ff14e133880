package org.gatepost.sieve.language;

/**
 * How values are compared with keys: the type of match, the relation where the type has one (RFC 5231), and the comparator.
 *
 * @param relation {@link Relation#EQ} where the type has none
 */
public record MatchRule(Type type, Relation relation, Collation collation) {

    /** The default of every test (RFC 5228 2.7.1). */
    public static final MatchRule IS = new MatchRule(Type.IS, Relation.EQ, Collation.ASCII_CASEMAP);

    public enum Type { IS, CONTAINS, MATCHES, REGEX, LIST, COUNT, VALUE }

    public enum Relation {
        GT, GE, LT, LE, EQ, NE;

        /** @param comparison below, at or above 0 */
        public boolean holds(int comparison) {
            return switch (this) {
                case GT -> comparison > 0;
                case GE -> comparison >= 0;
                case LT -> comparison < 0;
                case LE -> comparison <= 0;
                case EQ -> comparison == 0;
                case NE -> comparison != 0;
            };
        }
    }
}
