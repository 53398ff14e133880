require ["editheader", "encoded-character"];
addheader "X-A:" "a";
deleteheader "X A";
addheader "X-A" "a${hex:07}b";
deleteheader :last "X-A";
