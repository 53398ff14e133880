require "include"; include "middle";
