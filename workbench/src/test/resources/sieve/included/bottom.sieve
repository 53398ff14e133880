redirect "deep@example.org"; stop;
