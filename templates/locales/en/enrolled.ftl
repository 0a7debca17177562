enrolled-subject = Two-factor authentication is on for your { $brand } account
enrolled-title = Two-factor authentication is set up
enrolled-text = An authenticator app was connected to your { $brand } account. From now on it asks for a PIN from that app after the password. It was set up here:
enrolled-you = Was it you? Then there is nothing to do.
enrolled-not-you = It was not you? Then somebody knows your password: contact your company’s admin or our support at once, so that the authenticator is removed and your password changed.
