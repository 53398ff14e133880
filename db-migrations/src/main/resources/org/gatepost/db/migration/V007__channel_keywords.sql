-- A channel has many keywords and most channels use few: all but those V001 has columns for stand in one text, as an administrator writes them.

ALTER TABLE channel ADD COLUMN keywords text NOT NULL DEFAULT '';
COMMENT ON COLUMN channel.keywords IS 'All keywords that have no column of their own, with their arguments, separated by spaces; an argument with spaces in double quotes. Of two that contradict each other the later holds.';
