support-request-subject = { $brand } support request { $reference }: { $topic }
support-request-reference = Reference:
support-request-name = Name:
support-request-email = E-mail:
support-request-account = Signed in as:
support-request-no-account = nobody
support-request-language = Language:
support-request-check = Name and e-mail address are as they were entered, and unchecked. Before you act on an account, make sure who is asking.
