login-title = Sign in
login-continue = to continue to { $app }
login-email = E-mail address
login-password = Password
login-submit = Sign in
login-new-here = New here? Your company’s admin sends the invitation by e-mail.
login-no-invitation = I got no invitation
login-cannot-sign-in = I can’t sign in
login-choose-account = Choose another account

login-email-missing = Enter your e-mail address.
login-email-malformed = An e-mail address looks like name@company.com.
login-password-missing = Enter your password.

login-wrong = The e-mail address or the password is not right
login-wrong-check-email = Check the e-mail address
login-wrong-check-password = Enter the password again
login-wrong-email = Use the address to which the invitation came.
login-wrong-password = Mind capital letters and the language of the keyboard.

login-throttled-title = Too many attempts
login-throttled-text = To protect the account, signing in is paused here. Try again { $wait }.
login-blocked-title = This account is blocked
login-blocked-text = Your company’s admin or our support can tell you why, and unblock it.
login-frozen-title = This account was frozen with “This was not me”
login-frozen-text = That was pressed in a mail about its safety. Your company’s admin or our support makes sure that it is you, and opens it again.
login-pins-title = Too many wrong PINs
login-pins-text = A PIN alone is not enough here any more. Sign in with your e-mail address and password.
