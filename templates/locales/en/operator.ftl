operator-lead = What runs on this platform, and what needs attention.
operator-failed-text = The mail server refused them for good, or did not answer for a day. See why, and try again.
operator-failed = { $count ->
    [one] A mail was given up
   *[other] { $count } mails were given up
}
operator-untold = Apps were not told of sign-outs
operator-untold-text = They kept their sessions in the last seven days, though somebody had signed out. See why, and tell them again.
operator-untold-count = { $count ->
    [one] (once)
   *[other] ({ $count } times)
}
