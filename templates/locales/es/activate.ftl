activate-title = Activa tu cuenta
activate-other-account-title = Aquí está abierta la sesión de { $email }
activate-other-account-text = Si activas esta cuenta, aquella sesión se cerrará en este navegador.

activate-details = Datos personales
activate-email-hint = Con esta dirección iniciarás sesión.
activate-given-name = Nombre
activate-given-name-missing = Escribe tu nombre.
activate-family-name = Apellidos
activate-family-name-missing = Escribe tus apellidos.
activate-name-too-long = Caben hasta { $most } caracteres. Acórtalo un poco.
activate-name-unreadable = Escríbelo con letras: contiene caracteres que no se pueden mostrar o ninguna letra.
activate-language = Idioma
activate-tel = Teléfono
activate-tel-malformed = Escribe el número con cifras, como +34 612 345 678, o deja el campo vacío.

activate-password = Contraseña
activate-new-password = Contraseña nueva
activate-submit = Crear
activate-then = Después irás a { $app } para iniciar sesión con tu correo y esta contraseña.
