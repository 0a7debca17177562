new-device-subject = New sign-in to your { $brand } account
new-device-title = A new browser signed in to your account
new-device-text = Someone signed in to your { $brand } account from a browser that we have not seen before:
new-device-you = Was it you? Then there is nothing to do.
new-device-not-you = It was not you? Then change your password at once: that ends all sessions. If you can’t sign in any more, contact your company’s admin or our support.
