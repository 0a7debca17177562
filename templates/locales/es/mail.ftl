# Lo que dicen varios correos.

mail-greeting = Hola:
mail-greeting-name = Hola, { $name }:
mail-never-asks = Nunca pedimos tu contraseña ni tu PIN por correo o por teléfono.
mail-when = Cuándo:
mail-browser = Navegador:
mail-network = Red:
mail-browser-unknown = desconocido
mail-change-password = Cambiar la contraseña
mail-not-me-text = ¿No has sido tú? Bloquea la cuenta con este enlace: se cierran todas las sesiones y nadie puede iniciar sesión hasta que la administración de tu empresa o nuestro equipo de soporte compruebe que eres tú.
mail-not-me = No he sido yo
