# Lo que dicen varios correos.

mail-greeting = Hola:
mail-greeting-name = Hola, { $name }:
mail-never-asks = Nunca pedimos tu contraseña ni tu PIN por correo o por teléfono.
mail-when = Cuándo:
mail-browser = Navegador:
mail-network = Red:
mail-browser-unknown = desconocido
mail-change-password = Cambiar la contraseña
