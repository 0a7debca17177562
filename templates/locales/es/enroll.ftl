enroll-title = Configura la autenticación en dos pasos
enroll-lead = Solo se hace una vez. Desde entonces inicias sesión con tu contraseña y un PIN de tu teléfono.

enroll-announced-title = Obligatoria después del { $date }
enroll-announced-text = { $who } { $days ->
    [0] Hoy es el último día en que puedes iniciar sesión sin ella.
    [one] Puedes hacerlo más tarde: queda { $days } día.
   *[other] Puedes hacerlo más tarde: quedan { $days } días.
}
enroll-later = Recuérdamelo la próxima vez que inicie sesión
enroll-required-title = La autenticación en dos pasos es obligatoria
enroll-required-since-title = La autenticación en dos pasos es obligatoria desde el { $date }
enroll-required-text = { $who } Protege tus datos aunque alguien llegue a conocer tu contraseña. Configurarla lleva unos dos minutos.
enroll-by-platform = { $platform } la exige a todo el mundo.
enroll-by-company = { $company } la exige a quienes forman parte de la empresa.
enroll-by-app = { $app } la exige a quien inicia sesión allí.
enroll-by-role = El equipo de soporte y de operación siempre la necesita.
enroll-switched-on-title = Has activado la autenticación en dos pasos
enroll-switched-on-text = Configúrala ahora para terminar. Tardarás unos dos minutos.
enroll-reset-title = Tu autenticación en dos pasos se ha restablecido
enroll-reset-text = Los PIN de la entrada anterior de la aplicación ya no sirven. Elimina esa entrada y configura aquí la nueva.

enroll-code-title = Escribe el código del correo
enroll-code-text = Cuando se restableció tu autenticación en dos pasos, te enviamos un código. Así solo tú puedes configurar la nueva.
enroll-code-label = Código del correo
enroll-code-hint = Tiene esta forma: 7Q4M-2XRA. Si hay varios correos, vale el último. ¿No hay ninguno? Mira en la carpeta de correo no deseado o pide a quien la restableció que lo haga otra vez.
enroll-code-wrong = Ese código no es correcto. Está en el correo que te avisó del restablecimiento; si hay varios, vale el último.

enroll-install-title = Instala una aplicación de autenticación en tu teléfono
enroll-install-text = Cualquiera de estas sirve. Si ya tienes una, pasa al paso siguiente.
enroll-scan-title = Escanea el código QR con la aplicación
enroll-qr-label = Código QR. ¿Ya estás en el teléfono? Abre el enlace en tu aplicación de autenticación.
enroll-key-text = ¿No puedes escanearlo? Escribe esta clave en la aplicación, como clave basada en tiempo:
enroll-copy-key = Copiar clave
enroll-same-phone = ¿Ya estás en el teléfono? Abre la aplicación de autenticación
enroll-pin-title = Escribe el primer PIN
enroll-pin-label = PIN de 6 cifras que muestra la aplicación
enroll-pin-hint = Confirma que el teléfono y la cuenta van juntos.
enroll-submit = Confirmar e iniciar sesión
