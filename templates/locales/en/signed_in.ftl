signed-in-title = You are signed in
signed-in-enrolled-title = Two-factor authentication is set up
signed-in-enrolled-text = From now on you sign in with your password and a PIN from your app.
signed-in-codes-title = And without your phone?
signed-in-codes-text = With recovery codes you get in even when it is lost or broken.
signed-in-text = Open the app that you want to use. It will recognise you.
signed-in-go-on = There is nothing more to do here.
signed-in-sign-out = Sign out
