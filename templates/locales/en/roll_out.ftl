roll-out-title = Roll-out
roll-out-lead = How far two-factor authentication has come
roll-out-optional = It is left to each person
roll-out-optional-text = You can require it of your members in the settings.
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
