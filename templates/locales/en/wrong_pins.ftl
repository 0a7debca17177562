wrong-pins-subject = Wrong PINs for your { $brand } account
wrong-pins-title = Someone entered five wrong PINs
wrong-pins-text = Someone entered the right password of your { $brand } account and then five wrong PINs. We take no more PINs from there for a quarter of an hour. The last one came from here:
wrong-pins-you = Was it you? Then wait, check that your phone sets its time automatically, and try again with a new PIN.
wrong-pins-not-you = It was not you? Then somebody knows your password: change it at once. If you can’t sign in any more, contact your company’s admin or our support.
