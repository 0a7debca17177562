members-title = Members
members-total = { $count ->
    [one] { $count } person in { $company }
   *[other] { $count } people in { $company }
}
members-invite = Invite a member
members-import = Import a list
members-search = Name or e-mail address
members-filter = Status
members-find = Find
members-filter-all = All
members-filter-not-enrolled = No two-factor authentication

members-caption = Members, sorted by name
members-member = Member
members-role = Role
members-factor = Two-factor
members-status = Status
members-last-login = Last sign-in
members-actions = Actions
members-you = (you)
members-never = Never
members-role-admin = Admin
members-role-member = Member

members-factor-on = On
members-factor-off = Not set up
members-factor-not-yet = After activation
members-in-grace = In grace
members-until = until { $date }
members-overdue = Overdue
members-since = since { $date }

members-active = Active
members-blocked = Blocked
members-locked = Locked
members-locked-note = Too many wrong PINs. It opens by itself.
members-invited = Invited
members-expired = Invitation expired
members-expired-note = Send it again.
members-mail-failed = Mail not delivered
members-mail-trying = Mail delayed
members-mail-next = We try again on { $at }.
members-mail-answer = The mail server says:
members-mail-queued = The mail is about to be sent.
members-mail-sent = Mail delivered on { $at }, link valid until { $until }

members-action-for = for { $name }
members-more-for = More actions for { $name }
members-reset-otp = Reset OTP
members-send-again = Send again
members-correct-address = Correct address
members-make-admin = Make admin
members-make-member = Make member
members-block = Block
members-unblock = Unblock
members-remove = Remove from company
members-withdraw = Withdraw invitation
members-extend = Give more time

members-done-invite = The invitation is on its way to { $email }. Here you see whether it arrives.
members-done-reset-otp = The OTP of { $name } is reset. A code to set it up again is on its way by e-mail.
members-done-send-again = The invitation was sent again to { $name }. The earlier link no longer works.
members-done-correct-address = The address is corrected, and the invitation on its way to { $name }. The earlier link no longer works.
members-done-make-admin = { $name } is an admin now.
members-done-make-member = { $name } is no longer an admin.
members-done-block = { $name } is blocked and signed out everywhere.
members-done-unblock = { $name } can sign in again.
members-done-remove = { $name } no longer belongs to the company.
members-done-withdraw = The invitation of { $name } is withdrawn. Its link no longer works.
members-done-extend = { $name } has more time to set up two-factor authentication.

members-none = Nobody here yet
members-none-text = Invite the first member. The activation mail goes out by itself, and this list shows whether it arrived.
members-none-found = Nobody found
members-none-found-text = Nobody matches this search. Check the spelling, or look among all members.
members-show-all = Show all members
members-pages = Pages of members
members-newer = Previous
members-older = Next
