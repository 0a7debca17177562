import-lines-title-seen = What will happen
import-lines-title-running = The invitations go out
import-lines-title-done = The list is done
import-lines-would = { $count ->
    [one] { $count } person will be invited.
   *[other] { $count } people will be invited.
}
import-lines-would-not = { $count ->
    [one] { $count } line will be left out.
   *[other] { $count } lines will be left out.
}
import-lines-running = { $count ->
    [one] { $done } of { $count } person is invited.
   *[other] { $done } of { $count } people are invited.
}
import-lines-running-note = You can leave this page. The invitations go on.
import-lines-progress = Invited people
import-lines-done = { $count ->
    [one] { $count } person was invited.
   *[other] { $count } people were invited.
}
import-lines-done-not = { $count ->
    [one] { $count } line was left out.
   *[other] { $count } lines were left out.
}
import-lines-begin = { $count ->
    [one] Invite { $count } person
   *[other] Invite { $count } people
}
import-lines-discard = Discard the list
import-lines-look-again = Look again
import-lines-members = To the members
import-lines-another = Another list
import-lines-download = { $count ->
    [one] Download the line left out
   *[other] Download the { $count } lines left out
}
import-lines-download-note = The file says what is wrong with each line. Put it right and send the file again.
import-lines-which = Which lines
import-lines-all = All ({ $count })
import-lines-only-refused = Left out ({ $count })
import-lines-caption = Lines of the list
import-lines-line = Line
import-lines-who = Person
import-lines-as = Role, language
import-lines-fate = What happens
import-lines-pages = Further lines
import-lines-next = Next lines
import-lines-waits = Will be invited
import-lines-invited = Invited
import-lines-malformed = More cells than columns
import-lines-no-address = No e-mail address
import-lines-address = Not an e-mail address
import-lines-name = The name is too long or unreadable
import-lines-language = Unknown language: en, es or de
import-lines-role = Unknown role: member or admin
import-lines-repeated = An earlier line has this address
import-lines-member = Is a member already
import-lines-invited-already = Is invited already
import-lines-stopped = Not invited: whoever began the list is no longer an admin
import-lines-column-email = email
import-lines-column-given-name = first name
import-lines-column-family-name = last name
import-lines-column-language = language
import-lines-column-role = role
import-lines-column-reason = reason
