require ["fileinto", "variables", "imap4flags", "subaddress", "envelope"];
# Lists into folders of their own, the rest by detail.
if header :matches "list-id" "*<*.*>*" {
    addflag "list";
    fileinto :flags ["list", "\\Seen"] "lists.${2}";
} elsif envelope :detail :matches "to" "*" {
    fileinto "detail.${1}";
}
