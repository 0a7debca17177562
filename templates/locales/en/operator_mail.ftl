operator-mail-lead = What waits to be sent, what the mail server did not take, and what was given up.
operator-mail-failed = Given up
operator-mail-trying = Tried again
operator-mail-waiting = Waiting
operator-mail-none = Nothing
operator-mail-more = There are more.
operator-mail-to = To { $email }
operator-mail-try-again = Try again
operator-mail-tried = It is tried again at once.
operator-mail-not-tried = There was nothing to try: it was sent meanwhile, or is being sent now.
operator-mail-new-device = Sign-in with a new browser
operator-mail-wrong-pins = Wrong PINs
operator-mail-enrolled = Two-factor authentication set up
operator-mail-second-factor-off = Two-factor authentication switched off
operator-mail-password-changed = Password changed
operator-mail-invitation = Invitation
operator-mail-password-reset = Link for a new password
operator-mail-otp-reset = Code after a reset
operator-mail-support-request = Message to the support
operator-mail-confirm-email = Confirmation of a new address
operator-mail-email-changed = Address changed
operator-mail-recover = Forgotten password, to be looked up
operator-mail-other = { $word }
operator-mail-attempts = { $count ->
    [one] Tried once.
   *[other] Tried { $count } times.
}
