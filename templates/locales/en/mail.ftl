# What several mails say.

mail-greeting = Hello,
mail-greeting-name = Hello { $name },
mail-never-asks = We never ask for your password or PIN by e-mail or phone.
mail-when = When:
mail-browser = Browser:
mail-network = Network:
mail-browser-unknown = unknown
mail-change-password = Change password
mail-not-me-text = It was not you? Then freeze the account with this link: it ends all sessions, and nobody can sign in until your company’s admin or our support has made sure that it is you.
mail-not-me = This was not me
