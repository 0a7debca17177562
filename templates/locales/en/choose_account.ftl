choose-account-title = Choose an account
choose-account-signed-in = Signed in
choose-account-signed-out = Signed out
choose-account-sign-out = Sign out
choose-account-another = Use another account
choose-account-all = Sign out of all accounts in this browser
