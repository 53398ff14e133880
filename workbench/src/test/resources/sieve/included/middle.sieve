require "include"; include "bottom";
