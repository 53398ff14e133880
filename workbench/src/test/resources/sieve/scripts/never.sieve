redirect "never@example.org";
