wrong-pins-subject = Wrong PINs for your { $brand } account
wrong-pins-title = Someone entered five wrong PINs
wrong-pins-text = Five wrong PINs were entered for your { $brand } account, one after the other. We take no more PINs from there for a quarter of an hour. The last one came from here:
wrong-pins-you = Was it you? Then wait, check that your phone sets its time automatically, and try again with a new PIN.
wrong-pins-not-you = It was not you? Then somebody knows your password or uses your browser: change the password at once. If you can’t sign in any more, contact your company’s admin or our support.
