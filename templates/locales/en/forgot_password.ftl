forgot-password-title = Set a new password
forgot-password-text = Enter the address of your account. We send a link there with which you choose a new password.
forgot-password-submit = Send link
forgot-password-second-factor = Your two-factor authentication stays as it is.
