operator-mail-lead = Lo que espera a enviarse, lo que el servidor de correo no aceptó y lo que se abandonó.
operator-mail-failed = Abandonado
operator-mail-trying = Se vuelve a intentar
operator-mail-waiting = En espera
operator-mail-none = Nada
operator-mail-more = Hay más.
operator-mail-to = A { $email }
operator-mail-try-again = Intentar otra vez
operator-mail-tried = Se intenta de nuevo enseguida.
operator-mail-not-tried = No había nada que intentar: entretanto se envió o se está enviando ahora.
operator-mail-new-device = Inicio de sesión con un navegador nuevo
operator-mail-wrong-pins = PIN incorrectos
operator-mail-enrolled = Autenticación en dos pasos configurada
operator-mail-second-factor-off = Autenticación en dos pasos desactivada
operator-mail-password-changed = Contraseña cambiada
operator-mail-invitation = Invitación
operator-mail-password-reset = Enlace para una contraseña nueva
operator-mail-otp-reset = Código tras un restablecimiento
operator-mail-support-request = Mensaje al soporte
operator-mail-confirm-email = Confirmación de una dirección nueva
operator-mail-email-changed = Dirección cambiada
operator-mail-recover = Contraseña olvidada, pendiente de comprobar
operator-mail-other = { $word }
operator-mail-attempts = { $count ->
    [one] Intentado una vez.
   *[other] Intentado { $count } veces.
}
