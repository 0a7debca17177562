recovery-code-used-subject = A recovery code of your { $brand } account was used
recovery-code-used-title = A recovery code was used
recovery-code-used-text = A recovery code was used for your { $brand } account in place of a PIN. { $left ->
    [0] It was the last one.
    [one] { $left } code is left.
   *[other] { $left } codes are left.
} It was used here:
recovery-code-used-you = Was it you? If your phone is gone, connect a new one in your account under “Two-factor authentication”.
recovery-code-used-you-few = Was it you? Then make new codes in your account under “Two-factor authentication”, and if your phone is gone, connect a new one there.
recovery-code-used-not-you = It was not you? Then somebody knows your password and one of your recovery codes: change the password and make new codes at once, and contact our support.
