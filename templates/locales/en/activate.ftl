activate-title = Activate your account
activate-other-account-title = You are signed in here as { $email }
activate-other-account-text = Activating this account signs that one out in this browser.

activate-details = Personal details
activate-email-hint = You will sign in with this address.

activate-password = Password
activate-new-password = New password
activate-submit = Create
activate-then = Afterwards you go to { $app } and sign in with your e-mail address and this password.
