second-factor-title = Two-factor authentication
second-factor-lead = After your password, we ask for a six-digit PIN from an app on your phone.
second-factor-at-sign-in = When you sign in
second-factor-switch = Two-factor authentication
second-factor-off-note = It is off. Switch it on, then sign out: at the next sign-in you set up the app, which takes about two minutes.
second-factor-on-note = It is on. If you switch it off, your password alone is enough to get into your account.
second-factor-waiting-note = It is switched on, but not set up yet.
second-factor-waiting-title = Sign out to finish
second-factor-waiting-text = At the next sign-in you set up the app. It takes about two minutes.
second-factor-sign-out = Sign out now
second-factor-on-title = It is on
second-factor-on-required = It is required for your account, so it can’t be switched off.
second-factor-grace-text = { $who } { $days ->
    [0] Today is the last day without it.
    [one] { $days } day is left.
   *[other] { $days } days are left.
} After that, this switch is gone, and whoever has not set it up yet does so at the next sign-in.
second-factor-required-on = { $who } It is on, and can’t be switched off.
second-factor-required-off = { $who } You set it up at the next sign-in.

second-factor-switched-off = Two-factor authentication is off.
second-factor-renamed = The authenticator app has its new name.
second-factor-replaced = The new authenticator app is connected. PINs from the old one no longer work.
second-factor-codes-made = The new recovery codes are valid. The old ones no longer work.

second-factor-authenticator = Authenticator app
second-factor-added = Connected on { $at }
second-factor-last-used = Last used on { $at }
second-factor-never-used = Not used yet
second-factor-name = Name
second-factor-name-missing = Enter a name, such as that of the app or the phone.
second-factor-rename = Rename
second-factor-replace-text = New phone? The old app works until the new one is connected.
second-factor-replace = Connect another app

second-factor-recovery = Recovery codes
second-factor-recovery-text = Each takes the place of a PIN once, if your phone is lost or broken.
second-factor-left = { $count ->
    [0] No recovery code is left
    [one] { $count } recovery code is left
   *[other] { $count } recovery codes are left
}
second-factor-made = (made on { $at })
second-factor-few = Make new ones while you can sign in.
second-factor-no-codes = You have no recovery codes
second-factor-no-codes-text = Without them and without your phone, somebody else must reset your two-factor authentication.
second-factor-make = Make new codes
