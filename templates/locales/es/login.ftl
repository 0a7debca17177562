login-title = Iniciar sesión
login-continue = para continuar en { $app }
login-email = Correo electrónico
login-password = Contraseña
login-submit = Iniciar sesión
login-new-here = ¿Todavía sin cuenta? La administración de tu empresa envía la invitación por correo.
login-no-invitation = No he recibido la invitación
login-cannot-sign-in = No puedo iniciar sesión
login-choose-account = Elegir otra cuenta

login-email-missing = Escribe tu correo electrónico.
login-email-malformed = Una dirección de correo tiene esta forma: nombre@empresa.com.
login-password-missing = Escribe tu contraseña.

login-wrong = El correo o la contraseña no son correctos
login-wrong-check-email = Comprueba el correo electrónico
login-wrong-check-password = Vuelve a escribir la contraseña
login-wrong-email = Usa la dirección en la que recibiste la invitación.
login-wrong-password = Fíjate en las mayúsculas y en el idioma del teclado.

login-throttled-title = Demasiados intentos
login-throttled-text = Para proteger la cuenta, aquí no se puede iniciar sesión por ahora. Vuelve a intentarlo { $wait }.
login-blocked-title = Esta cuenta está bloqueada
login-blocked-text = La administración de tu empresa o nuestro equipo de soporte pueden decirte el motivo y desbloquearla.
login-frozen-title = Esta cuenta se bloqueó con «No he sido yo»
login-frozen-text = Se pulsó en un correo sobre su seguridad. La administración de tu empresa o nuestro equipo de soporte comprueba que eres tú y vuelve a abrirla.
login-pins-title = Demasiados PIN incorrectos
login-pins-text = Aquí ya no basta con el PIN. Inicia sesión con tu correo electrónico y tu contraseña.
