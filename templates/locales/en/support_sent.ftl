support-sent-title = We have your message
support-sent-text = The answer comes to { $email }. Look in the spam folder too.
support-sent-reference-note = Have this number ready if you call or write again.
