email-changed-subject = The address of your { $brand } account was changed
email-changed-title = Your account has a new address
email-changed-text = Your { $brand } account now belongs to { $email }. Mails no longer come here, and you sign in with the new address. It was changed from here:
email-changed-you = Was it you? Then there is nothing to do.
email-changed-not-you = It was not you? Then contact our support at once: somebody has access to your account.
