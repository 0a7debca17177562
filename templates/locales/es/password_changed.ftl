password-changed-title = Tu contraseña ha cambiado
password-changed-signed-out = Se han cerrado todas tus sesiones. Inicia sesión con la contraseña nueva.
password-changed-way-on = Iniciar sesión

password-changed-subject = La contraseña de tu cuenta { $brand } ha cambiado
password-changed-text = Se ha guardado una contraseña nueva para tu cuenta { $brand }. Todas las sesiones se han cerrado: en cada dispositivo se pedirá la nueva. Se ha guardado desde aquí:
password-changed-you = ¿Has sido tú? Entonces no tienes que hacer nada.
password-changed-not-you = ¿No has sido tú? Elige enseguida otra contraseña con «¿Has olvidado la contraseña?» en la página de inicio de sesión y avisa a la administración de tu empresa o a nuestro equipo de soporte: puede que alguien tenga acceso a tu buzón.
