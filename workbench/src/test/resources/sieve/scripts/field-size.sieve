require "editheader"; addheader "X-A" "0123456789";
