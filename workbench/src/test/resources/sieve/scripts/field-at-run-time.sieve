require ["editheader", "variables"]; set "a" "X-A:"; addheader "${a}" "b";
