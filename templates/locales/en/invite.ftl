invite-title = Invite a member
invite-lead = The activation mail goes out by itself.
invite-email-hint = Check it twice: the link goes there.
invite-role = Role
invite-role-note = Admins can invite, block and remove members, and reset their two-factor authentication.
invite-submit = Send invitation
invite-already-member = This address belongs to a member of your company already. Look among the members.
invite-already-invited = This address is invited already. Among the members you can send the invitation again.
