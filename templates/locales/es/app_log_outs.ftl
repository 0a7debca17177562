app-log-outs-title = Cierres de sesión en { $name }
app-log-outs-lead = Quien cierra aquí su sesión la cierra también en esta aplicación, si esta quiere recibir el aviso.
app-log-outs-in-vain = Avisos no recibidos
app-log-outs-in-vain-lead = En estos cierres la aplicación mantuvo su sesión o aún la mantiene. Corrige la causa y avísala de nuevo.
app-log-outs-tell-again = Avisar de nuevo ahora
app-log-outs-told-again = Se avisa de nuevo a la aplicación enseguida.
app-log-outs-not-told-again = No había nada que avisar: entretanto recibió el aviso o lo está recibiendo ahora.
app-log-outs-trying = Aún no aceptado; se vuelve a intentar
app-log-outs-refused = Rechazado por la aplicación
app-log-outs-given-up = Abandonado
app-log-outs-told = Avisada
app-log-outs-reason = Motivo:
app-log-outs-ended = Cierre de sesión:
app-log-outs-next = Próximo intento:
app-log-outs-attempts = { $count ->
    [one] intentado una vez
   *[other] intentado { $count } veces
}
app-log-outs-more = Hay más.
app-log-outs-none = Hasta ahora la aplicación ha aceptado todos los avisos.
app-log-outs-never-called = Nunca se llama al servidor de la aplicación, así que nada puede fallar.
app-log-outs-ways = Cómo se avisa a la aplicación
app-log-outs-back-channel = Se llama a su servidor (back-channel)
app-log-outs-no-back-channel = No hay ningún backchannel_logout_uri registrado. Es la vía más fiable.
app-log-outs-front-channel = Se carga su página en el navegador (front-channel)
app-log-outs-no-front-channel = No hay ningún frontchannel_logout_uri registrado.
app-log-outs-change = Cambiar el registro
