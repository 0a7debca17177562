member-frozen-subject = The { $brand } account of { $person } is frozen
member-frozen-title = An account is frozen
member-frozen-text = “This was not me” was pressed in a mail about the { $brand } account of { $person } ({ $email }): somebody else may have been in it. All sessions are ended, and nobody can sign in any more. It was pressed here:
member-frozen-admin = Please speak to { $person } in person or by phone. A mail is not enough: somebody else may read it, or may have changed the address. When you are sure, unblock the account, and ask for a new password to be set at once.
member-frozen-other-admin = Our support makes sure who it is, and opens the account again. There is nothing for you to do.
member-frozen-support = No company admin can open this account again: it is yours to make sure that it is { $person } who asks. A mail is not enough: somebody else may read it, or may have changed the address.
member-frozen-members = Go to your members
