signed-out-title = You are signed out
signed-out-text = Your session in this browser has ended.
signed-out-everything = Every trace of your sign-in was removed from this browser. You can sign in afresh.
signed-out-shared-title = On a shared computer?
signed-out-shared-text = Close all windows of this browser too. Other devices stay signed in.
signed-out-way-on = Continue to { $app }
signed-out-going-on = You are on your way to { $app }.

signed-out-apps = Apps that you were signed in to
signed-out-app-told = Signed out
signed-out-app-loaded = Signed out in this browser
signed-out-app-waiting = Not answered yet
signed-out-app-deaf = Not told
signed-out-app-refused = Refused the sign-out
signed-out-app-given-up = Not reached
signed-out-apps-note = Where an app has not signed you out, open it and sign out there.
signed-out-again = Look again
