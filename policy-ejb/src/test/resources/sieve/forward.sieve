require ["copy", "editheader"];
addheader "X-Seen-By" "reader";
redirect :copy "Second <second@target.example>";
deleteheader "x-seen-by";
stop;
discard;
