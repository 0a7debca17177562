password-reset-subject = A new password for your { $brand } account
password-reset-title = Set a new password
password-reset-text = Somebody, most likely you, asked for a new password for your { $brand } account. With this link you choose it:
password-reset-link = Set new password
password-reset-until = The link works once, until { $until }.
password-reset-not-you = You did not ask for it? Then ignore this mail: nothing changes, and your password stays valid. It was asked for here:
