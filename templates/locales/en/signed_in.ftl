signed-in-title = You are signed in
signed-in-text = Open the app that you want to use. It will recognise you.
signed-in-go-on = There is nothing more to do here.
signed-in-sign-out = Sign out
