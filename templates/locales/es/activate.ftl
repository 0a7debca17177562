activate-title = Activa tu cuenta
activate-other-account-title = Aquí está abierta la sesión de { $email }
activate-other-account-text = Si activas esta cuenta, aquella sesión se cerrará en este navegador.

activate-details = Datos personales
activate-email-hint = Con esta dirección iniciarás sesión.

activate-password = Contraseña
activate-new-password = Contraseña nueva
activate-submit = Crear
activate-then = Después irás a { $app } para iniciar sesión con tu correo y esta contraseña.
