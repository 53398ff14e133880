require "enotify";
notify "snail:house 3";
notify "mailto:a@b.example?subject";
notify "mailto:a b@c.example";
notify :options "novalue" "mailto:a@b.example";
notify :importance "5" "mailto:a@b.example";
notify :from "nobody" "mailto:a@b.example";
