require "imap4flags"; addflag "marked"; keep;
