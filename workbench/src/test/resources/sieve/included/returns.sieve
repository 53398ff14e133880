require ["include", "variables"]; global "trace"; set "trace" "before"; if true { return; } set "trace" "after";
