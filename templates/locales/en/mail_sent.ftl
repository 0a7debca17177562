mail-sent-title = Look in your inbox
mail-sent-text = If an account or an invitation belongs to { $email }, a mail is on its way there.
mail-sent-wait = It can take a few minutes.
mail-sent-lives-reset = The link in it works for one hour.
mail-sent-lives-invitation = The link in it works for 7 days.
mail-sent-spam = Look in the spam folder too.
mail-sent-nothing = What if no mail comes?
