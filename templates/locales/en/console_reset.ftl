console-reset-title = Reset two-factor authentication of { $name }?
console-reset-lead = First make sure that it is really this person who asks. What you confirm here stays in the audit log, under your name.
console-reset-admins = { $count ->
    [one] Normally { $names } does it
   *[other] Normally one of these admins does it: { $names }
}
console-reset-admins-text = The company’s admin knows the person. Point them there, unless the admin can’t help.
console-reset-known = What we know of them
console-reset-confirm = Confirm who asks
console-reset-called-back = I called the person back on a number that was known before
console-reset-called-back-hint = The number on file, or the company’s own. Never a number from the message itself.
console-reset-answered = They answered a question that only they can answer
console-reset-answered-hint = Their last sign-in, the company’s last invoice, who invited them. Nothing that stands in a signature.
console-reset-colleague = A colleague of the same company confirmed it
console-reset-colleague-hint = Where they have one: somebody whom you found here, not somebody whom they named.
console-reset-no-admin = The admin can’t do it, or does not answer
console-reset-no-admin-hint = Say in the note how you tried.
console-reset-unconfirmed = Confirm this first
console-reset-note = How did you make sure?
console-reset-note-hint = Which number you called, what you asked, and what they said. No passwords and no PINs.
console-reset-note-missing = Write how you made sure, in at most { $most } characters
console-reset-then = They are signed out everywhere, the authenticator app is removed, and a code goes to their e-mail address. With it and their password they set up a new one within 7 days.
