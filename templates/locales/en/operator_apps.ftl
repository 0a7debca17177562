operator-apps-lead = What may ask for tokens, and how each app is registered.
operator-apps-new = Register an app
operator-apps-public = public, without a secret
operator-apps-trusted = First party
operator-apps-third-party = Third party
operator-apps-none = No app is registered yet
operator-apps-none-text = Register the first one, or describe it in a file for voltkey apply.
