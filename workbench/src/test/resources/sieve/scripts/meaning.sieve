require "nonsense";
if header :all "a" "b" { keep; }
if header 3 "b" { keep; }
if header "a" { keep; }
header "a" "b";
keep
discard;
if address matches "from" "*" { stop; }
if address "frop" "a" { stop; }
stop;
else { keep; }
