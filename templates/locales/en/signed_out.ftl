signed-out-title = You are signed out
signed-out-text = Your session in this browser has ended.
signed-out-everything = Every trace of your sign-in was removed from this browser. You can sign in afresh.
signed-out-shared-title = On a shared computer?
signed-out-shared-text = Close all windows of this browser too. Other devices stay signed in.
signed-out-way-on = Continue to { $app }
