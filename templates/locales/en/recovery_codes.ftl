recovery-codes-title = Recovery codes
recovery-codes-shown-title = Your recovery codes
recovery-codes-lead = For the day on which you have no access to your authenticator app
recovery-codes-each-once = Each code takes the place of a PIN once.
recovery-codes-where = Keep them where you find them without your phone: on paper, or in a password manager.
recovery-codes-replaces = { $count ->
    [one] { $count } unused code stops working
   *[other] { $count } unused codes stop working
}
recovery-codes-replaces-text = The new codes take the place of the old ones at once.
recovery-codes-submit = Make codes

recovery-codes-once-title = You see them only now
recovery-codes-once-text = We keep them in a form that can’t be read. Keep them safe before you leave this page.
recovery-codes-download = Download
recovery-codes-print = Print
recovery-codes-copy = Copy
recovery-codes-kept = I have kept them

recovery-codes-already-title = New codes were made just before
recovery-codes-already-text = They can’t be shown a second time. If you have not kept them, make new ones.
recovery-codes-file-title = { $brand }: recovery codes of { $email }
