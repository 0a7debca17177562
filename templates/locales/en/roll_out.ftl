roll-out-title = Roll-out
roll-out-lead = How far two-factor authentication has come
roll-out-optional = It is left to each person
roll-out-optional-text = You can require it of your members below.
roll-out-until = Required after { $date }
roll-out-until-text = { $days ->
    [0] Today is the last day without it.
    [one] { $days } day is left.
   *[other] { $days } days are left.
} After that, whoever has not set it up yet does so at the next sign-in.
roll-out-required = It is required
roll-out-required-text = Whoever has not set it up yet does so at the next sign-in.
roll-out-enrolled = { $count } of { $total } have set it up
roll-out-all = Nobody lacks it.
roll-out-show = Show
roll-out-remind = Remind by e-mail
roll-out-remind-note = Everybody who has not set it up yet gets a mail, once a day at most.
roll-out-saved = { $count ->
    [one] { $count } person is reminded by e-mail.
   *[other] { $count } people are reminded by e-mail.
}

roll-out-policy = What your company requires
roll-out-policy-saved = That is saved. It is in force from now on.
roll-out-never = Never signed in: { $count }
roll-out-policy-text = Your company can be stricter than the platform, but not laxer.
roll-out-second-factor = Two-factor authentication
roll-out-inherit = As on the platform
roll-out-platform-optional = There it is left to each person.
roll-out-platform-until = There it is required of everybody after { $date }.
roll-out-demanded = Required of all members
roll-out-demanded-note = Whoever has none sets it up at the next sign-in, at the latest after the day below.
roll-out-last-day = Last day without it
roll-out-last-day-hint = Empty: required at once. As a date, like 2027-02-06 if there is no calendar.
roll-out-malformed = Enter a date, like 2027-02-06, or leave it out.
roll-out-past = That day is over. Enter a later one, or leave it out to require it at once.
roll-out-after-platform = The platform requires it after { $date }. Enter that day or an earlier one.
roll-out-submit = Save
