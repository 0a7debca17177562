app-log-outs-title = Sign-outs at { $name }
app-log-outs-lead = Whoever signs out here is signed out of this app too, where it wants to be told.
app-log-outs-in-vain = Not told
app-log-outs-in-vain-lead = At these sign-outs the app kept its session, or still keeps it. Fix the cause, then tell it again.
app-log-outs-tell-again = Tell it again now
app-log-outs-told-again = The app is told again at once.
app-log-outs-not-told-again = There was nothing to tell: it was told meanwhile, or is being told now.
app-log-outs-trying = Not accepted yet; will be tried again
app-log-outs-refused = Refused by the app
app-log-outs-given-up = Given up
app-log-outs-told = Told
app-log-outs-reason = Reason:
app-log-outs-ended = Signed out:
app-log-outs-next = Next attempt:
app-log-outs-attempts = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
app-log-outs-more = There are more.
app-log-outs-none = The app has taken every call so far.
app-log-outs-never-called = The app’s server is never called, so nothing can fail.
app-log-outs-ways = How the app is told
app-log-outs-back-channel = Its server is called (back-channel)
app-log-outs-no-back-channel = No backchannel_logout_uri is registered. It is the more reliable way.
app-log-outs-front-channel = Its page is loaded in the browser (front-channel)
app-log-outs-no-front-channel = No frontchannel_logout_uri is registered.
app-log-outs-change = Change the registration
