lost-phone-title = No access to your authenticator app?
lost-phone-lead = When your two-factor authentication is reset, you can set it up again on another phone.
lost-phone-lapsed-title = The time to set it up again has passed
lost-phone-lapsed-text = Your two-factor authentication was reset, and for 7 days you could have set it up again. Ask once more in the way shown here.
lost-phone-codes = You have recovery codes
lost-phone-codes-text = Then nothing has to be reset: one of them takes the place of the PIN.
lost-phone-codes-later = Did you make any? Then nothing has to be reset: sign in with your password, and use one of them in place of the PIN.
lost-phone-admins = { $count ->
    [one] Your company’s admin resets it
   *[other] Each of your admins can reset it
}
lost-phone-how = In a hurry? Pass on this line: it is all an admin has to do.
lost-phone-path = Company menu (top right) → Company admin → Members → Actions → key symbol
lost-phone-copy = Copy line
lost-phone-support = Our support resets it
lost-phone-support-text = Your company has no admin who can do it. Our support does, after making sure that it is you.
lost-phone-form = Write to our support
lost-phone-with-admin = Your company has an admin
lost-phone-with-admin-text = Then ask that person to reset it.
lost-phone-without-admin = Your company has no admin, or nobody answers
lost-phone-without-admin-text = Then our support does it, after making sure that it is you.
lost-phone-then = What happens then
lost-phone-then-text = A code comes to you by e-mail. Sign in with your password within 7 days, enter the code, and set up the app on your new phone.
