otp-reset-subject = Tu autenticación en dos pasos de { $brand } se ha restablecido
otp-reset-title = Tu autenticación en dos pasos se ha restablecido
otp-reset-text = Nuestro equipo de soporte ha restablecido la autenticación en dos pasos de tu cuenta { $brand }. Los PIN de la entrada anterior de la aplicación ya no sirven y se han cerrado todas tus sesiones.
otp-reset-text-by = { $by } ha restablecido la autenticación en dos pasos de tu cuenta { $brand }. Los PIN de la entrada anterior de la aplicación ya no sirven y se han cerrado todas tus sesiones.
otp-reset-how = Inicia sesión con tu contraseña. Después se te pedirá este código y podrás configurar de nuevo la aplicación:
otp-reset-until = El código sirve hasta el { $until }. Después tendrás que pedir que se restablezca otra vez.
otp-reset-not-you = ¿No lo has pedido tú? Avisa enseguida a nuestro equipo de soporte y no des el código a nadie.
