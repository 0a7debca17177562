reset-password-title = Choose a new password
reset-password-new = New password
reset-password-submit = Set password
reset-password-then = This signs you out everywhere. Your two-factor authentication stays as it is.
