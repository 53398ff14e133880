require "variables";
set "frop.name" "a";
set "a" "${frop.b}";
set "3x" "a";
set :lower :upper "a" "b";
