new-device-subject = Nuevo inicio de sesión en tu cuenta { $brand }
new-device-title = Se ha iniciado sesión en tu cuenta desde un navegador nuevo
new-device-text = Alguien ha iniciado sesión en tu cuenta { $brand } desde un navegador que no conocíamos:
new-device-you = ¿Has sido tú? Entonces no tienes que hacer nada.
new-device-not-you = ¿No has sido tú? Cambia enseguida la contraseña: así se cierran todas las sesiones. Si ya no puedes iniciar sesión, ponte en contacto con la administración de tu empresa o con nuestro equipo de soporte.
