forgot-password-title = Elige una contraseña nueva
forgot-password-text = Escribe el correo de tu cuenta. Te enviaremos un enlace para elegir una contraseña nueva.
forgot-password-submit = Enviar enlace
forgot-password-second-factor = Tu autenticación en dos pasos no cambia.
