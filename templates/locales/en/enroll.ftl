enroll-title = Set up two-factor authentication
enroll-lead = You do this once. From then on you sign in with your password and a PIN from your phone.

enroll-announced-title = Required after { $date }
enroll-announced-text = { $who } { $days ->
    [0] Today is the last day on which you can sign in without it.
    [one] You can do it later: { $days } day is left.
   *[other] You can do it later: { $days } days are left.
}
enroll-later = Remind me at the next sign-in
enroll-required-title = Two-factor authentication is required
enroll-required-since-title = Two-factor authentication has been required since { $date }
enroll-required-text = { $who } It protects your data even if someone learns your password. Setting it up takes about two minutes.
enroll-by-platform = { $platform } requires it of everybody.
enroll-by-company = { $company } requires it of its members.
enroll-by-app = { $app } requires it of everybody who signs in there.
enroll-by-role = Support and operators always need it.
enroll-switched-on-title = You switched on two-factor authentication
enroll-switched-on-text = Set it up now to finish. It takes about two minutes.
enroll-reset-title = Your two-factor authentication was reset
enroll-reset-text = PINs from the old entry in the app no longer work. Delete that entry, then set up the new one here.

enroll-code-title = Enter the code from the mail
enroll-code-text = When your two-factor authentication was reset, we sent you a code. It makes sure that only you set up the new one.
enroll-code-label = Code from the mail
enroll-code-hint = It looks like 7Q4M-2XRA. If there are several mails, the latest counts. No mail? Look in the spam folder, or ask whoever reset it to do it once more.
enroll-code-wrong = That code is not right. It stands in the mail that told you of the reset; if there are several, the latest counts.

enroll-install-title = Install an authenticator app on your phone
enroll-install-text = Any of these will do. Skip this step if you have one.
enroll-scan-title = Scan the QR code with the app
enroll-qr-label = QR code. On this phone already? Open the link in your authenticator app.
enroll-key-text = Can’t scan it? Type this key into the app, as a time-based key:
enroll-copy-key = Copy key
enroll-same-phone = On this phone already? Open the authenticator app
enroll-pin-title = Enter the first PIN
enroll-pin-label = 6-digit PIN that the app shows
enroll-pin-hint = It confirms that phone and account belong together.
enroll-submit = Confirm and sign in
