addtag "a|b";
