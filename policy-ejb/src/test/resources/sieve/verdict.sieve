require ["environment", "jettison", "virustest", "relational", "comparator-i;ascii-numeric"];
if environment :contains "engine.clamd" "infected" {
    jettison;
}
