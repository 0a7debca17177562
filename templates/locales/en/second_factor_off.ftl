second-factor-off-subject = Two-factor authentication is off for your { $brand } account
second-factor-off-title = Two-factor authentication is switched off
second-factor-off-text = The authenticator app is no longer connected to your { $brand } account. From now on the password alone is enough to get in. It was switched off here:
second-factor-off-you = Was it you? Then there is nothing to do.
second-factor-off-not-you = It was not you? Then somebody is in your account: set a new password at once, with “Forgot your password?” on the sign-in page, and contact your company’s admin or our support.
