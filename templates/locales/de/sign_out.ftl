sign-out-title = Möchten Sie sich abmelden?
sign-out-title-app = Möchten Sie sich von { $app } abmelden?
sign-out-text = Damit endet Ihre Sitzung bei { $brand } in diesem Browser.
sign-out-text-app = { $app } möchte Sie abmelden. Damit endet auch Ihre Sitzung bei { $brand } in diesem Browser.
sign-out-others = Auch von den anderen Konten in diesem Browser werden Sie abgemeldet.
sign-out-submit = Abmelden
sign-out-stay = Wenn Sie angemeldet bleiben möchten, schließen Sie einfach diese Seite.
