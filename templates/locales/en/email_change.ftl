email-change-subject = Confirm your new address for { $brand }
email-change-title = Confirm your new address
email-change-text = Somebody, most likely you, wants to use this address for the { $brand } account that has been { $old } until now. With this link you confirm it:
email-change-link = Confirm address
email-change-until = The link works once, until { $until }. Until then, the account keeps its address.
email-change-not-you = You know nothing of this? Then ignore this mail: without the link nothing changes.
