require "include"; include "round";
