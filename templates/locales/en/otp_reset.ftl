otp-reset-subject = Your two-factor authentication at { $brand } was reset
otp-reset-title = Your two-factor authentication was reset
otp-reset-text = Our support has reset the two-factor authentication of your { $brand } account. PINs from the old entry in the app no longer work, and you are signed out everywhere.
otp-reset-text-by = { $by } has reset the two-factor authentication of your { $brand } account. PINs from the old entry in the app no longer work, and you are signed out everywhere.
otp-reset-how = Sign in with your password. You are then asked for this code, and set up your app again:
otp-reset-until = The code is valid until { $until }. After that, ask for another reset.
otp-reset-not-you = You did not ask for this? Then contact our support at once, and give the code to nobody.
