sign-out-title = Sign out?
sign-out-title-app = Sign out of { $app }?
sign-out-text = This ends your { $brand } session in this browser.
sign-out-text-app = { $app } asks to sign you out. This ends your { $brand } session in this browser.
sign-out-others = The other accounts in this browser are signed out, too.
sign-out-submit = Sign out
sign-out-stay = To stay signed in, just close this page.
