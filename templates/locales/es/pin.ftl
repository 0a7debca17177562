pin-title = Escribe tu PIN de 6 cifras
pin-lead = Abre la aplicación de autenticación en tu teléfono y busca { $brand }.
pin-session-ended = Tu sesión ha terminado. Para volver a entrar basta un PIN nuevo de tu aplicación de autenticación.
pin-confirms = Se trata de la seguridad de tu cuenta. Confírmalo con el PIN que tu aplicación de autenticación muestra ahora para { $brand }.
pin-label = PIN
pin-hint = El PIN cambia cada 30 segundos y solo sirve una vez.
pin-format = Seis cifras
pin-submit = Continuar

pin-malformed = Un PIN tiene seis cifras.
pin-wrong = Ese PIN no es correcto. Escribe el que muestra ahora la aplicación.
pin-already-used = Este PIN ya se ha usado. Espera a que la aplicación muestre el siguiente.
pin-out-of-step = Ese PIN no es válido en este momento. Escribe el siguiente que muestre la aplicación.
pin-clock-fast = { $minutes ->
    [one] El reloj de tu teléfono va adelantado aproximadamente { $minutes } minuto
   *[other] El reloj de tu teléfono va adelantado unos { $minutes } minutos
}
pin-clock-slow = { $minutes ->
    [one] El reloj de tu teléfono va atrasado aproximadamente { $minutes } minuto
   *[other] El reloj de tu teléfono va atrasado unos { $minutes } minutos
}
pin-clock-text = Activa la hora automática en los ajustes del teléfono, espera a que aparezca un PIN nuevo y escríbelo aquí.
pin-locked-title = Demasiados PIN incorrectos
pin-locked-text = Para proteger la cuenta, por ahora no se acepta ningún PIN. Vuelve a intentarlo { $wait }.

pin-lost-phone = ¿Has cambiado de teléfono o no puedes abrir la aplicación?
pin-lost-phone-link = Pedir que se restablezca la autenticación en dos pasos
pin-recovery-code = Usar un código de recuperación
pin-lost-phone-who = La administración de tu empresa o nuestro equipo de soporte pueden restablecer tu autenticación en dos pasos.
