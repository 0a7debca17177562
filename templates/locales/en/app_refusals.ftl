app-refusals-title = Refused requests of { $name }
app-refusals-lead = Each refused request shows its app a reference number. Here is the exact reason.
app-refusals-none-text = Requests with a wrong client_id belong to no app. Wrong passwords and PINs of people are no refusals: the audit log has them.
app-refusals-everywhere = Look among all refusals
