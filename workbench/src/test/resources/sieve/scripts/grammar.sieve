keep $$$;
discard
redirect "a@b.example" }
if anyof(true, ) { keep; }
if size :over 99999999999G { stop; }
