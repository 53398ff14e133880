require ["fileinto", "mailbox"]; fileinto :create "levels";
