second-factor-off-subject = La autenticación en dos pasos está desactivada en tu cuenta { $brand }
second-factor-off-title = Se ha desactivado la autenticación en dos pasos
second-factor-off-text = La aplicación de autenticación ya no está conectada a tu cuenta { $brand }. A partir de ahora basta la contraseña para entrar. Se ha desactivado desde aquí:
second-factor-off-you = ¿Has sido tú? Entonces no tienes que hacer nada.
second-factor-off-not-you = ¿No has sido tú? Entonces alguien ha entrado en tu cuenta: elige enseguida otra contraseña con «¿Has olvidado la contraseña?» en la página de inicio de sesión y avisa a la administración de tu empresa o a nuestro equipo de soporte.
