choose-account-title = Elige una cuenta
choose-account-signed-in = Sesión iniciada
choose-account-signed-out = Sesión cerrada
choose-account-sign-out = Cerrar sesión
choose-account-another = Usar otra cuenta
choose-account-all = Cerrar la sesión de todas las cuentas en este navegador
