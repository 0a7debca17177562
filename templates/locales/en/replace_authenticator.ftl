replace-authenticator-title = Connect another authenticator app
replace-authenticator-lead = For a new phone, or another app
replace-authenticator-old-title = The old app works until the new one is confirmed
replace-authenticator-old-text = Only with the PIN at the end does the new one take its place. You can stop at any time before.
replace-authenticator-submit = Confirm and replace
