require "vacation";
vacation :days 3 :seconds 3 "a";
vacation :from "nobody" "a";
vacation :days "3" "a";
