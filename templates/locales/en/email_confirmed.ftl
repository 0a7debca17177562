email-confirmed-ask-title = Confirm your new address
email-confirmed-ask-text = From now on you sign in with { $email }, and our mails go there.
email-confirmed-submit = Confirm address
email-confirmed-title = Your address is changed
email-confirmed-text = From now on you sign in with { $email }. Your password and your two-factor authentication stay as they are.
