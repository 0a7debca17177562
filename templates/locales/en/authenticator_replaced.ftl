authenticator-replaced-subject = Another authenticator app for your { $brand } account
authenticator-replaced-title = Your authenticator app was replaced
authenticator-replaced-text = Another authenticator app was connected to your { $brand } account. PINs from the old one no longer work; you can delete its entry. It was connected here:
authenticator-replaced-you = Was it you? Then there is nothing to do.
authenticator-replaced-not-you = It was not you? Then somebody has access to your account: contact your company’s admin or our support at once, so that the app is removed and your password changed.
