form-post-title = Back to { $app }
form-post-text = You are taken back to the app. If nothing happens, press the button.
form-post-submit = Continue
