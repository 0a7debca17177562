account-password-title = Password
account-password-lead = Change it whenever you like.
account-password-saved = Your password is changed. All other devices are signed out.
account-password-new = New password
account-password-submit = Change password
account-password-then = All other devices are signed out. Your two-factor authentication stays as it is.
