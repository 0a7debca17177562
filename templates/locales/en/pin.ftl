pin-title = Enter your 6-digit PIN
pin-lead = Open the authenticator app on your phone and find { $brand }.
pin-session-ended = Your session has ended. A new PIN from your authenticator app takes you back in.
pin-confirms = This deed concerns the safety of your account. Confirm it with the PIN that your authenticator app now shows for { $brand }.
pin-label = PIN
pin-hint = The PIN changes every 30 seconds and works once.
pin-format = Six digits
pin-submit = Continue

pin-malformed = A PIN has six digits.
pin-wrong = That PIN is not right. Enter the one that the app shows now.
pin-already-used = This PIN was used already. Wait for the next one in the app.
pin-out-of-step = That PIN is not valid now. Enter the next one that the app shows.
pin-clock-fast = { $minutes ->
    [one] Your phone’s clock is about { $minutes } minute fast
   *[other] Your phone’s clock is about { $minutes } minutes fast
}
pin-clock-slow = { $minutes ->
    [one] Your phone’s clock is about { $minutes } minute slow
   *[other] Your phone’s clock is about { $minutes } minutes slow
}
pin-clock-text = Turn on “Set time automatically” in the phone’s settings, wait for a new PIN, then enter it here.
pin-locked-title = Too many wrong PINs
pin-locked-text = To protect the account, no PIN is accepted for now. Try again { $wait }.

pin-lost-phone = New phone, or no access to the app?
pin-lost-phone-link = Get your two-factor authentication reset
pin-recovery-code = Use a recovery code
pin-lost-phone-who = Your company’s admin or our support can reset your two-factor authentication.
