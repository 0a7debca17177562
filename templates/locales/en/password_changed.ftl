password-changed-title = Your password is changed
password-changed-signed-out = You are signed out everywhere. Sign in with the new password.
password-changed-way-on = Sign in

password-changed-subject = The password of your { $brand } account was changed
password-changed-text = A new password was set for your { $brand } account. All sessions are ended: each device asks for the new one. It was set from here:
password-changed-you = Was it you? Then there is nothing to do.
password-changed-not-you = It was not you? Then set a new password at once, with “Forgot your password?” on the sign-in page, and contact your company’s admin or our support: somebody may have access to your mailbox.
