recovery-codes-made-subject = New recovery codes for your { $brand } account
recovery-codes-made-title = New recovery codes were made
recovery-codes-made-text = New recovery codes were made for your { $brand } account. Each takes the place of a PIN once; earlier codes no longer work. They were made here:
recovery-codes-made-you = Was it you? Then there is nothing to do but to keep them safe.
recovery-codes-made-not-you = It was not you? Then somebody has access to your account: change your password at once, and contact our support.
