require ["vacation", "date", "relational"];
if currentdate :value "le" "date" "2026-03-15" {
    vacation :days 7 :subject "Away" "Back on the 16th.";
}
