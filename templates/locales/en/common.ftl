# What several pages say.

page-title = { $page } · { $brand }
page-title-error = Error: { $page } · { $brand }
skip-to-content = Skip to content
brand-home = { $brand }, home
language-switch = Language

attempts-title = Too many attempts
attempts-text = To protect the account, nothing was changed this time. Try again { $wait }.

back-to-app = Back to { $app }
back-to-sign-in = Back to sign-in
cancel = Cancel
copied = Copied
copy = Copy
current-password = Current password
current-password-wrong = That is not your current password. Mind capital letters and the language of the keyboard.
field-optional = (optional)
not-you = Not you?
way-on = Go to { $app }

invited = You have been invited to { $brand }.
invited-by = { $by } has invited you to { $brand }.
invited-by-to = { $by } has invited you to { $company }.
invited-to = You have been invited to { $company }.

password-forgot = Forgot your password?
password-hide = Hide
password-hide-label = Hide password
password-show = Show
password-show-label = Show password

reference = Reference
reference-note = Our support finds the exact reason with this number.

summary-title = { $count ->
    [one] Please check one entry
   *[other] Please check { $count } entries
}

support-feedback = Was this page helpful?
support-form = Support form
support-hours = { $first } to { $last }, { $opens } to { $closes } local time
support-hours-written = { $hours }
support-title = Need help?

throttled-title = Too many messages in a short time
throttled-text = This time nothing was sent. Try again { $wait }.

date-long = { $day }{ "\u00A0" }{ $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-time = { $date }, { $time } { $zone }

wait-seconds = { $count ->
    [one] in { $count } second
   *[other] in { $count } seconds
}
wait-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
wait-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}

weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
