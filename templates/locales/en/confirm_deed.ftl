confirm-deed-who = { $email } · { $company }
confirm-deed-back = Back to the members

confirm-deed-reset-otp = Reset the OTP of { $name }?
confirm-deed-reset-otp-app = The authenticator app that { $name } uses now stops working here.
confirm-deed-reset-otp-out = { $name } is signed out on every device, and told by e-mail.
confirm-deed-reset-otp-then = With the code from that mail, { $name } sets up two-factor authentication again at the next sign-in, within 7 days.
confirm-deed-caution-asks = Make sure that it is { $name } who asks
confirm-deed-caution-asks-text = Call a number that you know. Do not rely on an e-mail alone.

confirm-deed-block = Block { $name }?
confirm-deed-block-out = { $name } is signed out on every device, and can’t sign in any more.
confirm-deed-block-then = Nothing is deleted. You can unblock { $name } at any time.

confirm-deed-unblock = Unblock { $name }?
confirm-deed-unblock-then = { $name } can sign in again, with the same password and the same authenticator app.
confirm-deed-caution-frozen = { $name } has frozen this account with “This was not me”
confirm-deed-caution-frozen-text = Somebody else may know the password or have the phone. Call { $name } first, and reset the OTP after unblocking if in doubt.

confirm-deed-remove = Remove { $name } from { $company }?
confirm-deed-remove-access = { $name } loses access to { $company } at once.
confirm-deed-remove-apps = { $name } has to sign in again to every app that knew of the membership; everywhere, if this was the only company.
confirm-deed-remove-account = The account stays: it can be invited again later.

confirm-deed-make-admin = Make { $name } an admin?
confirm-deed-make-admin-can = { $name } can invite, block and remove members of { $company }, and reset their two-factor authentication.
confirm-deed-make-admin-factor = You can take the role back at any time.
confirm-deed-caution-admin = Do you know { $name } well enough?
confirm-deed-caution-admin-text = An admin can also take your own role away.

confirm-deed-make-member = Make { $name } a member again?
confirm-deed-make-member-then = { $name } stays in { $company }, but can no longer look after its members.
confirm-deed-caution-last-admin = The company is left without an admin
confirm-deed-caution-last-admin-text = { $name } is the last one who can sign in. Until there is another, only the platform’s support looks after the members.

confirm-deed-send-again = Send the invitation to { $name } again?
confirm-deed-send-again-new = A new mail with a new link goes out at once.
confirm-deed-send-again-old = The link in the earlier mail stops working.

confirm-deed-correct-address = Correct the address of { $name }?
confirm-deed-correct-address-new = The invitation goes to the new address at once.
confirm-deed-address = Right address

confirm-deed-withdraw = Withdraw the invitation of { $name }?
confirm-deed-withdraw-link = The link in the mail stops working.
confirm-deed-withdraw-again = You can invite this address again at any time.

confirm-deed-extend = Give { $name } more time?
confirm-deed-extend-then = Until then, { $name } can sign in without two-factor authentication, as it was before.
confirm-deed-until = Last day without it
confirm-deed-until-hint = As a date, like 2027-03-01 if there is no calendar.
confirm-deed-until-malformed = Enter a date, like 2027-03-01.
confirm-deed-until-past = That day is over. Enter a later one.
confirm-deed-until-too-late = That is further away than is allowed. Enter { $date } or an earlier day.
confirm-deed-reason = Reason
confirm-deed-reason-missing = Enter the reason. It stands in the audit log.
confirm-deed-reason-too-long = Enter a reason of at most { $count } characters.
confirm-deed-platform = Our support has to do this
confirm-deed-platform-text = The platform requires two-factor authentication of everybody by now. Contact our support if somebody needs more time.

confirm-deed-last-admin = The company needs an admin
confirm-deed-last-admin-text = This is the last one. Make somebody else an admin first.
confirm-deed-not-yours = Our support has to do this
confirm-deed-not-yours-text = The account belongs to other companies or to the platform, too. Contact our support: they do it, after making sure who asks.
confirm-deed-staff = This is an account of the platform’s staff
confirm-deed-staff-text = The support can’t change it. Operators look after such accounts, and after their own by command.
confirm-deed-yourself = This is your own account
confirm-deed-yourself-text = Ask another admin, or our support. For what you change yourself, see “Your account”.
confirm-deed-gone = This is no longer possible
confirm-deed-gone-text = Somebody else was faster, or the person has acted meanwhile. Look at the list: it shows how things stand now.
