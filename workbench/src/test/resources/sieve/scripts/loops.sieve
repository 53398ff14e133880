require ["foreverypart", "extracttext", "variables", "mime"];
break;
extracttext "a";
foreverypart { foreverypart { foreverypart { foreverypart { foreverypart { stop; } } } } }
foreverypart :name "a" { break :name "b"; }
if header :type "content-type" "text" { stop; }
