account-title = Profile
account-lead = What you tell of yourself, and the address that you sign in with
account-saved = Your details are saved.
account-details = Personal details
account-submit = Save

account-email = E-mail address
account-email-lead = You sign in with it, and our mails go there.
account-email-now = Address now
account-email-verified = Confirmed
account-email-unverified = Not confirmed yet
account-email-new = New address
account-email-new-hint = We send a link there. The address changes as soon as you confirm it there.
account-email-same = That is your address already. Enter the new one.
account-email-submit = Send link

account-waiting-title = Waiting for { $email }
account-waiting-text = We sent a link to that address, which works until { $until }. Until you confirm it, everything stays as it is. Look in the spam folder too.
account-waiting-withdraw = Keep my address as it is
