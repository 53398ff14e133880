require ["date", "index"];
if date :zone "Paris" "date" "hour" "1" { stop; }
if date "date" "century" "1" { stop; }
if date :zone "+0100" :originalzone "date" "hour" "1" { stop; }
if header :last "a" "b" { stop; }
