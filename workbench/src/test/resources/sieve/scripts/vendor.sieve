require "redirect-deliverby";
jettison;
addheader "a: b";
redirect :bymode "notify" "a@b.example";
redirect :ret "full" "a@b.example";
