account-frozen-subject = Your { $brand } account is frozen
account-frozen-title = Your account is frozen
account-frozen-text = “This was not me” was pressed for your { $brand } account. All sessions are ended, and nobody can sign in any more. It was pressed here:
account-frozen-you = Was it you? Then speak to your company’s admin or our support: they make sure that it is you, and open the account again.
account-frozen-not-you = It was not you? Then speak to them as well: somebody reads your mails. Change the password of your mailbox first.
