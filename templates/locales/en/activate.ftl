activate-title = Activate your account
activate-other-account-title = You are signed in here as { $email }
activate-other-account-text = Activating this account signs that one out in this browser.

activate-details = Personal details
activate-email-hint = You will sign in with this address.
activate-given-name = First name
activate-given-name-missing = Enter your first name.
activate-family-name = Last name
activate-family-name-missing = Enter your last name.
activate-name-too-long = A name can have up to { $most } characters. Shorten it a little.
activate-name-unreadable = Write the name with letters. It contains characters that can’t be shown, or no letter at all.
activate-language = Language
activate-tel = Phone
activate-tel-malformed = Write the number in digits, like +49 30 1234567, or leave it out.

activate-password = Password
activate-new-password = New password
activate-submit = Create
activate-then = Afterwards you go to { $app } and sign in with your e-mail address and this password.
