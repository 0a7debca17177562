replace-authenticator-title = Conecta otra aplicación de autenticación
replace-authenticator-lead = Para un teléfono nuevo u otra aplicación
replace-authenticator-old-title = La anterior sirve hasta que confirmes la nueva
replace-authenticator-old-text = Solo el PIN del final pone la nueva en su lugar. Hasta entonces puedes dejarlo en cualquier momento.
replace-authenticator-submit = Confirmar y sustituir
