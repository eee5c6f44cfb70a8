-- People are added seldom and looked for often: a search never waits for a list of pending entries.
ALTER INDEX "account_words_idx" SET (fastupdate = off);
